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

const missing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0 &&
  spawnSync(AWS, ['--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no AWS clients on this machine: `apt-get install awscli python3-boto3` brings them';

describeIf(dynoxideMissing() ?? missing(), 'what EC2 says of what Auto Scaling made', () => {
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
  const python = async (script: string) => {
    const { stdout } = await promisify(execFile)(PYTHON, [path.join(import.meta.dirname, script), service.url], { env: env() });
    return stdout;
  };
  const aws = async (words: readonly string[], profile?: string) => {
    const { stdout } = await promisify(execFile)(AWS, ['--endpoint-url', `${service.url}/aws/ec2`, '--output', 'text', 'ec2', ...words], {
      env: env(profile),
    });
    return stdout.trim();
  };

  test('boto3 launches by templates, and finds the instances', async () => {
    expect(await python('ec2.py')).toBe('done\n');
  });

  test('boto3 launches instances by themselves, and takes them into a group', async () => {
    expect(await python('run-instances.py')).toBe('done\n');
  });

  test('Terraform, the cluster-autoscaler and eksctl would be content: boto3 asks what they ask, in their order', async () => {
    expect(await python('aws-clients.py')).toBe('done\n');
  });

  test('awscli reads and writes templates; a reader may look, and another project sees nothing', async () => {
    const data = '{"ImageId":"ami-1","InstanceType":"t3.micro"}';
    const create = ['create-launch-template', '--launch-template-name', 'cli', '--launch-template-data', data];
    const list = (profile?: string) =>
      aws(
        [
          'describe-launch-templates',
          '--filters',
          'Name=launch-template-name,Values=cl*',
          '--query',
          'LaunchTemplates[].LaunchTemplateName',
        ],
        profile,
      );
    await aws(create);
    expect([await list(), await list('coppice-reader'), await list('coppice-alt')]).toEqual(['cli', 'cli', '']);
    const remove = ['delete-launch-template', '--launch-template-name', 'cli'];
    await expect(aws(remove, 'coppice-reader')).rejects.toThrow('UnauthorizedOperation');
    await expect(aws(remove, 'coppice-alt')).rejects.toThrow('InvalidLaunchTemplateName.NotFoundException');
    await aws(remove);
    expect(await list()).toBe('');
  });
});
