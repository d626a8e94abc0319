import { describe, expect, test } from '@jest/globals';
import type { NewGroup } from '../../../../lib/app/groups/grouping.ts';
import { renewGroups } from '../../../../lib/app/groups/renew-aged.ts';
import { sweepGroups } from '../../../../lib/app/groups/sweep-groups.ts';
import { monitoringVerbs } from '../../../../lib/app/metrics/monitoring-verbs.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Preferences } from '../../../../lib/domain/refresh/refresh.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { CALMLY } from '../../../support/group-requests.ts';
import { groupService } from '../../../support/group-service.ts';
import { anAlarm } from '../../../support/monitoring-requests.ts';

const OTHER = { kind: 'configuration', name: 'other' } as const;

/** A group `web` of four, and what is often asked of its refresh. */
async function refreshing(more: Partial<NewGroup> = {}) {
  const service = groupService();
  const { groups, realm } = service;
  await service.found({ desiredCapacity: 4, maxSize: 8, ...more });
  await service.configure('other');
  await service.configure('broken', 'ami-broken');
  const start = (preferences: Partial<Preferences> = {}, desired?: NewGroup['launch']) =>
    groups.startRefresh(realm, 'web', { preferences: { ...CALMLY, ...preferences }, desired });
  const latest = async () => {
    const listed = await groups.listRefreshes(realm, 'web');
    if (listed.kind === 'refused' || !listed.refreshes[0]) throw new Error('there is no refresh');
    return listed.refreshes[0];
  };
  /** Time passes until it is over, or has not been for longer than that takes. */
  const through = async () => {
    for (let i = 0; i < 400 && (await latest()).endedAt === null; i++) await service.pass(15);
    return latest();
  };
  const ids = async () => (await service.seen()).instances.map(({ instanceId }) => instanceId);
  const names = async () => (await service.seen()).instances.map(({ launch }) => launch?.kind === 'configuration' && launch.name);
  return { ...service, start, latest, through, ids, names };
}

