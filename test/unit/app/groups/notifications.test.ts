import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { sweepGroups } from '../../../../lib/app/groups/sweep-groups.ts';
import { advanceJournal } from '../../../../lib/app/journal/advance-journal.ts';
import { deliver } from '../../../../lib/app/subscriptions/deliver.ts';
import { MachineCatalogue } from '../../../../lib/domain/group/machine-catalogue.ts';
import type { NotificationType } from '../../../../lib/domain/group/notification.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import type { Carriers, Parcel } from '../../../../lib/ports/carrier.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const ACCOUNT = '123456789012';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:told`;
const machines = MachineCatalogue.parse({
  images: { '*': { type: 'fake.node' }, broken: { type: 'fake.node', properties: { create_failures: 9, failure_kind: 'permanent' } } },
});
const type = (name: string) => `autoscaling:EC2_INSTANCE_${name}` as NotificationType;

async function toldService() {
  const tests: JsonObject[] = [];
  const heard: JsonObject[] = [];
  const service = smallService({
    targets: [`arn:aws:sns:us-east-1:${ACCOUNT}:*`],
    services: {
      announce: async ({ target, message }) => {
        if (JSON.stringify(target).includes('deaf')) return { kind: 'fault', fault: permanent('hook.untold', 'It is deaf.') };
        tests.push(message);
        return { kind: 'ok' };
      },
    },
  });
  const groups = groupVerbs({ ...service.app, machines });
  const realm = { caller: demo, region: 'us-east-1' };
  await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
  await groups.createGroup(realm, { ...aGroup('web', 'small'), minSize: 0, subnets: 'subnet-1' });
  await service.settle();
  const put = (types: readonly NotificationType[], topic = TOPIC) => groups.putNotification(realm, 'web', ACCOUNT, topic, types);
  const sns = async (_: unknown, { letter }: Parcel) => {
    heard.push(letter?.body ?? {});
    return 'delivered' as const;
  };
  const hear = async () => {
    await service.settle();
    await advanceJournal(service.app, { project: demo.projectId });
    for (const one of service.store.everything('subscription')) await deliver(service.app, { sns } as unknown as Carriers, one);
    return heard.splice(0).map(({ Event, EC2InstanceId }) => [Event, EC2InstanceId]);
  };
  const only = async () => {
    const seen = await groups.showGroup(realm, 'web');
    return seen.kind === 'refused' ? '' : (seen.instances[0]?.instanceId ?? '');
  };
  return { ...service, groups, realm, put, hear, heard, tests, only };
}

describe("a group's notifications", () => {
  test('tell a topic of what it asked for, and of nothing else', async () => {
    const { put, hear, groups, realm, tests, only } = await toldService();
    expect(await put([type('LAUNCH'), type('TERMINATE')])).toEqual({ kind: 'ok' });
    expect(tests).toMatchObject([{ Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'web' }]);
    const first = await only();
    await groups.setDesiredCapacity(realm, 'web', 0);
    expect(await hear()).toEqual([[type('TERMINATE'), first]]);
    await put([type('TERMINATE')]);
    await groups.setDesiredCapacity(realm, 'web', 1);
    expect(await hear()).toEqual([]);
  });

  test("are AWS's, with the activity and its cause", async () => {
    const { put, hear, groups, realm, heard, settle, app, store } = await toldService();
    await put([type('LAUNCH')]);
    await groups.setDesiredCapacity(realm, 'web', 2);
    await settle();
    await advanceJournal(app, { project: demo.projectId });
    const [subscription] = store.everything('subscription');
    const sns = async (_: unknown, { letter }: Parcel) => {
      heard.push({ ...letter?.body, subject: letter?.subject ?? '' });
      return 'delivered' as const;
    };
    if (subscription) await deliver(app, { sns } as unknown as Carriers, subscription);
    expect(heard).toMatchObject([
      {
        AccountId: ACCOUNT,
        AutoScalingGroupARN: expect.stringMatching(
          /^arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:.*:autoScalingGroupName\/web$/,
        ),
        Cause: expect.stringContaining('increasing the capacity from 1 to 2'),
        Description: expect.stringMatching(/^Launching a new EC2 instance: i-[0-9a-f]{17}$/),
        Details: { 'Availability Zone': 'us-east-1a', 'Subnet ID': 'subnet-1' },
        Service: 'AWS Auto Scaling',
        StatusCode: 'Successful',
        subject: 'Auto Scaling: launch for group "web"',
      },
    ]);
    heard.length = 0;
    expect(await hear()).toEqual([]);
  });

  test('tell of one that is replaced twice: that it went, and what came', async () => {
    const { put, hear, groups, realm, only } = await toldService();
    await put([type('LAUNCH'), type('TERMINATE')]);
    const first = await only();
    await groups.terminateInstance(realm, first, false);
    const told = await hear();
    expect(told).toEqual([
      [type('TERMINATE'), first],
      [type('LAUNCH'), await only()],
    ]);
    expect(await only()).not.toBe(first);
  });

  test('tell of what comes from a warm pool and goes back to it', async () => {
    const { put, hear, groups, realm, settle, only } = await toldService();
    await groups.putWarmPool(realm, 'web', { min: 1, prepared: 1, state: 'STOPPED', reuses: true });
    await settle();
    await put([type('LAUNCH'), type('TERMINATE')]);
    const first = await only();
    await groups.setDesiredCapacity(realm, 'web', 0);
    expect(await hear()).toContainEqual([type('TERMINATE'), first]);
    await groups.setDesiredCapacity(realm, 'web', 1);
    expect(await hear()).toContainEqual([type('LAUNCH'), await only()]);
  });

  test('tell of launches that came to nothing', async () => {
    const { put, hear, groups, realm, cloud } = await toldService();
    await put([type('LAUNCH_ERROR')]);
    await groups.createLaunchConfiguration(realm, { name: 'bad', imageId: 'broken', instanceType: 't3.micro', input: {} });
    await groups.updateGroup(realm, 'web', { launch: { kind: 'configuration', name: 'bad' } });
    await groups.setDesiredCapacity(realm, 'web', 2);
    expect((await hear()).map(([event]) => event)).toEqual([type('LAUNCH_ERROR')]);
    expect(cloud.things.size).toBe(1);
  });

  test('go to ten topics at most, that can be told', async () => {
    const { put } = await toldService();
    expect(await put([type('LAUNCH')], `${TOPIC}-deaf`)).toMatchObject({ fault: { code: 'hook.untold' } });
    expect(await put([type('LAUNCH')], TOPIC.replace(ACCOUNT, '000000000000'))).toMatchObject({
      fault: { code: 'subscription.target.refused' },
    });
    for (let i = 0; i < 10; i++) expect(await put([type('LAUNCH')], `${TOPIC}-${i}`)).toEqual({ kind: 'ok' });
    expect(await put([type('LAUNCH')])).toMatchObject({ fault: { code: 'quota.exceeded' } });
    expect(await put([type('TERMINATE')], `${TOPIC}-3`)).toEqual({ kind: 'ok' });
  });

  test('cost nothing when nobody is told, and go with the group', async () => {
    const { put, groups, realm, store, cluster, settle, app } = await toldService();
    expect(store.everything('event').filter(({ objectType, action }) => objectType === 'NODE' && action === 'NODE_CREATE')).toEqual([]);
    await put([type('LAUNCH')]);
    expect(cluster().config['cluster.tell_of_members']).toBe(true);
    await groups.deleteNotification(realm, 'web', TOPIC);
    expect(cluster().config).not.toHaveProperty('cluster.tell_of_members');
    expect(store.everything('subscription')).toEqual([]);
    expect(await groups.deleteNotification(realm, 'web', TOPIC)).toEqual({ kind: 'ok' });
    await put([type('LAUNCH')]);
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await sweepGroups(app);
    expect(store.everything('subscription')).toEqual([]);
  });
});
