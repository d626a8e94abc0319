import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(240_000);

const AWS = '/usr/bin/aws';
const SCRIPT = path.join(import.meta.dirname, 'cloudwatch.py');

const versionOf = (python: string) => spawnSync(python, ['-c', 'import boto3; print(boto3.__version__)'], { encoding: 'utf8' });

/** Debian's speaks the Query protocol, a newer one CBOR: both, where there are two. Which is which is told by their versions. */
const PYTHONS = [
  ...new Map(
    ['/usr/bin/python3', 'python3'].flatMap((python): [string, string][] => {
      const { status, stdout } = versionOf(python);
      return status === 0 ? [[stdout.trim(), python]] : [];
    }),
  ).values(),
];

const missing = (): string | undefined =>
  PYTHONS.length > 0 && spawnSync(AWS, ['--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no AWS clients on this machine: `apt-get install awscli python3-boto3` brings them';

describeIf(dynoxideMissing() ?? missing(), "CloudWatch's clients, unchanged", () => {
  let service: WholeService;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    service = await WholeService.start();
    env = {
      ...process.env,
      HOME: service.home,
      AWS_SHARED_CREDENTIALS_FILE: path.join(service.home, 'aws-credentials'),
      AWS_PROFILE: 'coppice',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  });
  afterAll(() => service?.remove());

  const credentialsOf = (profile: string) => {
    const [, of = ''] = readFileSync(path.join(service.home, 'aws-credentials'), 'utf8').split(`[${profile}]`);
    const value = (name: string) => new RegExp(`${name}\\s*=\\s*(\\S+)`).exec(of)?.[1] ?? '';
    return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
  };

  // At once: what they wait for is minutes of the clock.
  test(`alarms scale a group, for boto3 of ${PYTHONS.join(' and of ')}`, async () => {
    const told = await Promise.all(PYTHONS.map((python) => promisify(execFile)(python, [SCRIPT, service.url], { env })));
    expect(told.map(({ stdout }) => stdout)).toEqual(PYTHONS.map(() => 'done\n'));
  });

  test('awscli and the JavaScript SDK see the same alarms', async () => {
    const client = new CloudWatchClient({
      region: 'us-east-1',
      endpoint: `${service.url}/aws/monitoring`,
      credentials: credentialsOf('coppice'),
    });
    const alarm = { AlarmName: 'js', Namespace: 'App', MetricName: 'load', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 } as const;
    await client.send(new PutMetricAlarmCommand({ ...alarm, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' }));
    expect((await client.send(new DescribeAlarmsCommand({ AlarmNames: ['js'] }))).MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(
      Date,
    );
    client.destroy();
    const words = ['describe-alarms', '--query', 'MetricAlarms[].AlarmName', '--output', 'text'];
    const { stdout } = await promisify(execFile)(AWS, ['--endpoint-url', `${service.url}/aws/monitoring`, 'cloudwatch', ...words], { env });
    expect(stdout.trim().split(/\s+/)).toContain('js');
  });
});
