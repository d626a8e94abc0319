import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { sweepGroups } from '../../../../lib/app/groups/sweep-groups.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MACHINES } from '../../../support/group-requests.ts';
import { groupService } from '../../../support/group-service.ts';

describe('a group', () => {
  test('is a cluster with the policies that every group has, and instances in all of its zones', async () => {
    const { found, seen, store } = groupService();
    await found();
    const { instances, cluster, sizes } = await seen();
    expect(instances.map(({ state, zone, health }) => [state, zone, health])).toEqual([
      ['InService', 'us-east-1a', 'Healthy'],
      ['InService', 'us-east-1b', 'Healthy'],
    ]);
    expect(sizes).toEqual({ minSize: 1, maxSize: 5, desiredCapacity: 2 });
    expect(cluster.bindings.map(({ policyType }) => policyType)).toEqual(['senlin.policy.deletion-1.1', 'senlin.policy.health-1.3']);
    expect(store.everything('watch')).toHaveLength(1);
  });

  test('has its name alone in its region, until its cluster is gone', async () => {
    const { found, groups, realm, web, settle, store } = groupService();
    await found();
    expect(await groups.createGroup(realm, web())).toMatchObject({ fault: { code: 'group.exists' } });
    expect(await groups.createGroup({ ...realm, region: 'eu-west-1' }, web())).toMatchObject({
      fault: { code: 'launch-configuration.not-found' },
    });
    expect(await groups.deleteGroup(realm, 'web', true)).toEqual({ kind: 'ok' });
    await settle();
    expect(await groups.listGroups(realm)).toEqual({ kind: 'ok', groups: [] });
    expect(await groups.createGroup(realm, web())).toMatchObject({ kind: 'ok' });
    // The policies of the first went when the second took its place.
    expect(store.everything('policy')).toHaveLength(2);
  });

  test('of which the cluster is gone leaves nothing behind for long', async () => {
    const { found, groups, realm, settle, store, app } = groupService();
    await found();
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await sweepGroups(app);
    expect([...store.everything('group'), ...store.everything('policy'), ...store.everything('watch')]).toEqual([]);
    expect(await groups.deleteLaunchConfiguration(realm, 'small')).toEqual({ kind: 'ok' });
    expect(store.everything('profile')).toEqual([]);
  });

  test('is told its size while something else is being done with it, and comes to the last one', async () => {
    const { found, groups, realm, seen, settle, verbs, members } = groupService();
    await found();
    await verbs.checkCluster(demo, 'web', { params: {} });
    for (const size of [5, 1, 4]) {
      expect(await groups.setDesiredCapacity(realm, 'web', size)).toEqual({ kind: 'ok' });
      expect((await seen()).sizes.desiredCapacity).toBe(size);
    }
    expect(await groups.setDesiredCapacity(realm, 'web', 6)).toMatchObject({ fault: { code: 'group.size' } });
    await settle();
    expect(members()).toHaveLength(4);
  });

  test('is told its size while what it was being made into is being finished: nothing is taken for done that is not', async () => {
    const { app, found, realm, seen, settle, members, store } = groupService();
    await found();
    // Everything that is under way comes to its end between a look at the cluster and one at what works on it.
    let isLate = false;
    const late = new Proxy(store, {
      get: (all, name) => {
        if (name !== 'getMany') return Reflect.get(all, name, all)?.bind?.(all) ?? Reflect.get(all, name, all);
        return async (kind: 'action', refs: never) => {
          if (kind === 'action' && isLate) await settle();
          return all.getMany(kind, refs);
        };
      },
    });
    const groups = groupVerbs({ ...app, store: late, machines: MACHINES });
    const [first] = (await seen()).instances;
    await groups.terminateInstance(realm, first?.instanceId ?? '', true);
    isLate = true;
    expect((await seen()).sizes.desiredCapacity).toBe(1);
    expect(await groups.setDesiredCapacity(realm, 'web', 2)).toEqual({ kind: 'ok' });
    await settle();
    expect(members()).toHaveLength(2);
  });

  test('is not deleted with instances in it unless by force', async () => {
    const { found, groups, realm } = groupService();
    await found();
    expect(await groups.deleteGroup(realm, 'web', false)).toMatchObject({ fault: { code: 'group.in-use' } });
    expect(await groups.deleteLaunchConfiguration(realm, 'small')).toMatchObject({ fault: { code: 'launch-configuration.in-use' } });
  });

  test('takes another configuration for new instances only, and says of each what it was made from', async () => {
    const { found, groups, realm, configure, seen, settle } = groupService();
    await found();
    await configure('other');
    expect(await groups.updateGroup(realm, 'web', { launch: { kind: 'configuration', name: 'other' }, desiredCapacity: 3 })).toEqual({
      kind: 'ok',
    });
    await settle();
    const names = (await seen()).instances.map(({ launch }) => launch?.kind === 'configuration' && launch.name);
    expect(names).toEqual(['small', 'small', 'other']);
    expect(await groups.deleteLaunchConfiguration(realm, 'other')).toMatchObject({ fault: { code: 'launch-configuration.in-use' } });
  });

  test('chooses otherwise who goes once it is told to, with no policy left over', async () => {
    const { found, groups, realm, seen, settle, store } = groupService();
    await found();
    const [oldest, youngest] = (await seen()).instances;
    await groups.updateGroup(realm, 'web', { terminationPolicies: ['NewestInstance'] });
    expect(store.everything('policy')).toHaveLength(2);
    await groups.setDesiredCapacity(realm, 'web', 1);
    await settle();
    expect((await seen()).instances.map(({ instanceId }) => instanceId)).toEqual([oldest?.instanceId]);
    expect(youngest).toBeDefined();
  });
});

