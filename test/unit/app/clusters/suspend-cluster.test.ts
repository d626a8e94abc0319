import { describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import type { Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import { jsonPath } from '../../../../lib/platform/json-path.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const boss = { ...demo, insists: true } as const;
const facts = { paths: jsonPath, shapeNode: () => ({}), host: 'here' };

/** Without what says only that there was something to tell. */
const meaningOf = ({ version, history, ...rest }: Cluster & { readonly history?: unknown }) => rest;

async function service() {
  const small = smallService();
  await small.found(3);
  const origin = (by: 'health' | 'schedule' | 'receiver') => ({ origin: { by, id: 'x', reason: 'because' } });
  return { ...small, by: (what: 'health' | 'schedule' | 'receiver') => clusteringVerbs({ ...small.app, errand: origin(what) }, facts) };
}

describe('a suspended cluster', () => {
  test('is changed by nobody, is seen by everybody, and is afterwards what it was', async () => {
    const { verbs, done, cluster, members, by } = await service();
    const before = meaningOf(cluster());
    const suspended = await done(verbs.suspendCluster(demo, 'web', { reason: 'audit' }));
    expect(suspended).toMatchObject({ action: 'CLUSTER_SUSPEND', status: 'SUCCEEDED', dueAt: null, inputs: { reason: 'audit' } });
    expect(cluster().suspended).toMatchObject({ reason: 'audit', everything: true });

    for (const refused of [
      verbs.scaleOut(demo, 'web', {}),
      verbs.updateCluster(demo, 'web', { name: 'other' }),
      verbs.deleteCluster(demo, 'web', { force: false }),
      verbs.createNode(demo, { name: 'n', profile: 'small', cluster: 'web' }),
      verbs.updateNode(demo, 'node-1', { role: 'r' }),
      verbs.deleteNode(demo, 'node-1', { force: false }),
      verbs.recoverCluster(demo, 'web', {}),
      by('receiver').scaleOut(demo, 'web', {}),
      by('schedule').scaleOut(boss, 'web', {}),
      by('health').recoverNode(demo, 'node-1', {}),
    ])
      expect(await refused).toMatchObject({ kind: 'refused', fault: { code: 'cluster.suspended' } });
    expect(await verbs.showCluster(demo, 'web')).toMatchObject({ kind: 'ok' });
    expect(await done(verbs.checkCluster(demo, 'web', { params: {} }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(members()).toHaveLength(3);

    const resumed = await done(verbs.resumeCluster(demo, 'web', {}));
    expect(resumed).toMatchObject({ action: 'CLUSTER_RESUME', status: 'SUCCEEDED' });
    expect(meaningOf(cluster())).toEqual({
      ...before,
      updatedAt: cluster().updatedAt,
      status: 'ACTIVE',
      statusReason: cluster().statusReason,
    });
    expect(await done(by('receiver').scaleOut(demo, 'web', {}))).toMatchObject({ status: 'SUCCEEDED', origin: { by: 'receiver' } });
  });

  test('with nothing done in between is exactly as before', async () => {
    const { verbs, done, cluster } = await service();
    const before = meaningOf(cluster());
    await done(verbs.suspendCluster(demo, 'web', { processes: ['Launch'] }));
    await done(verbs.suspendCluster(demo, 'web', {}));
    await done(verbs.resumeCluster(demo, 'web', {}));
    expect(meaningOf(cluster())).toEqual(before);
    await done(verbs.resumeCluster(demo, 'web', {}));
    expect(meaningOf(cluster())).toEqual(before);
  });

  test('is changed by whoever insists, and no policy is asked', async () => {
    const { verbs, done, attach, members } = await service();
    await attach('senlin.policy.scaling-1.0', { event: 'CLUSTER_SCALE_OUT', adjustment: { number: 5 } });
    await done(verbs.suspendCluster(demo, 'web', {}));
    const scaled = await done(verbs.scaleOut(boss, 'web', {}));
    expect(scaled).toMatchObject({ status: 'SUCCEEDED' });
    expect(scaled.data).not.toHaveProperty('creation');
    expect(members()).toHaveLength(4);
    expect(await done(verbs.deleteCluster(demo, 'web', { force: true }))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('in one process only: the others go on', async () => {
    const { verbs, done, by, members } = await service();
    await done(verbs.suspendCluster(demo, 'web', { processes: ['AlarmNotification', 'Terminate'] }));
    expect(await by('receiver').scaleOut(demo, 'web', {})).toMatchObject({
      fault: { code: 'cluster.suspended', message: expect.stringMatching(/AlarmNotification/) },
    });
    expect(await verbs.scaleIn(demo, 'web', {})).toMatchObject({ fault: { message: expect.stringMatching(/Terminate/) } });
    expect(await done(by('schedule').scaleOut(demo, 'web', {}))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await done(verbs.deleteNode(demo, 'node-1', { force: false }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(members()).toHaveLength(3);
  });

  test('is suspended at once, whoever holds it; what has begun goes on to its end', async () => {
    const { verbs, settle, cluster, action, members } = await service();
    const begun = await verbs.scaleOut(demo, 'web', { count: 2 });
    expect(cluster().lock.holders).toHaveLength(1);
    expect(await verbs.suspendCluster(demo, 'web', {})).toMatchObject({ kind: 'ok' });
    expect(cluster().suspended).toBeDefined();
    await settle();
    expect(action('actionId' in begun ? begun.actionId : '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(members()).toHaveLength(5);
    expect(cluster().suspended).toMatchObject({ everything: true });
  });

  test('tells of it, once each', async () => {
    const { verbs, done, store } = await service();
    await done(verbs.suspendCluster(demo, 'web', {}));
    await done(verbs.resumeCluster(demo, 'web', {}));
    const told = store.everything('event').filter(({ action }) => action === 'CLUSTER_SUSPEND' || action === 'CLUSTER_RESUME');
    expect(told.map(({ action, status, statusReason }) => [action, status, statusReason]).toSorted()).toEqual([
      ['CLUSTER_RESUME', 'end', 'Cluster resumed.'],
      ['CLUSTER_RESUME', 'start', expect.any(String)],
      ['CLUSTER_SUSPEND', 'end', 'Cluster suspended.'],
      ['CLUSTER_SUSPEND', 'start', expect.any(String)],
    ]);
  });
});

describe('members that are protected', () => {
  const protect = (nodes: readonly string[], on = true) => ({ nodes, protect: on });

  test('stay when a cluster shrinks, which then does less and says so', async () => {
    const { verbs, done, members, cluster } = await service();
    expect(await done(verbs.protectNodes(demo, 'web', protect(['node-1', 'node-2'])))).toMatchObject({
      action: 'CLUSTER_PROTECT_NODES',
      status: 'SUCCEEDED',
    });
    const shrunk = await done(verbs.scaleIn(demo, 'web', { count: 3 }));
    expect(shrunk).toMatchObject({
      status: 'SUCCEEDED',
      outputs: { nodes_spared: 2, reason: '2 of 3 nodes stay: all others are protected from scale-in, suspended or in standby.' },
    });
    expect(members().map(({ name }) => name)).toEqual(['node-1', 'node-2']);
    // As Auto Scaling has it: the size that is wanted moves, and the rest stays.
    expect(cluster()).toMatchObject({ desiredCapacity: 0, status: 'ACTIVE' });
    expect(await done(verbs.recoverCluster(demo, 'web', { checkCapacity: true }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(members()).toHaveLength(2);

    await done(verbs.protectNodes(demo, 'web', protect(['node-1', 'node-2'], false)));
    await done(verbs.recoverCluster(demo, 'web', { checkCapacity: true }));
    expect(members()).toHaveLength(0);
  });

  test('stay whatever a policy would choose', async () => {
    const { verbs, done, members, attach } = await service();
    await attach('senlin.policy.deletion-1.0', { criteria: 'OLDEST_FIRST' });
    await done(verbs.protectNodes(demo, 'web', protect(['node-1'])));
    const resized = await done(verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 0, strict: true }));
    expect(resized).toMatchObject({ status: 'SUCCEEDED', outputs: { nodes_spared: 1 } });
    expect(members().map(({ name }) => name)).toEqual(['node-1']);
  });

  test('go when they are named', async () => {
    const { verbs, done, members } = await service();
    await done(verbs.protectNodes(demo, 'web', protect(['node-1', 'node-2', 'node-3'])));
    await done(verbs.deleteNodes(demo, 'web', { nodes: ['node-1'], destroy: true }));
    await done(verbs.deleteNode(demo, 'node-2', { force: false }));
    expect(members().map(({ name }) => name)).toEqual(['node-3']);
    expect(await done(verbs.deleteCluster(demo, 'web', { force: false }))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('are so from birth where the cluster says so, or the request', async () => {
    const { verbs, done, members, store } = await service();
    await done(verbs.updateCluster(demo, 'web', { config: { 'node.protected_from_scale_in': true } }));
    await done(verbs.scaleOut(demo, 'web', {}));
    await done(verbs.createNode(demo, { name: 'a', profile: 'small', cluster: 'web' }));
    await done(verbs.createNode(demo, { name: 'b', profile: 'small', cluster: 'web', protected: false }));
    await done(verbs.createNode(demo, { name: 'lone', profile: 'small', protected: true }));
    expect(members().map((node) => node.protected ?? false)).toEqual([false, false, false, true, true, false]);
    await done(verbs.updateNode(demo, 'lone', { protected: false }));
    expect(store.everything('node').find(({ name }) => name === 'lone')?.protected).toBe(false);
  });

  test.each<[string, readonly string[], string]>([
    ['unknown', ['nobody'], "Nodes not found: ['nobody']."],
    ['too many', Array.from({ length: 51 }, (_, i) => `n${i}`), "Value for 'nodes' must have at most 50 item(s)."],
  ])('%s: refused', async (_, nodes, message) => {
    const { verbs } = await service();
    expect(await verbs.protectNodes(demo, 'web', protect(nodes))).toMatchObject({ fault: { message } });
  });

  test('of somebody else: refused, and nothing is protected', async () => {
    const { verbs, done, store } = await service();
    await done(verbs.createNode(demo, { name: 'lone', profile: 'small' }));
    expect(await verbs.protectNodes(demo, 'web', protect(['node-1', 'lone']))).toMatchObject({
      fault: { message: expect.stringMatching(/^Nodes not members/) },
    });
    expect(store.everything('node').some((node) => node.protected)).toBe(false);
  });
});
