import { describe, expect, test } from '@jest/globals';
import { instanceIdOf } from '../../../../lib/domain/group/instance-id.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { groupService } from '../../../support/group-service.ts';

/** A group `web` of two, and what is often asked of it. */
async function grouped(sizes = {}) {
  const service = groupService();
  await service.found(sizes);
  await service.pass(1);
  const ids = async () => (await service.seen()).instances.map(({ instanceId }) => instanceId);
  const states = async () => (await service.seen()).instances.map(({ state }) => state);
  const desired = async () => (await service.seen()).sizes.desiredCapacity;
  const activities = async () => {
    const listed = await service.groups.listActivities(service.realm, 'web');
    return listed.kind === 'ok' ? listed.activities : [];
  };
  return { ...service, ids, states, desired, activities };
}

const idsOf = (answer: unknown) => (answer as { activities: { id: string }[] }).activities.map(({ id }) => id);

describe('standby', () => {
  test('takes an instance out of the desired capacity and back, under one activity each', async () => {
    const { groups, realm, ids, states, desired, settle, pass, activities } = await grouped();
    const [first = ''] = await ids();
    const entered = await groups.enterStandby(realm, 'web', [first], true);
    expect(entered).toMatchObject({
      activities: [
        {
          kind: 'enter-standby',
          status: 'InProgress',
          instanceId: first,
          cause: expect.stringContaining(
            `instance ${first} was moved to standby in response to a user request, shrinking the capacity from 2 to 1.`,
          ),
        },
      ],
    });
    expect([(await states())[0], await desired()]).toEqual(['EnteringStandby', 1]);
    await settle();
    expect([await states(), await desired()]).toEqual([['Standby', 'InService'], 1]);
    expect((await activities())[0]).toMatchObject({ id: idsOf(entered)[0], kind: 'enter-standby', status: 'Successful' });

    await pass(1);
    const left = await groups.exitStandby(realm, 'web', [first]);
    expect(left).toMatchObject({ activities: [{ kind: 'exit-standby', status: 'PreInService' }] });
    expect([(await states())[0], await desired()]).toEqual(['Pending', 2]);
    await settle();
    expect([await states(), await desired()]).toEqual([['InService', 'InService'], 2]);
    expect((await activities())[0]?.cause).toContain(
      'was moved out of standby in response to a user request, increasing the capacity from 1 to 2.',
    );
  });

  test('leaves a place that another takes, unless the desired capacity goes down with it', async () => {
    const { groups, realm, ids, states, desired, settle } = await grouped({ maxSize: 2 });
    const [first = ''] = await ids();
    await groups.enterStandby(realm, 'web', [first], false);
    await settle();
    expect([await states(), await desired()]).toEqual([['Standby', 'InService', 'InService'], 2]);
    expect(await groups.exitStandby(realm, 'web', [first])).toMatchObject({
      fault: {
        message:
          'AutoScalingGroup web has min-size=1, max-size=2, and desired-size=2. To move out of standby 1 instance, please update the AutoScalingGroup sizes appropriately.',
      },
    });
  });

  test('waits for its turn, and is refused below the least size, to strangers, and to whoever is on the way', async () => {
    const { groups, realm, ids, states, settle } = await grouped();
    const [first = '', second = ''] = await ids();
    await groups.setDesiredCapacity(realm, 'web', 4);
    expect(await groups.enterStandby(realm, 'web', [first, second], true)).toMatchObject({ kind: 'ok' });
    expect((await states()).slice(0, 2)).toEqual(['EnteringStandby', 'EnteringStandby']);
    expect(await groups.enterStandby(realm, 'web', [first], true)).toMatchObject({ fault: { code: 'instance.state' } });
    await settle();
    const rest = (await ids()).slice(2);
    expect(await groups.enterStandby(realm, 'web', rest, true)).toMatchObject({
      fault: {
        message: expect.stringContaining('To place into standby 2 instances, please update the AutoScalingGroup sizes appropriately.'),
      },
    });
    expect(await groups.exitStandby(realm, 'web', rest)).toMatchObject({ fault: { code: 'instance.state' } });
    expect(await groups.exitStandby(realm, 'web', ['i-00000000000000000'])).toMatchObject({ fault: { code: 'instance.not-member' } });
    expect(await groups.enterStandby(realm, 'none', rest, true)).toMatchObject({ fault: { code: 'group.not-found' } });
  });

  // A group of three by then: what it wants, who serves, and whether whoever stood by lives on.
  test.each([
    // What AWS does not remember is how somebody came into standby: the flag of the way out says what becomes of the capacity, and nothing else does.
    { entered: true, by: 'terminate', lowers: true, wants: 1, lives: false },
    { entered: true, by: 'terminate', lowers: false, wants: 2, lives: false },
    { entered: true, by: 'detach', lowers: true, wants: 1, lives: true },
    { entered: true, by: 'detach', lowers: false, wants: 2, lives: true },
    { entered: true, by: 'exit', wants: 3, lives: true },
    { entered: false, by: 'terminate', lowers: true, wants: 2, lives: false },
    { entered: false, by: 'terminate', lowers: false, wants: 3, lives: false },
    { entered: false, by: 'detach', lowers: true, wants: 2, lives: true },
    { entered: false, by: 'detach', lowers: false, wants: 3, lives: true },
    { entered: false, by: 'exit', wants: 4, lives: true },
  ])('entered with decrement: $entered, left by $by, with decrement: $lowers', async ({ entered, by, lowers = false, wants, lives }) => {
    const { groups, realm, ids, states, desired, settle, cloud } = await grouped({ desiredCapacity: 3 });
    const [first = ''] = await ids();
    await groups.enterStandby(realm, 'web', [first], entered);
    await settle();
    const left =
      by === 'terminate'
        ? await groups.terminateInstance(realm, first, lowers)
        : by === 'detach'
          ? await groups.detachInstances(realm, 'web', [first], lowers)
          : await groups.exitStandby(realm, 'web', [first]);
    expect(left).toMatchObject({ kind: 'ok' });
    expect(await desired()).toBe(wants);
    if (by !== 'exit') expect((await states())[0]).toBe(by === 'detach' ? 'Detaching' : 'Terminating');
    await settle();
    expect([await states(), await desired()]).toEqual([Array.from({ length: wants }, () => 'InService'), wants]);
    expect((await ids()).includes(first)).toBe(by === 'exit');
    expect(cloud.things.size).toBe(wants + (lives && by !== 'exit' ? 1 : 0));
  });

  test('of one that is terminated before it is its turn lowers the capacity once more', async () => {
    const { groups, realm, ids, states, desired, settle } = await grouped({ desiredCapacity: 3 });
    const [first = ''] = await ids();
    await groups.setDesiredCapacity(realm, 'web', 4);
    await groups.enterStandby(realm, 'web', [first], true);
    expect(await groups.terminateInstance(realm, first, true)).toMatchObject({ kind: 'ok' });
    expect(await desired()).toBe(2);
    await settle();
    expect([await states(), await desired(), (await ids()).includes(first)]).toEqual([['InService', 'InService'], 2, false]);
  });

  test('is left with the capacity lowered only where the least size allows it, and with others that were named', async () => {
    const { groups, realm, ids, desired, settle, cloud, activities } = await grouped({ desiredCapacity: 4, minSize: 2 });
    const [first = '', second = '', third = '', fourth = ''] = await ids();
    await groups.enterStandby(realm, 'web', [first], true);
    await settle();
    // Three serve: two that leave would take it to one.
    await groups.updateGroup(realm, 'web', { minSize: 2 });
    expect(await groups.detachInstances(realm, 'web', [first, second], true)).toMatchObject({
      fault: { message: expect.stringContaining('To detach 2 instances, please') },
    });
    await groups.updateGroup(realm, 'web', { minSize: 1 });
    expect(await groups.detachInstances(realm, 'web', [first, second], true)).toMatchObject({ kind: 'ok' });
    await settle();
    // The two that were named live on in no group; of the others one went.
    expect([await desired(), (await ids()).length, cloud.things.size]).toEqual([1, 1, 3]);
    expect([third, fourth]).toContain((await ids())[0]);
    expect((await activities()).find(({ kind }) => kind === 'terminate')?.cause).toContain('shrinking the capacity from 3 to 1.');
    expect(await groups.terminateInstance(realm, (await ids())[0] ?? '', true)).toMatchObject({ fault: { code: 'group.size' } });
  });
});

