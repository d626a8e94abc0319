import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { autoScalingModel } from '../../../lib/composition/sdk-model.ts';
import { ec2Dialect } from '../../../lib/wire/aws/ec2/dialect.ts';
import { EC2_MODEL } from '../../../lib/wire/aws/ec2/model.ts';
import { awsHandler } from '../../../lib/wire/aws/handler.ts';
import { type QueryEndpoint, queryService } from '../../../lib/wire/aws/query/endpoint.ts';
import type { OperationModel, Shape, Structure } from '../../../lib/wire/aws/query/shape.ts';
import type { HttpHandler } from '../../../lib/wire/http.ts';
import { describeIf } from '../../support/describe-if.ts';
import { serveHttp } from '../../support/serve-http.ts';
import { setting } from '../../support/signer.ts';

const missing = (): string | undefined =>
  spawnSync('python3', ['-c', 'import boto3']).status === 0
    ? undefined
    : 'no boto3 on this machine: `apt-get install python3-boto3` brings one';

type Lab = Pick<QueryEndpoint, 'service' | 'version' | 'namespace' | 'model' | 'dialect'>;

const autoScaling = (): Lab => ({
  service: 'autoscaling',
  version: '2011-01-01',
  namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  model: autoScalingModel(),
});
const ec2 = (): Lab => ({
  service: 'ec2',
  version: '2016-11-15',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  model: EC2_MODEL,
  dialect: ec2Dialect,
});

/** Reads what it is sent and answers what it was told to, whatever the operation. */
function lab(of: Lab): HttpHandler {
  let last: Structure = {};
  let next: Structure = {};
  const echo = async (_: unknown, input: Structure) => {
    last = input;
    return next;
  };
  const operations = Object.fromEntries([...of.model.keys()].map((name) => [name, echo]));
  const handler = awsHandler({ [`/aws/${of.service}`]: queryService({ ...of, operations, ...setting() }) });
  return async (request) => {
    if (request.path === '/lab/next') next = JSON.parse(request.body) as Structure;
    if (request.path === '/lab/model') return { status: 200, headers: {}, body: JSON.stringify(known(of)) };
    return request.path.startsWith('/lab/') ? { status: 200, headers: {}, body: JSON.stringify(last) } : handler(request);
  };
}

/** What is known of each operation, as far as that is written down here. */
function known({ model }: Lab): object {
  return Object.fromEntries(
    [...(model as OperationModel)].map(([name, { input, output }]) => [
      name,
      { input: membersOf(input), output: output ? membersOf(output) : {} },
    ]),
  );
}

function membersOf(shape: Shape): object | true {
  if (shape.kind === 'list') return membersOf(shape.of());
  if (shape.kind !== 'structure') return true;
  return Object.fromEntries(shape.members().map(({ name, shape: of }) => [name, membersOf(of())]));
}

describeIf(missing(), 'every operation, both ways, through botocore', () => {
  test.each([
    ['EC2 Auto Scaling', autoScaling, 60],
    ['EC2, as far as it is here', ec2, 22],
  ])(
    '%s: nothing is lost or changed on the way',
    async (_, of, least) => {
      const served = await serveHttp(lab(of()));
      try {
        const script = path.join(import.meta.dirname, 'round-trips.py');
        const rounds = process.env.COPPICE_RUNS ?? '12';
        const { stdout } = await promisify(execFile)('python3', [script, served.origin, of().service, '7', rounds], { maxBuffer: 1 << 24 });
        const told = JSON.parse(stdout) as { operations: number; botocore: string; unknown: string[]; trips: number; wrong: unknown[] };
        expect(told.wrong).toEqual([]);
        // The table is as new as this botocore: older ones do not know all of it.
        if (Number(told.botocore.split('.')[1]) >= 43) expect(told.unknown).toEqual([]);
        expect(told.operations).toBeGreaterThanOrEqual(least);
        expect(told.trips).toBe(told.operations * Number(rounds));
      } finally {
        await served.stop();
      }
    },
    300_000,
  );
});