describe('an instance', () => {
  test('is terminated for good, protected or not, down to the least size', async () => {
    const { found, groups, realm, seen, settle, verbs } = groupService();
    await found({ protectsNew: true });
    const [first, second] = (await seen()).instances.map(({ instanceId }) => instanceId);
    expect(await groups.terminateInstance(realm, first ?? '', true)).toMatchObject({
      kind: 'ok',
      activity: { instanceId: first, status: 'InProgress' },
    });
    await settle();
    const after = await seen();
    expect([after.sizes.desiredCapacity, after.instances.map(({ instanceId }) => instanceId)]).toEqual([1, [second]]);
    expect(await groups.terminateInstance(realm, second ?? '', true)).toMatchObject({ fault: { code: 'group.size' } });
    expect(await groups.terminateInstance(realm, first ?? '', true)).toMatchObject({ fault: { code: 'instance.not-found' } });
    expect((await verbs.showCluster(demo, 'web')).kind).toBe('ok');
  });

  test('that is on its way out is not counted any more', async () => {
    const { found, groups, realm, seen } = groupService();
    await found();
    const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
    await groups.terminateInstance(realm, instanceId, true);
    expect((await seen()).sizes.desiredCapacity).toBe(1);
    expect(await groups.setDesiredCapacity(realm, 'web', 3)).toEqual({ kind: 'ok' });
    expect((await seen()).sizes.desiredCapacity).toBe(3);
  });

  test('is replaced by another one under another name', async () => {
    const { found, groups, realm, seen, settle } = groupService();
    await found();
    const before = (await seen()).instances.map(({ instanceId }) => instanceId);
    await groups.terminateInstance(realm, before[0] ?? '', false);
    await settle();
    const after = (await seen()).instances.map(({ instanceId }) => instanceId);
    expect(after).toHaveLength(2);
    expect(after[1]).toBe(before[1]);
    expect(after[0]).not.toBe(before[0]);
    expect(await groups.listInstances(realm, before)).toMatchObject({ instances: [expect.anything()] });
  });

  test('of another project is none', async () => {
    const { found, groups, realm, seen } = groupService();
    await found();
    const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
    const stranger = { ...realm, caller: { ...demo, projectId: 'another' } };
    expect(await groups.listInstances(stranger, [instanceId])).toEqual({ kind: 'ok', instances: [] });
    expect(await groups.terminateInstance(stranger, instanceId, true)).toMatchObject({ fault: { code: 'instance.not-found' } });
    expect(await groups.setDesiredCapacity(stranger, 'web', 3)).toMatchObject({ fault: { code: 'group.not-found' } });
  });
});

test('activities say which instance came or went, why, and how far it is; newest first', async () => {
  const { found, groups, realm, settle, pass, seen } = groupService();
  await found({ desiredCapacity: 1 });
  await pass(1);
  await groups.setDesiredCapacity(realm, 'web', 2);
  await settle();
  const listed = await groups.listActivities(realm, 'web');
  expect(listed).toMatchObject({
    kind: 'ok',
    activities: [
      { kind: 'launch', status: 'Successful', progress: 100, cause: expect.stringContaining('increasing the capacity from 1 to 2') },
      { kind: 'launch', status: 'Successful', progress: 100, cause: expect.stringContaining('a user request created an AutoScalingGroup') },
    ],
  });
  if (listed.kind === 'ok') {
    expect(listed.activities[0]?.cause).toContain(
      'a user request explicitly set group desired capacity changing the desired capacity from 1 to 2',
    );
    const { instances } = await seen();
    expect(listed.activities.map(({ instanceId }) => instanceId).reverse()).toEqual(instances.map(({ instanceId }) => instanceId));
  }
  expect(await groups.listActivities(realm, 'none')).toMatchObject({ fault: { code: 'group.not-found' } });
});