describe('an instance that is detached', () => {
  test('lives on in no group, and can be attached again', async () => {
    const { groups, realm, ids, desired, settle, pass, activities, store, cloud } = await grouped();
    const [first = '', second = ''] = await ids();
    const detached = await groups.detachInstances(realm, 'web', [first], true);
    expect(detached).toMatchObject({
      activities: [
        {
          kind: 'detach',
          cause: expect.stringContaining('was detached in response to a user request, shrinking the capacity from 2 to 1.'),
        },
      ],
    });
    await settle();
    expect([await ids(), await desired()]).toEqual([[second], 1]);
    const orphan = store.everything('node').find((node) => instanceIdOf(node) === first);
    expect(orphan).toMatchObject({ clusterId: '', status: 'ACTIVE' });
    expect(cloud.things.size).toBe(2);
    expect((await activities())[0]).toMatchObject({ id: idsOf(detached)[0], status: 'Successful' });

    await pass(1);
    expect(await groups.attachInstances(realm, 'web', [first])).toEqual({ kind: 'ok' });
    expect(await desired()).toBe(2);
    await settle();
    expect([await ids(), await desired()]).toEqual([[second, first], 2]);
    expect((await activities())[0]).toMatchObject({
      kind: 'attach',
      cause: expect.stringContaining('increasing the capacity from 1 to 2.'),
    });
  });

  test('is made up for by another one, where the desired capacity stays', async () => {
    const { groups, realm, ids, desired, settle, states, cloud } = await grouped({ minSize: 2 });
    const [first = ''] = await ids();
    expect(await groups.detachInstances(realm, 'web', [first], true)).toMatchObject({
      fault: { message: expect.stringContaining('To detach 1 instance, please') },
    });
    await groups.detachInstances(realm, 'web', [first], false);
    expect((await states())[0]).toBe('Detaching');
    await settle();
    expect([await states(), await desired(), cloud.things.size]).toEqual([['InService', 'InService'], 2, 3]);
    expect(await ids()).not.toContain(first);
  });

  test('is attached only where there is room, by those it belongs to, and once', async () => {
    const { groups, realm, ids, settle } = await grouped();
    const [first = '', second = ''] = await ids();
    await groups.detachInstances(realm, 'web', [first], true);
    await settle();
    const attach = (id: string, who = realm) => groups.attachInstances(who, 'web', [id]);
    expect(await attach(second)).toMatchObject({ fault: { code: 'instance.attached' } });
    expect(await attach('i-00000000000000000')).toMatchObject({ fault: { code: 'instance.not-found' } });
    expect(await attach(first, { ...realm, caller: { ...demo, projectId: 'another' } })).toMatchObject({
      fault: { code: 'group.not-found' },
    });
    await groups.updateGroup(realm, 'web', { maxSize: 1 });
    expect(await attach(first)).toMatchObject({ fault: { message: expect.stringContaining('To attach 1 more instance, please') } });
    expect(await groups.detachInstances(realm, 'web', [first], true)).toMatchObject({ fault: { code: 'instance.not-member' } });
  });
});

