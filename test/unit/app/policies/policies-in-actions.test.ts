import { describe, expect, test } from '@jest/globals';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const scalingOut = (adjustment = {}) => ({ event: 'CLUSTER_SCALE_OUT', adjustment });
const scalingIn = (adjustment = {}) => ({ event: 'CLUSTER_SCALE_IN', adjustment });

describe('policies decide what cluster actions do', () => {
  test('how many come, and the action remembers who said what', async () => {
    const { found, attach, verbs, done, members, cluster } = smallService();
    await found(2);
    await attach('senlin.policy.deletion-1.0', {});
    await attach('senlin.policy.scaling-1.0', scalingOut({ number: 3 }));
    await attach('senlin.policy.scaling-1.0', scalingIn());

    const scaled = await done(verbs.scaleOut(demo, 'web', {}));
    expect(scaled).toMatchObject({ status: 'SUCCEEDED' });
    expect(scaled.data).toMatchObject({ status: 'OK', creation: { count: 3 } });
    expect(scaled.data.policies).toEqual([
      expect.objectContaining({ type: 'senlin.policy.scaling-1.0', priority: 100, verdict: 'go', reason: 'From 2 nodes up by 3 to 5.' }),
      expect.objectContaining({ type: 'senlin.policy.scaling-1.0', verdict: 'pass' }),
    ]);
    expect(members()).toHaveLength(5);
    expect(cluster().desiredCapacity).toBe(5);
  });

  test('the first that refuses fails the action, which names it, and nothing changes', async () => {
    const { found, attach, verbs, done, members, cluster } = smallService();
    await found(2);
    await attach('senlin.policy.scaling-1.0', scalingOut({ type: 'EXACT_CAPACITY', number: 1 }), 'web', 'small enough');
    const refused = await done(verbs.scaleOut(demo, 'web', {}));
    expect(refused).toMatchObject({
      status: 'FAILED',
      statusReason: "Policy check failure: Failed policy 'small enough': Invalid count (-1) for action 'CLUSTER_SCALE_OUT'.",
      data: { status: 'ERROR', policies: [{ verdict: 'refuse' }] },
    });
    expect(members()).toHaveLength(2);
    expect(cluster()).toMatchObject({ desiredCapacity: 2, status: 'ACTIVE', bindings: [{ lastOp: null }] });
  });

  test('best effort that comes to nothing succeeds, even beyond the bounds', async () => {
    const { found, attach, verbs, done, members } = smallService();
    await found(2);
    await attach('senlin.policy.scaling-1.0', scalingOut({ number: 3, best_effort: true }));
    await done(verbs.resizeCluster(demo, 'web', { maxSize: 2, strict: true }));
    expect(await done(verbs.scaleOut(demo, 'web', {}))).toMatchObject({ status: 'SUCCEEDED', data: { creation: { count: 0 } } });
    expect(members()).toHaveLength(2);
  });

  test('a policy that is not enabled says nothing', async () => {
    const { found, attach, verbs, done, members, store } = smallService();
    await found(1);
    await attach('senlin.policy.scaling-1.0', scalingOut({ number: 3 }));
    const policy = store.everything('policy')[0]?.id ?? '';
    await done(verbs.updateBinding(demo, 'web', { policy, enabled: false }));
    await done(verbs.scaleOut(demo, 'web', {}));
    expect(members()).toHaveLength(2);
  });
});

describe('a deletion policy', () => {
  test('chooses who goes', async () => {
    const { found, attach, verbs, done, members } = smallService();
    await found(3);
    await attach('senlin.policy.deletion-1.0', { criteria: 'YOUNGEST_FIRST' });
    await done(verbs.scaleIn(demo, 'web', { count: 2 }));
    expect(members().map(({ name }) => name)).toEqual(['node-1']);
    await done(verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 0, strict: true }));
    expect(members()).toHaveLength(0);
  });

  test('lets them live as orphans', async () => {
    const { found, attach, verbs, done, store, cluster } = smallService();
    await found(3);
    await attach('senlin.policy.deletion-1.0', { criteria: 'OLDEST_FIRST', destroy_after_deletion: false });
    await done(verbs.scaleIn(demo, 'web', {}));
    expect(store.everything('node').filter(({ clusterId }) => clusterId === '')).toMatchObject([{ name: 'node-1', status: 'ACTIVE' }]);
    expect(cluster()).toMatchObject({ desiredCapacity: 2, status: 'ACTIVE' });
  });

  test('waits for the grace period, nobody asleep, and can be cancelled meanwhile', async () => {
    const { found, attach, verbs, done, members, pass, action } = smallService();
    await found(3);
    await attach('senlin.policy.deletion-1.0', { grace_period: 60 });
    const { id } = await done(verbs.scaleIn(demo, 'web', { count: 2 }));
    await pass(50);
    expect(action(id)).toMatchObject({ status: 'WAITING', statusReason: 'Waiting 60 seconds before nodes are deleted.' });
    expect(members()).toHaveLength(3);
    await pass(10);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(members()).toHaveLength(1);

    const { id: second } = await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    await verbs.cancelAction(demo, second, { force: false });
    await pass(1);
    expect(action(second).status).toBe('CANCELLED');
    await pass(100);
    expect(members()).toHaveLength(1);
  });

  test('is not waited for beyond the deadline', async () => {
    const { found, attach, verbs, done, members, pass, action, cluster } = smallService();
    await found(2);
    await done(verbs.updateCluster(demo, 'web', { timeout: 30 }));
    await attach('senlin.policy.deletion-1.0', { grace_period: 600 });
    const { id } = await done(verbs.scaleIn(demo, 'web', {}));
    await pass(31);
    expect(action(id)).toMatchObject({ status: 'FAILED', statusReason: 'The action timed out after 30 seconds.' });
    expect(members()).toHaveLength(2);
    expect(cluster().lock.holders).toEqual([]);
  });

  test('says whether the desired capacity follows when named nodes go, and whether they are destroyed', async () => {
    const { found, attach, verbs, done, members, cluster, store } = smallService();
    await found(3);
    await attach('senlin.policy.deletion-1.0', { reduce_desired_capacity: false, destroy_after_deletion: true });
    const [first] = members();
    await done(verbs.deleteNodes(demo, 'web', { nodes: [first?.id ?? ''], destroy: false }));
    expect(store.everything('node')).toHaveLength(2);
    expect(cluster()).toMatchObject({ desiredCapacity: 3, status: 'WARNING' });
  });
});

