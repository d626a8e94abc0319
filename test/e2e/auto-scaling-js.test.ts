import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AutoScalingClient,
  AutoScalingServiceException,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DeleteAutoScalingGroupCommand,
  DeleteLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
  paginateDescribeAutoScalingGroups,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  waitUntilGroupExists,
  waitUntilGroupInService,
  waitUntilGroupNotExists,
} from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

/** As the service wrote them for its users. */
function credentialsIn(text: string, profile: string) {
  const section = text.split(/^\[/m).find((one) => one.startsWith(`${profile}]`)) ?? '';
  const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(.+)$`, 'm').exec(section)?.[1] ?? '';
  return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
}

describeIf(dynoxideMissing(), 'the current JavaScript SDK, unchanged', () => {
  let service: WholeService;
  let client: AutoScalingClient;
  const clientFor = (profile: string, endpoint: string) => {
    const credentials = credentialsIn(readFileSync(path.join(service.home, 'aws-credentials'), 'utf8'), profile);
    return new AutoScalingClient({ region: 'eu-central-1', endpoint, credentials });
  };

  beforeAll(async () => {
    service = await WholeService.start();
    client = clientFor('coppice', `${service.url}/aws/autoscaling`);
  });
  afterAll(async () => {
    client?.destroy();
    await service?.remove();
  });

  const group = { AutoScalingGroupName: 'web' };
  const patience = { maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  const asked = { AutoScalingGroupNames: ['web'] };
  const seen = async () => (await client.send(new DescribeAutoScalingGroupsCommand(asked))).AutoScalingGroups?.[0];

  test('takes a group of real processes through its life, and its waiters end', async () => {
    const machine = { ImageId: 'ami-1', InstanceType: 't3.micro', UserData: Buffer.from('echo hello').toString('base64') };
    await client.send(new CreateLaunchConfigurationCommand({ LaunchConfigurationName: 'small', ...machine }));
    const zones = { AvailabilityZones: ['eu-central-1a', 'eu-central-1b'] };
    const make = new CreateAutoScalingGroupCommand({ ...group, ...zones, LaunchConfigurationName: 'small', MinSize: 2, MaxSize: 4 });
    await client.send(make);
    await expect(client.send(make)).rejects.toMatchObject({
      name: 'AlreadyExistsFault',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    });
    expect((await waitUntilGroupExists({ client, ...patience }, asked)).state).toBe('SUCCESS');
    expect((await waitUntilGroupInService({ client, ...patience }, asked)).state).toBe('SUCCESS');

    const made = await seen();
    expect(
      made?.Instances?.map(({ LifecycleState, HealthStatus, AvailabilityZone }) => [LifecycleState, HealthStatus, AvailabilityZone]),
    ).toEqual([
      ['InService', 'Healthy', 'eu-central-1a'],
      ['InService', 'Healthy', 'eu-central-1b'],
    ]);
    expect(made?.CreatedTime).toBeInstanceOf(Date);
    expect([made?.SuspendedProcesses, made?.Tags, made?.EnabledMetrics, made?.LoadBalancerNames]).toEqual([[], [], [], []]);

    await client.send(new SetDesiredCapacityCommand({ ...group, DesiredCapacity: 4 }));
    await until(async () => (await seen())?.Instances?.filter(({ LifecycleState }) => LifecycleState === 'InService').length, 4);
    const InstanceId = made?.Instances?.[0]?.InstanceId;
    const { Activity } = await client.send(
      new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity: true }),
    );
    expect(Activity).toMatchObject({ AutoScalingGroupName: 'web', Description: expect.stringContaining(InstanceId ?? '') });
    expect(Activity?.StartTime).toBeInstanceOf(Date);

    await client.send(new DeleteAutoScalingGroupCommand({ ...group, ForceDelete: true }));
    expect((await waitUntilGroupNotExists({ client, ...patience }, asked)).state).toBe('SUCCESS');
    await client.send(new DeleteLaunchConfigurationCommand({ LaunchConfigurationName: 'small' }));
  });

  test('turns its pages at the endpoint of all services, and is told what is wrong by a class of its own', async () => {
    const everywhere = clientFor('coppice', `${service.url}/aws`);
    try {
      await everywhere.send(
        new CreateLaunchConfigurationCommand({ LaunchConfigurationName: 'pages', ImageId: 'ami-1', InstanceType: 't3.micro' }),
      );
      for (const name of ['a', 'b', 'c'])
        await everywhere.send(
          new CreateAutoScalingGroupCommand({
            AutoScalingGroupName: name,
            LaunchConfigurationName: 'pages',
            MinSize: 0,
            MaxSize: 1,
            AvailabilityZones: ['eu-central-1a'],
          }),
        );
      const names: (string | undefined)[] = [];
      for await (const page of paginateDescribeAutoScalingGroups({ client: everywhere, pageSize: 2 }, {}))
        names.push(...(page.AutoScalingGroups ?? []).map(({ AutoScalingGroupName }) => AutoScalingGroupName));
      expect(names).toEqual(['a', 'b', 'c']);
      const wrong = everywhere.send(new DescribeAutoScalingGroupsCommand({ NextToken: 'nonsense' }));
      await expect(wrong).rejects.toMatchObject({ name: 'InvalidNextToken' });
      await expect(wrong).rejects.toBeInstanceOf(AutoScalingServiceException);
    } finally {
      everywhere.destroy();
    }
  });

  test('is refused with the key of a reader, and with a wrong one', async () => {
    const reader = clientFor('coppice-reader', `${service.url}/aws/autoscaling`);
    const stranger = new AutoScalingClient({
      region: 'eu-central-1',
      endpoint: `${service.url}/aws/autoscaling`,
      credentials: {
        ...credentialsIn(readFileSync(path.join(service.home, 'aws-credentials'), 'utf8'), 'coppice'),
        secretAccessKey: 'wrong',
      },
    });
    const remove = () => new DeleteLaunchConfigurationCommand({ LaunchConfigurationName: 'pages' });
    await expect(reader.send(remove())).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(stranger.send(remove())).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    reader.destroy();
    stranger.destroy();
  });
});

async function until(look: () => Promise<unknown>, wanted: unknown): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if ((await look()) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await look()).toBe(wanted);
}
