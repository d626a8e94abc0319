import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { freePort } from '../support/scratch-service.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const PYTHON = '/usr/bin/python3';
const missing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no boto3 on this machine: `apt-get install python3-boto3` brings it';

describeIf(dynoxideMissing() ?? missing(), 'lifecycle hooks, notifications and warm pools of Auto Scaling groups', () => {
  let service: WholeService;
  let ear: number;

  beforeAll(async () => {
    ear = await freePort();
    service = await WholeService.start({
      COPPICE_AWS_TARGETS: JSON.stringify({ 'arn:aws:sns:*:123456789012:*': `http://127.0.0.1:${ear}/` }),
      COPPICE_OUTGOING_ALLOW: '127.0.0.1',
      HEALTH_CHECK_INTERVAL_MIN: '1',
    });
  });
  afterAll(() => service?.remove());

  const run = async (script: string, ...words: readonly string[]) => {
    const { stdout } = await promisify(execFile)(PYTHON, [path.join(import.meta.dirname, script), service.url, ...words], {
      env: {
        PATH: '/usr/bin:/bin',
        HOME: service.home,
        AWS_SHARED_CREDENTIALS_FILE: path.join(service.home, 'aws-credentials'),
        AWS_PROFILE: 'coppice',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    return stdout;
  };

  test('boto3 holds instances on their way in and out, and is told of them', async () => {
    expect(await run('auto-scaling-hooks.py', String(ear))).toBe('done\n');
  });

  test('boto3 keeps instances in a warm pool', async () => {
    expect(await run('auto-scaling-warm-pool.py')).toBe('done\n');
  });
});
