import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, PutMetricDataCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { cloudWatchModel } from '../../../lib/composition/sdk-model.ts';
import { gunzip } from '../../../lib/platform/gunzip.ts';
import { smithyCbor } from '../../../lib/platform/smithy-cbor.ts';
import { awsFault } from '../../../lib/wire/aws/fault.ts';
import { awsHandler } from '../../../lib/wire/aws/handler.ts';
import { monitoringEndpoint, monitoringOperations } from '../../../lib/wire/aws/monitoring/endpoint.ts';
import type { AwsOperation } from '../../../lib/wire/aws/query/endpoint.ts';
import type { Structure } from '../../../lib/wire/aws/query/shape.ts';
import { rpcService } from '../../../lib/wire/aws/rpc/endpoint.ts';
import type { HttpHandler } from '../../../lib/wire/http.ts';
import { describeIf } from '../../support/describe-if.ts';
import { serveHttp } from '../../support/serve-http.ts';
import { KEY, setting } from '../../support/signer.ts';

const OPERATIONS = Object.keys(monitoringOperations(Date.now));

/** Reads what it is sent and answers what it was told to, whatever the operation. @param operation instead, if said */
function lab(operation?: AwsOperation) {
  let last: Structure = {};
  let next: Structure = {};
  const protocols: (string | undefined)[] = [];
  const echo: AwsOperation = async (call, input) => {
    last = input;
    return operation ? operation(call, input) : next;
  };
  const nobody = {} as Parameters<typeof monitoringEndpoint>[0];
  const endpoint = monitoringEndpoint(nobody, { ...setting(), model: cloudWatchModel(), cbor: smithyCbor, inflate: gunzip });
  const service = rpcService({ ...endpoint, operations: Object.fromEntries(OPERATIONS.map((name) => [name, echo])) });
  const handler = awsHandler({ '/aws/cloudwatch': service });
  const handle: HttpHandler = async (request) => {
    if (request.path === '/lab/next') next = JSON.parse(request.body) as Structure;
    if (request.path.startsWith('/lab/')) return { status: 200, headers: {}, body: JSON.stringify(last) };
    protocols.push(request.headers['content-type']?.split(';')[0]);
    return handler(request);
  };
  return { handle, protocols, last: () => last };
}

/** Python's clients: Debian's speaks the Query protocol, a newer one CBOR. Both, where there are two. */
const PYTHONS = ['/usr/bin/python3', 'python3'].filter((python) => spawnSync(python, ['-c', 'import boto3']).status === 0);

describeIf(
  PYTHONS.length > 0 ? undefined : 'no boto3 on this machine: `apt-get install python3-boto3` brings one',
  'every operation of CloudWatch that is here, both ways, through botocore',
  () => {
    test.each(PYTHONS)(
      'nothing is lost or changed on the way from %s',
      async (python) => {
        const { handle, protocols } = lab();
        const served = await serveHttp(handle);
        try {
          const script = path.join(import.meta.dirname, 'round-trips.py');
          const rounds = process.env.COPPICE_RUNS ?? '12';
          const { stdout } = await promisify(execFile)(python, [script, served.origin, 'cloudwatch', '7', rounds, ...OPERATIONS], {
            maxBuffer: 1 << 24,
          });
          const { trips, wrong } = JSON.parse(stdout) as { trips: number; wrong: unknown[] };
          expect(wrong).toEqual([]);
          expect(trips).toBe(OPERATIONS.length * Number(rounds));
          expect(new Set(protocols).size).toBe(1);
        } finally {
          await served.stop();
        }
      },
      300_000,
    );
  },
);

describe('the JavaScript SDK', () => {
  const asked = async (operation: AwsOperation | undefined, ask: (client: CloudWatchClient) => Promise<unknown>) => {
    const { handle, protocols, last } = lab(operation);
    const served = await serveHttp(handle);
    const client = new CloudWatchClient({
      region: 'eu-west-3',
      endpoint: `${served.origin}/aws/cloudwatch`,
      credentials: KEY,
      maxAttempts: 1,
    });
    try {
      const answer = await ask(client).catch((error: unknown) => error);
      return { answer, protocols, last: last() };
    } finally {
      client.destroy();
      await served.stop();
    }
  };

  test('speaks JSON, and compresses what is large', async () => {
    const at = new Date(1_700_000_000_000);
    const MetricData = Array.from({ length: 400 }, (_, Value) => ({ MetricName: 'load', Timestamp: at, Value, Unit: 'Percent' as const }));
    const { protocols, last } = await asked(undefined, (client) => client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData })));
    expect(protocols).toEqual(['application/x-amz-json-1.0']);
    expect(last.MetricData).toEqual(MetricData.map((one) => ({ ...one, Timestamp: at.getTime() })));
  });

  test('has its exceptions by their classes', async () => {
    const refuse: AwsOperation = async () => awsFault('InvalidFormat', 'no', 400);
    const { answer } = await asked(refuse, (client) =>
      client.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'OK', StateReason: 'b' })),
    );
    expect(answer).toMatchObject({ name: 'InvalidFormatFault', message: 'no', $metadata: { httpStatusCode: 400 } });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is told that %s is no value of a metric', async (Value) => {
    const { answer } = await asked(undefined, (client) =>
      client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData: [{ MetricName: 'load', Value }] })),
    );
    expect(answer).toMatchObject({
      name: 'InvalidParameterValueException',
      message: `The value ${Value} for parameter MetricData.member.1.Value is invalid.`,
    });
  });
});
