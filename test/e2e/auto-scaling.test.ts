import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const PYTHON = '/usr/bin/python3';
const AWS = '/usr/bin/aws';
const SCRIPT = path.join(import.meta.dirname, 'auto-scaling.py');

const missing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0 &&
  spawnSync(AWS, ['--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no AWS clients on this machine: `apt-get install awscli python3-boto3` brings them';

describeIf(dynoxideMissing() ?? missing(), "Auto Scaling's clients, unchanged", () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start();
  });
  afterAll(() => service?.remove());

  const env = (profile = 'coppice') => ({
    PATH: '/usr/bin:/bin',
    HOME: service.home,
    AWS_SHARED_CREDENTIALS_FILE: path.join(service.home, 'aws-credentials'),
    AWS_PROFILE: profile,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const aws = async (words: readonly string[], profile?: string) => {
    const { stdout } = await promisify(execFile)(AWS, ['--endpoint-url', `${service.url}/aws/autoscaling`, 'autoscaling', ...words], {
      env: env(profile),
    });
    return stdout;
  };

  test('boto3 takes a group through its life', async () => {
    const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, service.url], { env: env() });
    expect(stdout).toBe('done\n');
  });

  test('awscli drives real processes, and none is left', async () => {
    await aws(['create-launch-configuration', '--launch-configuration-name', 'cli', '--image-id', 'ami-1', '--instance-type', 't3.micro']);
    const sizes = ['--min-size', '0', '--max-size', '3', '--desired-capacity', '2'];
    const made = ['--auto-scaling-group-name', 'cli', '--launch-configuration-name', 'cli', '--availability-zones', 'us-east-1a'];
    await aws(['create-auto-scaling-group', ...made, ...sizes]);
    const states = async () =>
      aws([
        'describe-auto-scaling-groups',
        '--auto-scaling-group-names',
        'cli',
        '--query',
        'AutoScalingGroups[].Instances[].LifecycleState',
        '--output',
        'text',
      ]);
    await until(async () => (await states()).trim().split(/\s+/).join(), 'InService,InService');
    await aws(['delete-auto-scaling-group', '--auto-scaling-group-name', 'cli', '--force-delete']);
    await until(states, '');
    await aws(['delete-launch-configuration', '--launch-configuration-name', 'cli']);
  });

  test('a reader may look and not touch, and another project sees nothing', async () => {
    await aws(['create-launch-configuration', '--launch-configuration-name', 'mine', '--image-id', 'ami-1', '--instance-type', 't3.micro']);
    const list = (profile: string) =>
      aws(['describe-launch-configurations', '--query', 'LaunchConfigurations[].LaunchConfigurationName', '--output', 'text'], profile);
    expect(await list('coppice-reader')).toContain('mine');
    expect(await list('coppice-alt')).not.toContain('mine');
    await expect(aws(['delete-launch-configuration', '--launch-configuration-name', 'mine'], 'coppice-reader')).rejects.toThrow(
      'AccessDenied',
    );
    await expect(aws(['delete-launch-configuration', '--launch-configuration-name', 'mine'], 'coppice-alt')).rejects.toThrow('not found');
  });
});

async function until(look: () => Promise<string>, wanted: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    if ((await look()) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await look()).toBe(wanted);
}