describe('an instance refresh', () => {
  test('replaces every instance, a few at a time, and none twice', async () => {
    const { start, latest, through, ids, settle, cloud } = await refreshing();
    const before = await ids();
    expect(await start()).toMatchObject({ kind: 'ok' });
    expect(await latest()).toMatchObject({ status: 'Pending', forward: { total: 4 } });
    await settle();
    expect((await latest()).status).toMatch(/InProgress|Successful/);
    expect(await through()).toMatchObject({ status: 'Successful', forward: { left: [] } });
    const after = await ids();
    expect(after).toHaveLength(4);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect([cloud.things.size, (await latest()).batches]).toEqual([4, 4]);
  });

  test('makes those that were missing before it, though nobody could be spared for them', async () => {
    const { start, through, ids, store, seen } = await refreshing();
    const before = await ids();
    const { cluster } = await seen();
    // A resize that was cancelled, or a launch that was suspended, leaves a group so.
    await store.commit([{ put: 'cluster', doc: { ...cluster, desiredCapacity: 6 } }]);
    await start({ healthy: { min: 90, max: 100 } });
    expect(await through()).toMatchObject({ status: 'Successful', forward: { total: 4, left: [] } });
    expect([(await ids()).length, (await ids()).filter((id) => before.includes(id))]).toEqual([6, []]);
  });

  test('fails where those that are missing do not come up and nobody can be spared', async () => {
    const { start, through, ids, store, seen, groups, realm } = await refreshing();
    const { cluster } = await seen();
    await store.commit([{ put: 'cluster', doc: { ...cluster, desiredCapacity: 6 } }]);
    await groups.updateGroup(realm, 'web', { launch: { kind: 'configuration', name: 'broken' } });
    await start({ healthy: { min: 100, max: 100 } });
    expect(await through()).toMatchObject({ status: 'Failed', reason: expect.stringContaining('did not come up') });
    expect((await ids()).length).toBe(4);
  });

  test('is one at a time', async () => {
    const { start, latest, through } = await refreshing();
    await start({ warmup: seconds(60) });
    expect(await start()).toMatchObject({ fault: { code: 'refresh.in-progress' } });
    await through();
    expect((await latest()).status).toBe('Successful');
    expect(await start()).toMatchObject({ kind: 'ok' });
  });

  test('waits until those that are new are warm', async () => {
    const { start, latest, pass, settle, groups, realm } = await refreshing();
    await start({ warmup: seconds(100) });
    await settle();
    expect((await latest()).batches).toBe(1);
    await pass(90);
    expect(await latest()).toMatchObject({ batches: 1, reason: expect.stringContaining('healthy') });
    await pass(30);
    expect((await latest()).batches).toBe(2);
    // The group is sized meanwhile.
    expect(await groups.setDesiredCapacity(realm, 'web', 6)).toEqual({ kind: 'ok' });
  });

  test('waits for a warm-up that takes longer than its patience', async () => {
    const { start, pass, settle, latest, through } = await refreshing({ desiredCapacity: 2 });
    await start({ warmup: seconds(5_400) });
    await settle();
    await pass(5_000);
    expect(await latest()).toMatchObject({ status: 'InProgress', batches: 1 });
    await pass(500);
    expect(await latest()).toMatchObject({ batches: 2 });
    await pass(5_400);
    expect(await through()).toMatchObject({ status: 'Successful' });
  });

  test('turns the group into what was asked for, once all of it is that', async () => {
    const { start, through, names, seen, settle } = await refreshing();
    await start({ warmup: seconds(30) }, OTHER);
    await settle();
    expect((await seen()).group.launch).toEqual({ kind: 'configuration', name: 'small' });
    expect(await through()).toMatchObject({ status: 'Successful' });
    expect(await names()).toEqual(['other', 'other', 'other', 'other']);
    expect((await seen()).group.launch).toEqual(OTHER);
  });

  test('passes over those that match, where it is told to', async () => {
    const { start, through, latest, ids, settle } = await refreshing();
    await start({}, OTHER);
    await through();
    const before = await ids();
    await start({ skipMatching: true }, OTHER);
    await settle();
    expect(await latest()).toMatchObject({ status: 'Successful', forward: { total: 0 } });
    expect(await ids()).toEqual(before);
  });

  test('pauses at its checkpoints, and ends at the last', async () => {
    const { start, latest, pass, through, names, settle } = await refreshing();
    await start({ checkpoints: [50, 75], checkpointDelay: seconds(600), healthy: { min: 0, max: 100 } }, OTHER);
    await settle();
    expect(await latest()).toMatchObject({ passed: 1, reason: expect.stringContaining('50 percent') });
    expect((await names()).filter((name) => name === 'other')).toHaveLength(2);
    await pass(590);
    expect((await latest()).batches).toBe(1);
    await pass(15);
    expect(await through()).toMatchObject({ status: 'Successful' });
    expect((await names()).filter((name) => name === 'other')).toHaveLength(3);
  });

  test('is cancelled once those on the way have come, and leaves what it has done', async () => {
    const { start, latest, groups, realm, settle, names, seen, through } = await refreshing();
    await start({ warmup: seconds(60) }, OTHER);
    await settle();
    expect(await groups.cancelRefresh(realm, 'web', true)).toMatchObject({ kind: 'ok' });
    expect((await latest()).status).toBe('Cancelling');
    expect(await through()).toMatchObject({ status: 'Cancelled' });
    expect((await names()).filter((name) => name === 'other')).toHaveLength(1);
    // What comes from now on is made as before.
    await groups.setDesiredCapacity(realm, 'web', 5);
    await settle();
    expect((await names()).at(-1)).toBe('small');
    expect((await seen()).group.launch).toEqual({ kind: 'configuration', name: 'small' });
    expect(await groups.cancelRefresh(realm, 'web', true)).toMatchObject({ fault: { code: 'refresh.not-active' } });
  });

  test('is rolled back to what there was', async () => {
    const { start, groups, realm, settle, pass, names, through } = await refreshing();
    await start({ warmup: seconds(20) }, OTHER);
    await settle();
    await pass(30);
    expect((await names()).filter((name) => name === 'other').length).toBeGreaterThan(0);
    expect(await groups.rollBackRefresh(realm, 'web')).toMatchObject({ kind: 'ok' });
    expect(await groups.rollBackRefresh(realm, 'web')).toMatchObject({ fault: { code: 'refresh.not-active' } });
    expect(await through()).toMatchObject({ status: 'RollbackSuccessful', back: { left: [] } });
    expect(await names()).toEqual(['small', 'small', 'small', 'small']);
  });

  test('has nothing to go back to unless it was to become something else', async () => {
    const { start, groups, realm } = await refreshing();
    expect(await groups.rollBackRefresh(realm, 'web')).toMatchObject({ fault: { code: 'refresh.not-active' } });
    await start();
    expect(await groups.rollBackRefresh(realm, 'web')).toMatchObject({ fault: { code: 'refresh.irreversible' } });
  });

  test('fails when instances do not come up, and goes back by itself where it is told to', async () => {
    const { start, through, names, groups, realm, settle, pass } = await refreshing();
    const broken = { kind: 'configuration', name: 'broken' } as const;
    await start({}, broken);
    expect(await through()).toMatchObject({
      status: 'Failed',
      reason: expect.stringContaining('1 of 1 NODE_CREATE actions did not succeed'),
    });
    expect((await names()).filter((name) => name === 'small').length).toBeGreaterThanOrEqual(3);

    await start({ autoRollback: true }, broken);
    expect(await through()).toMatchObject({ status: 'RollbackSuccessful' });
    expect(await names()).toEqual(['small', 'small', 'small', 'small']);
    await groups.setDesiredCapacity(realm, 'web', 5);
    await settle();
    await pass(1);
    expect((await names()).at(-1)).toBe('small');
  });

  test('waits for those that somebody has a hand on, takes them along, or leaves them', async () => {
    const { start, latest, through, ids, groups, realm, pass } = await refreshing();
    const [first = '', second = ''] = await ids();
    await groups.protectInstances(realm, 'web', [first], true);
    await start();
    for (let i = 0; i < 10; i++) await pass(15);
    expect(await latest()).toMatchObject({ status: 'InProgress', reason: expect.stringContaining('protected from scale-in') });
    for (let i = 0; i < 300; i++) await pass(15);
    expect(await latest()).toMatchObject({ status: 'Failed' });
    expect(await ids()).toContain(first);
    expect(await ids()).not.toContain(second);

    await start({ guarded: 'ignore' });
    expect(await latest()).toMatchObject({ forward: { total: 3 } });
    expect(await through()).toMatchObject({ status: 'Successful' });
    expect(await ids()).toContain(first);
    await start({ guarded: 'replace' });
    expect(await through()).toMatchObject({ status: 'Successful' });
    expect(await ids()).not.toContain(first);
  });

  test('has those in the warm pool made anew, too, and waits for none of them', async () => {
    const { groups, realm, start, settle, pass, through, seen } = await refreshing();
    await groups.putWarmPool(realm, 'web', { min: 2, prepared: null, state: 'RUNNING', reuses: false });
    await settle();
    await pass(5);
    const warm = async () => (await seen()).warm.map(({ instanceId }) => instanceId);
    const before = await warm();
    expect(before.length).toBeGreaterThan(1);
    await start({}, OTHER);
    expect(await through()).toMatchObject({ status: 'Successful' });
    await settle();
    await pass(5);
    expect((await warm()).filter((id) => before.includes(id))).toEqual([]);
    expect((await warm()).length).toBe(before.length);
  });

  test('has more than there should be for a while, where that is allowed, and never fewer', async () => {
    const { start, through, members, pass, latest } = await refreshing();
    await start({ healthy: { min: 100, max: 150 }, warmup: seconds(10) });
    const fits: number[] = [];
    while ((await latest()).endedAt === null) {
      await pass(5);
      fits.push(members().filter(({ status }) => status === 'ACTIVE').length);
    }
    expect(await through()).toMatchObject({ status: 'Successful' });
    expect([Math.min(...fits) >= 4, members().length]).toEqual([true, 4]);
  });

  test('rests while its process is suspended', async () => {
    const { start, latest, pass, verbs, through } = await refreshing();
    await verbs.suspendCluster(demo, 'web', { processes: ['InstanceRefresh'] });
    await start();
    await pass(60);
    expect(await latest()).toMatchObject({ batches: 0, reason: expect.stringContaining('InstanceRefresh') });
    await verbs.resumeCluster(demo, 'web', { processes: ['InstanceRefresh'] });
    expect(await through()).toMatchObject({ status: 'Successful' });
  });

  test('looks at what it has done for a while before it is over', async () => {
    const { start, latest, settle, through } = await refreshing();
    await start({ bake: seconds(300), healthy: { min: 0, max: 100 } }, OTHER);
    await settle();
    expect((await latest()).status).toBe('Baking');
    expect(await through()).toMatchObject({ status: 'Successful' });
  });

  test('of a group that goes is over', async () => {
    const { start, groups, realm, settle, pass, store, app } = await refreshing();
    await start({ warmup: seconds(300) });
    await settle();
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await pass(60);
    expect(store.everything('refresh')).toMatchObject([{ status: 'Failed', dueAt: null }]);
    await sweepGroups(app);
    expect(store.everything('refresh')).toEqual([]);
  });

  test('fails when one of its alarms goes off, and does not begin while one has', async () => {
    const { app, start, settle, through, realm, names } = await refreshing();
    const monitoring = monitoringVerbs({ ...app, mostMetrics: 10 });
    await monitoring.putMetricAlarm(realm, anAlarm('errors'));
    await start({ alarms: ['errors'], autoRollback: true, warmup: seconds(20) }, OTHER);
    await settle();
    await monitoring.setAlarmState(realm, 'errors', { state: 'ALARM', reason: 'by hand', reasonData: '' });
    expect(await through()).toMatchObject({ status: 'RollbackSuccessful', back: { reason: 'The alarm errors has gone off.' } });
    expect(await names()).toEqual(['small', 'small', 'small', 'small']);
    expect(await start({ alarms: ['errors'] })).toMatchObject({ fault: { code: 'refresh.alarm' } });
  });
});