describe('a launch', () => {
  test('says at once which instances it makes, and makes them where they are wanted', async () => {
    const { groups, realm, ids, desired, settle, seen } = await grouped();
    const before = await ids();
    const launched = await groups.launchInstances(realm, 'web', { capacity: 2, zone: 'us-east-1b' });
    expect(launched).toMatchObject({
      kind: 'ok',
      zone: 'us-east-1b',
      instanceIds: [expect.stringMatching(/^i-[0-9a-f]{17}$/), expect.anything()],
    });
    expect(await desired()).toBe(4);
    await settle();
    const { instances } = await seen();
    const fresh = instances.filter(({ instanceId }) => !before.includes(instanceId));
    expect(fresh.map(({ instanceId }) => instanceId)).toEqual(launched.kind === 'ok' ? launched.instanceIds : []);
    expect(fresh.map(({ state, zone }) => [state, zone])).toEqual([
      ['InService', 'us-east-1b'],
      ['InService', 'us-east-1b'],
    ]);
  });

  test('is done once under its token, and is the same answer again, then and later', async () => {
    const { groups, realm, desired, settle } = await grouped();
    const launch = (capacity: number, token = 'once') => groups.launchInstances(realm, 'web', { capacity, token });
    const first = await launch(1);
    expect(await launch(1)).toEqual(first);
    await settle();
    expect(await launch(1)).toEqual(first);
    expect(await launch(2)).toMatchObject({ fault: { code: 'launch.mismatch' } });
    expect(await desired()).toBe(3);
    expect(await launch(1, 'twice')).toMatchObject({ kind: 'ok' });
    expect(await desired()).toBe(4);
  });

  test('is refused beyond the bounds, and while somebody works on the group', async () => {
    const { groups, realm, verbs, settle, desired } = await grouped();
    expect(await groups.launchInstances(realm, 'web', { capacity: 4 })).toMatchObject({ fault: { code: 'group.size' } });
    await verbs.checkCluster(demo, 'web', { params: {} });
    expect(await groups.launchInstances(realm, 'web', { capacity: 1, token: 'once' })).toMatchObject({
      fault: { code: 'resource.locked' },
    });
    await settle();
    expect(await desired()).toBe(2);
    expect(await groups.launchInstances(realm, 'web', { capacity: 1, token: 'once' })).toMatchObject({ kind: 'ok' });
  });

  test('names those first that it takes from the pool', async () => {
    const { groups, realm, settle, pass, seen } = await grouped();
    await groups.putWarmPool(realm, 'web', { min: 1, prepared: 3, state: 'RUNNING', reuses: false });
    await settle();
    await pass(5);
    const warm = (await seen()).warm[0]?.instanceId;
    const launch = () => groups.launchInstances(realm, 'web', { capacity: 2, token: 'once' });
    const launched = await launch();
    expect(launched).toMatchObject({ instanceIds: [warm, expect.stringMatching(/^i-/)] });
    await settle();
    expect(await launch()).toEqual(launched);
    const inService = (await seen()).instances.filter(({ state }) => state === 'InService').map(({ instanceId }) => instanceId);
    expect(inService).toEqual(expect.arrayContaining(launched.kind === 'ok' ? [...launched.instanceIds] : []));
  });
});

