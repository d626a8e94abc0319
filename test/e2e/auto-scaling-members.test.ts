import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const PYTHON = '/usr/bin/python3';
const scriptOf = (name: string) => path.join(import.meta.dirname, `auto-scaling-${name}.py`);

const missing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no boto3 on this machine: `apt-get install python3-boto3` brings it';

describeIf(dynoxideMissing() ?? missing(), 'instances of Auto Scaling groups', () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start();
  });
  afterAll(() => service?.remove());

  const run = async (script: string) => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: service.home,
      AWS_SHARED_CREDENTIALS_FILE: path.join(service.home, 'aws-credentials'),
      AWS_PROFILE: 'coppice',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout } = await promisify(execFile)(PYTHON, [scriptOf(script), service.url], { env });
    expect(stdout).toBe('done\n');
  };

  test('boto3 takes them into standby, out of their group, and back', () => run('members'));

  test('boto3 has them refreshed, all of them, half of them, and back', () => run('refresh'));
});
