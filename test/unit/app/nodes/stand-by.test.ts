import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import type { BalanceCall, Outcome } from '../../../../lib/domain/action/call.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

/** A cluster of three with a lower bound of two and an upper one of four. */
async function service(more: Partial<App> = {}) {
  const small = smallService(more);
  await small.found(3);
  await small.done(small.verbs.resizeCluster(demo, 'web', { minSize: 2, maxSize: 4, strict: true }));
  const size = () => ({
    desired: small.cluster().desiredCapacity,
    members: small.members().length,
    aside: small.cluster().aside?.length ?? 0,
    status: small.cluster().status,
  });
  const enter = (nodes: readonly string[], decrement?: boolean) =>
    small.verbs.standByNodes(demo, 'web', { operation: 'enter_standby', nodes, decrement });
  const exit = (nodes: readonly string[]) => small.verbs.standByNodes(demo, 'web', { operation: 'exit_standby', nodes });
  return { ...small, size, enter, exit };
}

describe('standby with what becomes of the desired capacity', () => {
  test('left out: the node is counted as before', async () => {
    const { enter, exit, done, size } = await service();
    expect(await done(enter(['node-1']))).toMatchObject({ status: 'SUCCEEDED' });
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
    await done(exit(['node-1']));
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
  });

  test('true: it goes down, and up again when the node is back', async () => {
    const { enter, exit, done, size, verbs, members } = await service();
    expect(await done(enter(['node-1'], true))).toMatchObject({ status: 'SUCCEEDED' });
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
    // Nobody is missing, and nobody is too many.
    await done(verbs.recoverCluster(demo, 'web', { check: false, checkCapacity: true } as never));
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
    expect(await done(exit(['node-1']))).toMatchObject({ status: 'SUCCEEDED' });
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
    expect(members().every(({ standby }) => !standby)).toBe(true);
  });

  test('true: not below min_size', async () => {
    const { enter, size } = await service();
    expect(await enter(['node-1', 'node-2'], true)).toMatchObject({
      kind: 'refused',
      fault: { message: "The target capacity (1) is less than the cluster's min_size (2)." },
    });
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
  });

  test('false: another is made in its place, and it comes back as one more', async () => {
    const { enter, exit, done, size } = await service();
    expect(await done(enter(['node-1', 'node-2'], false))).toMatchObject({ status: 'SUCCEEDED' });
    expect(size()).toEqual({ desired: 3, members: 5, aside: 2, status: 'ACTIVE' });
    expect(await done(exit(['node-1']))).toMatchObject({ status: 'SUCCEEDED' });
    expect(size()).toEqual({ desired: 4, members: 5, aside: 1, status: 'ACTIVE' });
    // There is room for four.
    expect(await exit(['node-2'])).toMatchObject({ kind: 'refused' });
  });

  test('of one node is asked of its cluster', async () => {
    const { verbs, done, size, members } = await service();
    const one = members()[0]?.id ?? '';
    expect(await done(verbs.standByNode(demo, one, { operation: 'enter_standby', decrement: true }))).toMatchObject({
      action: 'CLUSTER_OPERATION',
      status: 'SUCCEEDED',
    });
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
    expect(await done(verbs.standByNode(demo, one, { operation: 'exit_standby' }))).toMatchObject({ action: 'CLUSTER_OPERATION' });
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
  });

  test('those that stand by are not counted when the cluster grows and shrinks', async () => {
    const { enter, done, size, verbs } = await service();
    await done(enter(['node-1'], true));
    await done(verbs.scaleOut(demo, 'web', { count: 2 }));
    expect(size()).toEqual({ desired: 4, members: 5, aside: 1, status: 'ACTIVE' });
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    expect(size()).toEqual({ desired: 3, members: 4, aside: 1, status: 'ACTIVE' });
    await done(verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 2, strict: true }));
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
  });

  test('one that is deleted takes nothing from it', async () => {
    const { enter, done, size, verbs, members } = await service();
    await done(enter(['node-1'], true));
    await done(verbs.deleteNode(demo, 'node-1', { force: false }));
    expect(size()).toEqual({ desired: 2, members: 2, aside: 0, status: 'ACTIVE' });
    const [other] = members();
    await done(enter([other?.name ?? ''], false));
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
    await done(verbs.deleteNodes(demo, 'web', { nodes: [other?.id ?? ''], destroy: true }));
    expect(size()).toEqual({ desired: 2, members: 2, aside: 0, status: 'ACTIVE' });
  });

  test('asked twice, it is refused and nothing changes', async () => {
    const { enter, done, size } = await service();
    await done(enter(['node-1'], true));
    expect(await enter(['node-1'], true)).toMatchObject({ kind: 'refused', fault: { code: 'action.conflict' } });
    expect(size()).toEqual({ desired: 2, members: 3, aside: 1, status: 'ACTIVE' });
  });

  test.each([true, false])('cancelled under way (force: %s), node and capacity are as they were', async (force) => {
    let slow = false;
    const balance = async ({ ask, members }: BalanceCall): Promise<Outcome> =>
      slow && ask === 'remove'
        ? { kind: 'pending', again: seconds(5) }
        : { kind: 'ok', ...(ask === 'add' && { data: Object.fromEntries(members.map(({ nodeId }) => [nodeId, nodeId])) }) };
    const { attach, enter, done, size, verbs, pass, action, members } = await service({ services: { balance } });
    await attach('senlin.policy.loadbalance-1.3', { pool: { subnet: 's' }, vip: { subnet: 's' } });
    slow = true;
    const { id } = await done(enter(['node-1'], true));
    expect(size()).toMatchObject({ desired: 2, aside: 0 });
    await verbs.cancelAction(demo, id, { force });
    for (let i = 0; i < 10; i++) await pass(30);
    expect(action(id).status).toBe('CANCELLED');
    expect(size()).toEqual({ desired: 3, members: 3, aside: 0, status: 'ACTIVE' });
    expect(members().every(({ standby, data }) => !standby && data.lb_member !== undefined)).toBe(true);
  });
});