describe("EC2's termination", () => {
  test('of those whose group is deleted is told for as long as of others', async () => {
    const { groups, realm, ids, settle } = await grouped();
    const [first = '', second = ''] = await ids();
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    const seen = await groups.listMachines(realm, [first, second]);
    expect(seen.kind === 'ok' && seen.machines.map(({ instanceId, state }) => [instanceId, state]).toSorted()).toEqual(
      [first, second].toSorted().map((id) => [id, 'terminated']),
    );
  });

  test('has another one made in the place of one of a group, and takes what is nobody’s away', async () => {
    const { groups, realm, ids, desired, settle, store } = await grouped();
    const [first = '', second = ''] = await ids();
    await groups.detachInstances(realm, 'web', [second], true);
    await settle();
    const ended = await groups.terminateMachines(realm, [first, second]);
    expect(ended).toMatchObject({
      kind: 'ok',
      machines: [
        { instanceId: first, state: 'running' },
        { instanceId: second, state: 'running' },
      ],
    });
    await settle();
    expect([await desired(), (await ids()).length, await ids()]).toEqual([1, 1, expect.not.arrayContaining([first])]);
    expect(store.everything('node')).toHaveLength(1);
    // Sent again it finds the one that was a group's, which is remembered, and does nothing.
    expect(await groups.terminateMachines(realm, [first])).toMatchObject({ kind: 'ok', machines: [{ state: 'terminated' }] });
  });

  test('touches none where one is unknown', async () => {
    const { groups, realm, ids, settle } = await grouped();
    const before = await ids();
    expect(await groups.terminateMachines(realm, [...before, 'i-00000000000000000'])).toMatchObject({
      fault: { code: 'machine.not-found' },
    });
    await settle();
    expect(await ids()).toEqual(before);
  });
});