describe('a deletion policy on a node that is deleted by itself', () => {
  test('lets it be for a while, and leaves the desired capacity as it is', async () => {
    const { found, attach, verbs, done, members, cluster, pass, action } = smallService();
    await found(2);
    await attach('senlin.policy.deletion-1.0', { reduce_desired_capacity: false, grace_period: 20 });
    const { id } = await done(verbs.deleteNode(demo, members()[0]?.id ?? '', { force: false }));
    await pass(19);
    expect(action(id)).toMatchObject({ status: 'WAITING', data: { deletion: { grace_period: 20, count: 1 } } });
    expect(members()[0]?.status).toBe('DELETING');
    await pass(1);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(members()).toHaveLength(1);
    expect(cluster()).toMatchObject({ desiredCapacity: 2, status: 'WARNING' });
  });

  test('cancelled meanwhile, it is as it was', async () => {
    const { found, attach, verbs, done, members, cluster, pass, action } = smallService();
    await found(2);
    await attach('senlin.policy.deletion-1.0', { grace_period: 20 });
    const { id } = await done(verbs.deleteNode(demo, members()[0]?.id ?? '', { force: false }));
    await verbs.cancelAction(demo, id, { force: false });
    await pass(1);
    expect(action(id).status).toBe('CANCELLED');
    expect(members().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(cluster()).toMatchObject({ desiredCapacity: 2, status: 'ACTIVE', lock: { holders: [] } });
  });
});

describe('cooldown', () => {
  test('refuses what comes too soon after an end, good or bad, of either kind', async () => {
    const { found, attach, verbs, done, pass, now, cluster } = smallService();
    await found(2);
    await attach('senlin.policy.scaling-1.0', scalingOut({ cooldown: 60 }));
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    expect(cluster().bindings[0]?.lastOp).toBe(now());
    expect(await verbs.scaleOut(demo, 'web', {})).toMatchObject({
      kind: 'refused',
      fault: {
        code: 'action.cooldown',
        message: expect.stringMatching(
          /^The CLUSTER_SCALE_OUT action for cluster .* cannot be processed due to Policy .* cooldown still in progress$/,
        ),
      },
    });
    // The other way is not what the policy is about.
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    await pass(59);
    expect((await verbs.scaleOut(demo, 'web', {})).kind).toBe('refused');
    await pass(1);
    expect((await done(verbs.scaleOut(demo, 'web', {}))).status).toBe('SUCCEEDED');
  });

  test('of one policy is enough, whatever the others say', async () => {
    const { found, attach, verbs, done } = smallService();
    await found(2);
    for (const cooldown of [60, 0, 60]) await attach('senlin.policy.scaling-1.0', scalingOut({ cooldown }));
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    expect(await verbs.scaleOut(demo, 'web', {})).toMatchObject({ kind: 'refused', fault: { code: 'action.cooldown' } });
  });

  test('of a flood of requests one scales, and another when it has cooled down', async () => {
    const { found, attach, verbs, settle, pass, members, store } = smallService();
    await found(1);
    await attach('senlin.policy.scaling-1.0', scalingOut({ cooldown: 60 }));
    const flood = async () => {
      const answers = await Promise.all(Array.from({ length: 60 }, () => verbs.scaleOut(demo, 'web', {})));
      await settle();
      return answers.map((answer) => (answer.kind === 'refused' ? answer.fault.code : answer.kind));
    };
    const first = await flood();
    expect(first.filter((code) => code === 'ok')).toHaveLength(1);
    expect(new Set(first)).toEqual(new Set(['ok', 'resource.locked']));
    expect(new Set(await flood())).toEqual(new Set(['action.cooldown']));
    expect(members()).toHaveLength(2);
    await pass(60);
    expect((await flood()).filter((code) => code === 'ok')).toHaveLength(1);
    expect(members()).toHaveLength(3);
    expect(store.everything('action').filter(({ action }) => action === 'CLUSTER_SCALE_OUT')).toHaveLength(2);
  });

  test('counts from the end of what was cancelled by force, too', async () => {
    const { found, attach, verbs, done, cluster, now } = smallService();
    await found(2);
    await attach('senlin.policy.scaling-1.0', scalingIn({ cooldown: 60 }));
    await attach('senlin.policy.deletion-1.0', { grace_period: 600 });
    const { id } = await done(verbs.scaleIn(demo, 'web', {}));
    await verbs.cancelAction(demo, id, { force: true });
    expect(cluster().bindings[0]?.lastOp).toBe(now());
    expect((await verbs.scaleIn(demo, 'web', {})).kind).toBe('refused');
  });
});
