import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeWarmPoolCommand,
  PutWarmPoolCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dockerMissing, IMAGE, startDockerEngine, type TestEngine } from '../support/docker-engine.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const HALF = 500_000_000;
const MACHINES = JSON.stringify({
  images: { 'ami-box': { type: 'container.dockerinc.docker', properties: { image: IMAGE, command: 'sleep 86400' } } },
  instance_types: { 't3.micro': { vcpus: 2, memory_mib: 1024, properties: { 'container.dockerinc.docker': { cpus: 0.5 } } } },
});

describeIf(dynoxideMissing() ?? dockerMissing(), 'an Auto Scaling group of real containers', () => {
  let engine: TestEngine;
  let service: WholeService;
  let client: AutoScalingClient;

  beforeAll(async () => {
    engine = await startDockerEngine();
    const socket = 'socketPath' in engine.local ? engine.local.socketPath : '';
    service = await WholeService.start({ DOCKER_HOST: `unix://${socket}`, COPPICE_AWS_MACHINES: MACHINES });
    const [, section = ''] = readFileSync(path.join(service.home, 'aws-credentials'), 'utf8').split('[coppice]');
    const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(.+)$`, 'm').exec(section)?.[1] ?? '';
    const credentials = { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
    client = new AutoScalingClient({ region: 'eu-west-1', endpoint: `${service.url}/aws`, credentials });
    const machine = { LaunchConfigurationName: 'box', ImageId: 'ami-box', InstanceType: 't3.micro' };
    await client.send(new CreateLaunchConfigurationCommand(machine));
  });
  afterAll(async () => {
    client?.destroy();
    await service?.remove();
    await engine?.stop();
  });

  const group = { AutoScalingGroupName: 'boxes' };
  const seen = async () => {
    const { AutoScalingGroups: [one] = [] } = await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['boxes'] }));
    return one;
  };
  /** The containers that are there, by their state: `running`, `paused`. */
  const containers = async () => (await engine.docker.listContainers({ all: true })).filter(({ Image }) => Image === IMAGE);
  const states = async () => (await containers()).map(({ State }) => State).sort();
  async function until(what: () => Promise<unknown>, wanted: unknown): Promise<void> {
    for (let last = 'nothing'; ; last = JSON.stringify(await what())) {
      if (last === JSON.stringify(wanted)) return;
      await sleep(100);
    }
  }
  const inService = async () => (await seen())?.Instances?.map(({ LifecycleState }) => LifecycleState);

  test('has instances that are containers of what their image and type say', async () => {
    const sizes = { MinSize: 0, MaxSize: 4, DesiredCapacity: 2 };
    await client.send(
      new CreateAutoScalingGroupCommand({ ...group, ...sizes, LaunchConfigurationName: 'box', AvailabilityZones: ['eu-west-1a'] }),
    );
    await until(inService, ['InService', 'InService']);
    expect(await states()).toEqual(['running', 'running']);
    for (const { Id } of await containers()) expect((await engine.docker.getContainer(Id).inspect()).HostConfig.NanoCpus).toBe(HALF);
  });

  test('puts another in the place of one that is terminated', async () => {
    const before = (await containers()).map(({ Id }) => Id);
    const [first] = (await seen())?.Instances ?? [];
    const terminate = { InstanceId: first?.InstanceId, ShouldDecrementDesiredCapacity: false };
    await client.send(new TerminateInstanceInAutoScalingGroupCommand(terminate));
    await until(async () => (await containers()).filter(({ Id, State }) => State === 'running' && before.includes(Id)).length, 1);
    await until(inService, ['InService', 'InService']);
    expect(await states()).toEqual(['running', 'running']);
  });

  test('has a warm pool of containers that are paused, and grows by one of them', async () => {
    await client.send(new PutWarmPoolCommand({ ...group, MinSize: 1, MaxGroupPreparedCapacity: 3, PoolState: 'Stopped' }));
    const warm = async () => (await client.send(new DescribeWarmPoolCommand(group))).Instances?.map(({ LifecycleState }) => LifecycleState);
    await until(warm, ['Warmed:Stopped']);
    expect(await states()).toEqual(['paused', 'running', 'running']);
    const paused = (await containers()).find(({ State }) => State === 'paused')?.Id;
    await client.send(new SetDesiredCapacityCommand({ ...group, DesiredCapacity: 3 }));
    await until(inService, ['InService', 'InService', 'InService']);
    expect((await containers()).find(({ Id }) => Id === paused)?.State).toBe('running');
  });

  test('is deleted with all of them', async () => {
    await client.send(new DeleteAutoScalingGroupCommand({ ...group, ForceDelete: true }));
    await until(async () => (await seen()) ?? 'gone', 'gone');
    await until(states, []);
  });
});