test('activities say in AWS’s words who wanted them', async () => {
  const { found, groups, realm, settle, pass, seen } = groupService();
  await found({ desiredCapacity: 1 });
  const cause = async () => {
    await settle();
    await pass(1);
    const listed = await groups.listActivities(realm, 'web');
    return listed.kind === 'ok' ? listed.activities[0]?.cause : undefined;
  };
  // Not at the very moment of its making: which of two was last would be chance.
  await cause();
  await groups.updateGroup(realm, 'web', { desiredCapacity: 2 });
  expect(await cause()).toContain(
    ' a user request update of AutoScalingGroup constraints to min: 1, max: 5, desired: 2 changing the desired capacity from 1 to 2. At ',
  );
  await groups.putScalingPolicy(realm, 'web', {
    kind: 'SimpleScaling',
    name: 'more',
    adjustmentType: 'ChangeInCapacity',
    adjustment: 1,
    enabled: true,
  });
  await groups.executePolicy(realm, { group: 'web', policy: { name: 'more' } }, { honorsCooldown: false });
  expect(await cause()).toContain(' a user request executed policy more changing the desired capacity from 2 to 3. At ');
  const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
  await groups.terminateInstance(realm, instanceId, true);
  expect(await cause()).toMatch(
    new RegExp(
      `^At \\S+Z instance ${instanceId} was taken out of service in response to a user request, shrinking the capacity from 3 to 2\\.$`,
    ),
  );
});

test('an instance that is made anew is another one: the old one goes and the new one comes, each under its own id', async () => {
  const { found, groups, realm, settle, pass, seen } = groupService();
  await found({ desiredCapacity: 1 });
  const only = async () => (await seen()).instances[0]?.instanceId ?? '';
  const ids = [await only()];
  for (let i = 0; i < 2; i++) {
    await pass(1);
    const ended = await groups.terminateInstance(realm, await only(), false);
    await settle();
    ids.push(await only());
    const listed = await groups.listActivities(realm, 'web');
    expect(listed.kind === 'ok' && listed.activities.slice(0, 2)).toMatchObject([
      { kind: 'launch', instanceId: ids[i + 1], cause: expect.stringContaining('an unhealthy instance needing to be replaced') },
      { ...(ended.kind === 'ok' && { id: ended.activity.id }), kind: 'terminate', status: 'Successful', instanceId: ids[i] },
    ]);
  }
  await pass(1);
  await groups.terminateInstance(realm, await only(), true);
  await groups.deleteGroup(realm, 'web', true);
  await settle();
  const listed = await groups.listActivities(realm, 'web', true);
  const [a, b, c] = ids;
  expect(listed.kind === 'ok' && listed.activities.map(({ kind, instanceId }) => [kind, instanceId]).reverse()).toEqual([
    ['launch', a],
    ['terminate', a],
    ['launch', b],
    ['terminate', b],
    ['launch', c],
    ['terminate', c],
  ]);
  expect(new Set(ids).size).toBe(3);
  expect(await groups.listMachines(realm, ids)).toMatchObject({
    machines: [{ state: 'terminated' }, { state: 'terminated' }, { state: 'terminated' }],
  });
});

test('activities of a group that is gone are told to whoever asks for them', async () => {
  const { found, groups, realm, settle, pass, web } = groupService();
  await found({ desiredCapacity: 1 });
  await pass(1);
  await groups.deleteGroup(realm, 'web', true);
  await settle();
  expect(await groups.listActivities(realm, 'web')).toMatchObject({ fault: { code: 'group.not-found' } });
  const gone = { groupName: 'web', isDeleted: true, status: 'Successful' };
  const both = {
    kind: 'ok',
    activities: [
      { ...gone, kind: 'terminate' },
      { ...gone, kind: 'launch' },
    ],
  };
  expect(await groups.listActivities(realm, 'web', true)).toMatchObject(both);
  expect(await groups.listActivities(realm, undefined, true)).toMatchObject(both);
  expect(await groups.listActivities(realm)).toEqual({ kind: 'ok', activities: [] });
  expect(await groups.listActivities({ ...realm, region: 'eu-west-1' }, 'web', true)).toMatchObject({ fault: { code: 'group.not-found' } });
  await pass(1);
  await groups.createGroup(realm, web({ desiredCapacity: 1 }));
  await settle();
  const after = await groups.listActivities(realm, 'web', true);
  expect(after.kind === 'ok' && after.activities.map(({ kind, isDeleted }) => [kind, isDeleted])).toEqual([
    ['launch', false],
    ['terminate', true],
    ['launch', true],
  ]);
});

