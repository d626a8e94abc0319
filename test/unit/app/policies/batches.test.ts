import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

/** When each child of an action began and ended, in batches: children that began at the same moment are one. */
function batchesOf(root: Action, { store }: ReturnType<typeof smallService>): number[] {
  const kids = store.everything('action').filter(({ parentId }) => parentId === root.id);
  const began = new Map<number, number>();
  for (const { createdAt } of kids) began.set(createdAt, (began.get(createdAt) ?? 0) + 1);
  return [...began.entries()].sort(([a], [b]) => a - b).map(([, count]) => count);
}

async function updating(service: ReturnType<typeof smallService>, more: { batchSize?: number; pauseTime?: number } = {}) {
  const { verbs, done } = service;
  await verbs.createProfile(demo, { name: 'other', spec: { type: 'fake.node', version: '1.0', properties: { latency: 1 } } });
  return done(verbs.updateCluster(demo, 'web', { profile: 'other', ...more }));
}

describe('in batches', () => {
  test('an update: pauses between them and none after the last', async () => {
    const service = smallService();
    const { found, attach, pass, action, cluster } = service;
    await found(5);
    await attach('senlin.policy.batch-1.0', { max_batch_size: 2, pause_time: 30 });
    const { id } = await updating(service);
    for (let second = 0; second < 100 && action(id).status !== 'SUCCEEDED'; second++) await pass(1);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(batchesOf(action(id), service)).toEqual([2, 2, 1]);
    const kids = service.store.everything('action').filter(({ parentId }) => parentId === id);
    expect((action(id).endedAt ?? 0) - Math.max(...kids.map(({ endedAt }) => endedAt ?? 0))).toBeLessThan(5_000);
    expect(cluster().profileId).toBe(service.members()[4]?.profileId);
  });

  test('an update that fails leaves the later ones alone, and the cluster keeps its profile', async () => {
    const service = smallService();
    const { found, attach, pass, action, cluster, members, cloud } = service;
    await found(4);
    const before = cluster().profileId;
    await attach('senlin.policy.batch-1.0', { max_batch_size: 1, pause_time: 1 });
    const second = members()[1];
    cloud.things.delete(second?.physicalId ?? '');
    cloud.gone.add(second?.physicalId ?? '');
    const { id } = await updating(service);
    for (let i = 0; i < 30; i++) await pass(1);
    expect(action(id).status).toBe('FAILED');
    expect(members().map(({ profileId }) => profileId === before)).toEqual([false, true, true, true]);
    expect(cluster().profileId).toBe(before);
  });

  test('growth and shrinking, as many at a time as the policy or the request says', async () => {
    const service = smallService();
    const { found, attach, pass, action, verbs, done, members } = service;
    await found(1);
    await attach('senlin.policy.batch-1.1', { max_batch_size: 2, pause_time: 10, applies_to: ['GROW', 'SHRINK'] });
    const out = await done(verbs.scaleOut(demo, 'web', { count: 5 }));
    expect(members()).toHaveLength(3);
    for (let i = 0; i < 3; i++) await pass(10);
    expect(action(out.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(batchesOf(action(out.id), service)).toEqual([2, 2, 1]);
    expect(new Set(members().map(({ index }) => index)).size).toBe(6);

    const into = await done(verbs.scaleIn(demo, 'web', { count: 4, batchSize: 3, pauseTime: 0 }));
    expect(into.status).toBe('SUCCEEDED');
    expect(members()).toHaveLength(2);
  });

  test('without a policy, as the request or the cluster says', async () => {
    const service = smallService();
    const { found, pass, action, verbs, done, members } = service;
    await found(2);
    const out = await done(
      verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 5, strict: true, batchSize: 2, pauseTime: 5 }),
    );
    expect(members()).toHaveLength(4);
    await pass(5);
    expect(action(out.id).status).toBe('SUCCEEDED');
    await done(verbs.updateCluster(demo, 'web', { config: { 'cluster.batch_size': 2, 'cluster.batch_pause': 20 } }));
    const { id } = await updating(service);
    for (let i = 0; i < 60; i++) await pass(1);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(batchesOf(action(id), service)).toEqual([2, 2, 1]);
  });

  test('cancelled in a pause, it ends with what has been done', async () => {
    const service = smallService();
    const { found, pass, action, verbs, done, members, cluster } = service;
    await found(1);
    const { id } = await done(verbs.scaleOut(demo, 'web', { count: 4, batchSize: 2, pauseTime: 60 }));
    await verbs.cancelAction(demo, id, { force: false });
    await pass(1);
    expect(action(id).status).toBe('CANCELLED');
    expect(members()).toHaveLength(3);
    expect(cluster()).toMatchObject({ status: 'WARNING', lock: { holders: [] } });
  });
});
