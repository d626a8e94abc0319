import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const PYTHON = '/usr/bin/python3';
const SCRIPT = path.join(import.meta.dirname, 'auto-scaling-members.py');

const missing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no boto3 on this machine: `apt-get install python3-boto3` brings it';

describeIf(dynoxideMissing() ?? missing(), 'instances that come and go by name', () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start();
  });
  afterAll(() => service?.remove());

  test('boto3 takes them into standby, out of their group, and back', async () => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: service.home,
      AWS_SHARED_CREDENTIALS_FILE: path.join(service.home, 'aws-credentials'),
      AWS_PROFILE: 'coppice',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, service.url], { env });
    expect(stdout).toBe('done\n');
  });
});