describe('a group of which a process is suspended', () => {
  test.each([
    ['Launch', 4],
    ['Terminate', 1],
  ] as const)('%s is told its size all the same, and has as many once that is resumed', async (process, size) => {
    const { found, groups, realm, settle, members, seen } = groupService();
    await found();
    expect(await groups.suspendProcesses(realm, 'web', [process])).toMatchObject({ kind: 'ok' });
    expect(await groups.setDesiredCapacity(realm, 'web', size)).toEqual({ kind: 'ok' });
    await settle();
    expect([(await seen()).sizes.desiredCapacity, members().length]).toEqual([size, 2]);
    // What is not held back is done.
    expect(await groups.updateGroup(realm, 'web', { minSize: size === 4 ? 4 : 0 })).toEqual({ kind: 'ok' });
    expect(await groups.resumeProcesses(realm, 'web', [process])).toEqual({ kind: 'ok' });
    await settle();
    expect([(await seen()).sizes.desiredCapacity, members().length]).toEqual([size, size]);
  });

  test('launches nobody by name', async () => {
    const { found, groups, realm, verbs } = groupService();
    await found();
    await verbs.suspendCluster(demo, 'web', { processes: ['Launch'] });
    expect(await groups.launchInstances(realm, 'web', { capacity: 1 })).toMatchObject({ fault: { code: 'cluster.suspended' } });
  });

  test('Terminate loses whom somebody names', async () => {
    const { found, groups, realm, verbs, seen, settle, members } = groupService();
    await found();
    await verbs.suspendCluster(demo, 'web', { processes: ['Terminate'] });
    const { instances } = await seen();
    expect(await groups.terminateInstance(realm, instances[0]?.instanceId ?? '', true)).toMatchObject({ kind: 'ok' });
    await settle();
    expect(members()).toHaveLength(1);
  });
});

