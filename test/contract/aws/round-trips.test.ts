import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { autoScalingModel } from '../../../lib/composition/sdk-model.ts';
import { awsHandler } from '../../../lib/wire/aws/handler.ts';
import { type QueryEndpoint, queryService } from '../../../lib/wire/aws/query/endpoint.ts';
import type { Structure } from '../../../lib/wire/aws/query/shape.ts';
import type { HttpHandler } from '../../../lib/wire/http.ts';
import { describeIf } from '../../support/describe-if.ts';
import { serveHttp } from '../../support/serve-http.ts';
import { setting } from '../../support/signer.ts';

const missing = (): string | undefined =>
  spawnSync('python3', ['-c', 'import boto3']).status === 0
    ? undefined
    : 'no boto3 on this machine: `apt-get install python3-boto3` brings one';

/** Reads what it is sent and answers what it was told to, whatever the operation. */
function lab(): HttpHandler {
  const model = autoScalingModel();
  let last: Structure = {};
  let next: Structure = {};
  const echo = async (_: unknown, input: Structure) => {
    last = input;
    return next;
  };
  const endpoint: QueryEndpoint = {
    service: 'autoscaling',
    version: '2011-01-01',
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    model,
    operations: Object.fromEntries([...model.keys()].map((name) => [name, echo])),
    ...setting(),
  };
  const handler = awsHandler({ '/aws/autoscaling': queryService(endpoint) });
  return async (request) => {
    if (request.path === '/lab/next') next = JSON.parse(request.body) as Structure;
    return request.path.startsWith('/lab/') ? { status: 200, headers: {}, body: JSON.stringify(last) } : handler(request);
  };
}

describeIf(missing(), 'every operation, both ways, through botocore', () => {
  test('nothing is lost or changed on the way', async () => {
    const served = await serveHttp(lab());
    try {
      const script = path.join(import.meta.dirname, 'round-trips.py');
      const rounds = process.env.COPPICE_RUNS ?? '12';
      const { stdout } = await promisify(execFile)('python3', [script, served.origin, 'autoscaling', '7', rounds], { maxBuffer: 1 << 24 });
      const { operations, trips, wrong } = JSON.parse(stdout) as { operations: number; trips: number; wrong: unknown[] };
      expect(wrong).toEqual([]);
      expect(operations).toBeGreaterThanOrEqual(60);
      expect(trips).toBe(operations * Number(rounds));
    } finally {
      await served.stop();
    }
  }, 300_000);
});
