import { describe, expect, test } from '@jest/globals';
import type { BalanceCall, Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const UNDER_WAY: Outcome = { kind: 'pending', again: seconds(5) };
const SPEC = ['senlin.policy.loadbalance-1.3', { pool: { subnet: 's' }, vip: { subnet: 's' } }] as const;

/** A cluster of two, and a load balancer that does what it is told, or takes its time over one thing. */
async function service() {
  const balancer = { up: false, members: new Set<string>(), slow: undefined as BalanceCall['ask'] | undefined, broken: false };
  const balance = async ({ ask, members }: BalanceCall): Promise<Outcome> => {
    if (ask === balancer.slow) return UNDER_WAY;
    if (ask === 'raise') balancer.up = true;
    if (ask === 'raze' && balancer.broken) return { kind: 'fault', fault: permanent('balancer.refused', 'no') };
    if (ask === 'raze') balancer.up = false;
    if (ask === 'raze') balancer.members.clear();
    if (ask === 'add' && !balancer.up) return { kind: 'fault', fault: permanent('balancer.refused', 'there is no such balancer') };
    for (const { nodeId } of members) ask === 'add' ? balancer.members.add(nodeId) : balancer.members.delete(nodeId);
    return { kind: 'ok', ...(ask === 'add' && { data: Object.fromEntries(members.map(({ nodeId }) => [nodeId, nodeId])) }) };
  };
  const small = smallService({ services: { balance } });
  await small.found(2);
  const settled = () => ({
    bound: small.cluster().bindings.length > 0,
    up: balancer.up,
    behind: small.members().filter(({ data }) => data.lb_member !== undefined).length,
    inside: balancer.members.size,
    held: small.cluster().lock.holders.length,
  });
  return { ...small, balancer, settled };
}

describe('an attachment of a load balancer that is cancelled by force', () => {
  test.each(['raise', 'add'] as const)('while it is to %s leaves neither binding nor balancer, whoever comes next', async (slow) => {
    const { attach, verbs, action, pass, settled, balancer, cluster } = await service();
    balancer.slow = slow;
    const { id } = await attach(...SPEC);
    expect(action(id).status).toBe('RUNNING');
    expect(await verbs.cancelAction(demo, id, { force: true })).toEqual({ kind: 'ok' });
    expect(action(id).status).toBe('CANCELLED');
    // Nobody else has the cluster before it is known what is there.
    expect(await verbs.scaleOut(demo, 'web', {})).toMatchObject({ kind: 'refused', fault: { code: 'resource.locked' } });
    balancer.slow = undefined;
    for (let i = 0; i < 10; i++) await pass(30);
    expect(settled()).toEqual({ bound: false, up: false, behind: 0, inside: 0, held: 0 });
    expect(cluster().bindings).toEqual([]);
  });

  test('can be made again, and has its balancer then', async () => {
    const { attach, verbs, done, pass, settled, balancer, store } = await service();
    balancer.slow = 'add';
    const { id } = await attach(...SPEC);
    await verbs.cancelAction(demo, id, { force: true });
    balancer.slow = undefined;
    for (let i = 0; i < 10; i++) await pass(30);
    await done(verbs.attachPolicy(demo, 'web', { policy: store.everything('policy')[0]?.id ?? '', enabled: true }));
    for (let i = 0; i < 10; i++) await pass(30);
    expect(settled()).toEqual({ bound: true, up: true, behind: 2, inside: 2, held: 0 });
  });
});

describe('a detachment that is cancelled', () => {
  test.each([true, false])('once the balancer is being taken down goes on to the end (force: %s)', async (force) => {
    const { attach, verbs, done, pass, settled, balancer, store, action } = await service();
    await attach(...SPEC);
    expect(settled()).toEqual({ bound: true, up: true, behind: 2, inside: 2, held: 0 });
    balancer.slow = 'raze';
    const { id } = await done(verbs.detachPolicy(demo, 'web', { policy: store.everything('policy')[0]?.id ?? '' }));
    await verbs.cancelAction(demo, id, { force });
    balancer.slow = undefined;
    for (let i = 0; i < 10; i++) await pass(30);
    expect(action(id).status).toBe('CANCELLED');
    expect(settled()).toEqual({ bound: false, up: false, behind: 0, inside: 0, held: 0 });
  });

  test('before that, puts its members back', async () => {
    const { attach, verbs, done, pass, settled, balancer, store } = await service();
    await attach(...SPEC);
    balancer.slow = 'remove';
    const { id } = await done(verbs.detachPolicy(demo, 'web', { policy: store.everything('policy')[0]?.id ?? '' }));
    await verbs.cancelAction(demo, id, { force: true });
    balancer.slow = undefined;
    for (let i = 0; i < 10; i++) await pass(30);
    expect(settled()).toEqual({ bound: true, up: true, behind: 2, inside: 2, held: 0 });
  });

  test('that fails stays to be made again', async () => {
    const { attach, verbs, done, pass, settled, balancer, store, action } = await service();
    await attach(...SPEC);
    balancer.broken = true;
    const policy = store.everything('policy')[0]?.id ?? '';
    const { id } = await done(verbs.detachPolicy(demo, 'web', { policy }));
    for (let i = 0; i < 10; i++) await pass(30);
    expect(action(id).status).toBe('FAILED');
    expect(settled()).toMatchObject({ bound: true, behind: 0, held: 0 });
    balancer.broken = false;
    await done(verbs.detachPolicy(demo, 'web', { policy }));
    expect(settled()).toEqual({ bound: false, up: false, behind: 0, inside: 0, held: 0 });
  });
});