describe('a scaling policy', () => {
  const up = { kind: 'SimpleScaling', name: 'up', adjustmentType: 'ChangeInCapacity', adjustment: 1, enabled: true } as const;

  test('is replaced under its name, and keeps its id', async () => {
    const { found, groups, realm, seen } = groupService();
    await found();
    const first = await groups.putScalingPolicy(realm, 'web', up);
    const second = await groups.putScalingPolicy(realm, 'web', { ...up, adjustment: 2 });
    expect(second).toEqual(first);
    expect((await seen()).group.scaling).toMatchObject([{ adjustment: 2 }]);
  });

  test('of any number who execute it at once and mind the cooldown one is heeded, until that is over', async () => {
    const { found, groups, realm, settle, pass, members } = groupService();
    await found({ desiredCapacity: 1 });
    await groups.putScalingPolicy(realm, 'web', { ...up, cooldown: 60 });
    const meant = { group: 'web', policy: { name: 'up' } };
    const flood = async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => groups.executePolicy(realm, meant, { honorsCooldown: true })));
      await settle();
      return answers.filter(({ kind }) => kind === 'ok').length;
    };
    expect(await flood()).toBe(1);
    expect(members()).toHaveLength(2);
    expect(await groups.setDesiredCapacity(realm, 'web', 3, true)).toMatchObject({ fault: { code: 'group.cooldown' } });
    await pass(60);
    expect(await flood()).toBe(1);
    expect(members()).toHaveLength(3);
    // Whoever does not mind is not held up.
    expect(await groups.executePolicy(realm, meant, { honorsCooldown: false })).toEqual({ kind: 'ok' });
  });

  test('with steps goes by how far a metric is off, and is found by its id too', async () => {
    const { found, groups, realm, seen } = groupService();
    await found();
    const steps = [
      { lower: 0, upper: 10, adjustment: 1 },
      { lower: 10, adjustment: 2 },
    ];
    const put = await groups.putScalingPolicy(realm, 'web', {
      kind: 'StepScaling',
      name: 'steps',
      adjustmentType: 'ChangeInCapacity',
      steps,
      aggregation: 'Average',
      enabled: true,
    });
    const meant = { policy: { id: put.kind === 'ok' ? put.id : '' } };
    expect(await groups.executePolicy(realm, meant, { honorsCooldown: false })).toMatchObject({ fault: { code: 'group.metric' } });
    expect(await groups.executePolicy(realm, meant, { honorsCooldown: false, distance: -1 })).toMatchObject({
      fault: { code: 'group.metric' },
    });
    expect(await groups.executePolicy(realm, meant, { honorsCooldown: false, distance: 12 })).toEqual({ kind: 'ok' });
    expect((await seen()).sizes.desiredCapacity).toBe(4);
    expect(await groups.deleteScalingPolicy(realm, meant)).toEqual({ kind: 'ok' });
    expect(await groups.deleteScalingPolicy(realm, meant)).toMatchObject({ fault: { code: 'scaling-policy.not-found' } });
  });

  test('is known by its name alone where one group has it', async () => {
    const { found, groups, realm, web, settle } = groupService();
    await found();
    await groups.createGroup(realm, web({ name: 'other' }));
    await settle();
    await groups.putScalingPolicy(realm, 'web', up);
    const meant = { policy: { name: 'up' } };
    expect(await groups.executePolicy(realm, meant, { honorsCooldown: false })).toEqual({ kind: 'ok' });
    await groups.putScalingPolicy(realm, 'other', up);
    expect(await groups.deleteScalingPolicy(realm, meant)).toMatchObject({ fault: { code: 'scaling-policy.ambiguous' } });
    expect(await groups.deleteScalingPolicy(realm, { group: 'web', ...meant })).toEqual({ kind: 'ok' });
    expect(await groups.deleteScalingPolicy(realm, meant)).toEqual({ kind: 'ok' });
  });

  test('of a group that is not there is told in the words that clients match on', async () => {
    const { groups, realm } = groupService();
    expect(await groups.updateGroup(realm, 'none', { maxSize: 2 })).toMatchObject({
      fault: { code: 'group.not-found', message: 'AutoScalingGroup name not found - null' },
    });
  });
});

describe("somebody's word for an instance", () => {
  test('is heeded once it is past its grace period, and taken back by another', async () => {
    const { found, groups, realm, seen, pass } = groupService();
    await found({ healthCheckGracePeriod: 100 });
    const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
    const health = async () => (await seen()).instances.find((one) => one.instanceId === instanceId)?.health;
    await groups.judgeInstance(realm, instanceId, false, true);
    expect(await health()).toBe('Healthy');
    await pass(100);
    await groups.judgeInstance(realm, instanceId, false, true);
    expect(await health()).toBe('Unhealthy');
    await groups.judgeInstance(realm, instanceId, true, true);
    expect(await health()).toBe('Healthy');
  });

  test('protects it, when it is of the group', async () => {
    const { found, groups, realm, seen } = groupService();
    await found();
    const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
    expect(await groups.protectInstances(realm, 'web', [instanceId], true)).toEqual({ kind: 'ok' });
    expect((await seen()).instances.map(({ node }) => Boolean(node.protected))).toEqual([true, false]);
    expect(await groups.protectInstances(realm, 'web', ['i-00000000000000000'], true)).toMatchObject({
      fault: { code: 'instance.not-member' },
    });
  });

  test('lets it go, when it is protected no longer and the group has come to want fewer meanwhile', async () => {
    const { found, groups, realm, seen, settle } = groupService();
    await found({ protectsNew: true });
    const [{ instanceId: first } = { instanceId: '' }] = (await seen()).instances;
    await groups.setDesiredCapacity(realm, 'web', 1);
    await settle();
    expect((await seen()).instances).toHaveLength(2);
    expect(await groups.protectInstances(realm, 'web', [first], false)).toEqual({ kind: 'ok' });
    await settle();
    const { instances, sizes } = await seen();
    expect([instances.some(({ instanceId }) => instanceId === first), instances.length, sizes.desiredCapacity]).toEqual([false, 1, 1]);
  });
});