describe('instances that have lived long enough', () => {
  test('are replaced, a few at a time, and never fewer are well than the group wants', async () => {
    const { app, ids, pass, settle, members } = await refreshing({ verbatim: { MaxInstanceLifetime: 86_400 } });
    const first = await ids();
    await renewGroups(app);
    await settle();
    expect(await ids()).toEqual(first);
    await pass(86_400);
    for (let round = 1; round <= 4; round++) {
      await renewGroups(app);
      await renewGroups(app);
      await settle();
      expect((await ids()).filter((id) => first.includes(id))).toHaveLength(4 - round);
      expect(members()).toHaveLength(4);
      await pass(900);
    }
    await renewGroups(app);
    await settle();
    expect((await ids()).filter((id) => first.includes(id))).toEqual([]);
  });

  test('are left alone while they are refreshed, and where nobody said how long that is', async () => {
    const { app, start, settle, pass, latest, ids } = await refreshing({ verbatim: { MaxInstanceLifetime: 86_400 } });
    await pass(86_400);
    await start({ warmup: seconds(7_200) });
    await settle();
    const before = await ids();
    expect(await renewGroups(app)).toEqual([]);
    expect([await ids(), (await latest()).batches]).toEqual([before, 1]);
    const { app: other, pass: later } = await refreshing({ verbatim: { MaxInstanceLifetime: 0 } });
    await later(86_400 * 400);
    expect(await renewGroups(other)).toEqual([]);
  });
});