test('an instance in the place of one that was terminated is launched from what the group launches by then', async () => {
  const { found, configure, groups, realm, settle, seen } = groupService();
  await found({ desiredCapacity: 2 });
  await configure('newer');
  expect(await groups.updateGroup(realm, 'web', { launch: { kind: 'configuration', name: 'newer' } })).toMatchObject({ kind: 'ok' });
  const [first] = (await seen()).instances;
  expect(await groups.terminateInstance(realm, first?.instanceId ?? '', false)).toMatchObject({ kind: 'ok' });
  await settle();
  const { instances } = await seen();
  const names = instances.map(({ launch }) => (launch?.kind === 'configuration' ? launch.name : ''));
  expect(names.sort()).toEqual(['newer', 'small']);
  expect(instances.map(({ state }) => state)).toEqual(['InService', 'InService']);
});

describe("a group's tags", () => {
  const tag = (key: string, propagate: boolean) => ({ key, value: `${key}-value`, propagate });

  test('that are passed on at launch are the metadata of whatever is made from then on', async () => {
    const { found, groups, realm, settle, store, seen } = groupService();
    await found({ tags: [tag('team', true), tag('cost', false)], desiredCapacity: 1 });
    expect(store.everything('node').map(({ metadata }) => metadata)).toEqual([{ team: 'team-value' }]);
    expect(await groups.tagGroup(realm, 'web', [tag('stage', true)], ['team'])).toEqual({ kind: 'ok' });
    await groups.setDesiredCapacity(realm, 'web', 2);
    await settle();
    const { instances } = await seen();
    expect(instances.map(({ node }) => node.metadata)).toEqual([{ team: 'team-value' }, { stage: 'stage-value' }]);
  });
});

describe('a scheduled action', () => {
  const inTheMorning = { name: 'morning', cron: '0 8 * * 1-5', timezone: 'Europe/Berlin', sizes: { desiredCapacity: 4 } };

  test('is a schedule of the group: one of its name is replaced, and what is not said again is gone', async () => {
    const { found, groups, realm, store } = groupService();
    await found();
    expect(await groups.putScheduledAction(realm, 'web', inTheMorning)).toEqual({ kind: 'ok' });
    expect(await groups.putScheduledAction(realm, 'web', { ...inTheMorning, sizes: { minSize: 2 } })).toEqual({ kind: 'ok' });
    expect(store.everything('schedule')).toMatchObject([
      { name: 'morning', action: 'CLUSTER_RESIZE', inputs: { min_size: 2, strict: false } },
    ]);
    expect(store.everything('schedule')[0]?.inputs).not.toHaveProperty('number');
    expect(await groups.deleteScheduledAction(realm, 'web', 'morning')).toEqual({ kind: 'ok' });
    expect(await groups.deleteScheduledAction(realm, 'web', 'morning')).toMatchObject({ fault: { code: 'scheduled-action.not-found' } });
  });

  test('is taken whatever the bounds are now: they may be others by then', async () => {
    const { found, groups, realm } = groupService();
    await found();
    const more = { ...inTheMorning, sizes: { minSize: 9, desiredCapacity: 9 } };
    expect(await groups.putScheduledAction(realm, 'web', more)).toEqual({ kind: 'ok' });
    expect(await groups.putScheduledAction(realm, 'web', { ...more, sizes: { maxSize: 0 } })).toEqual({ kind: 'ok' });
    expect(await groups.putScheduledAction(realm, 'web', { ...more, sizes: { minSize: 9, maxSize: 8 } })).toMatchObject({
      kind: 'refused',
    });
  });

  test('that makes no sense is refused', async () => {
    const { found, groups, realm } = groupService();
    await found();
    expect(await groups.putScheduledAction(realm, 'web', { ...inTheMorning, cron: '0 8 31 2 *' })).toMatchObject({ kind: 'refused' });
    expect(await groups.putScheduledAction(realm, 'web', { ...inTheMorning, timezone: 'Mars/Olympus' })).toMatchObject({ kind: 'refused' });
    for (const timing of [{ at: instant(1) }, { cron: '0 8 * * *', start: instant(1), at: instant(1) }]) {
      expect(await groups.putScheduledAction(realm, 'web', { name: 'late', sizes: { minSize: 1 }, ...timing })).toMatchObject({
        fault: { message: 'Given start time is in the past' },
      });
    }
    expect(await groups.putScheduledAction(realm, 'web', { ...inTheMorning, end: instant(1) })).toMatchObject({
      fault: { message: 'Given end time is in the past' },
    });
    expect(await groups.putScheduledAction(realm, 'none', inTheMorning)).toMatchObject({ fault: { code: 'group.not-found' } });
    expect(await groups.listScheduledActions(realm)).toEqual({ kind: 'ok', actions: [] });
  });
});
