import { describe, expect, test } from '@jest/globals';
import { arranging } from '../../../../lib/app/engine/arrange.ts';
import { balancingWith } from '../../../../lib/app/engine/balance.ts';
import { sweepOrphans } from '../../../../lib/app/engine/sweep-orphans.ts';
import { estates } from '../../../../lib/app/orphans/estates.ts';
import { findLostMembers } from '../../../../lib/app/orphans/find-lost-members.ts';
import { judgeCompanions } from '../../../../lib/app/orphans/judge-companions.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { type FakeBalancers, fakeBalancer } from '../../../../lib/drivers/fake/balancer.ts';
import { fakeCloud } from '../../../../lib/drivers/fake/cloud.ts';
import { fakeGroups } from '../../../../lib/drivers/fake/groups.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { idOf, PROJECT } from '../../../support/documents.ts';
import { somebody } from '../../../support/furnished.ts';
import { smallService } from '../../../support/small-service.ts';

const GRACE = 3_600;
const MEMBER = 'load-balancer-member';
const SPEC = ['senlin.policy.loadbalance-1.3', { pool: { subnet: 's' }, vip: { subnet: 's' } }] as const;
const admin = somebody('ops', 'admin');

/** A cluster of some behind a load balancer that is swept. */
async function balanced(size = 6) {
  const pools: FakeBalancers = new Map();
  const balancer = fakeBalancer(pools);
  const { groups } = fakeCloud();
  const owners = fakeGroups({ groups });
  const all = estates({ balancers: new Map([['fake', balancer]]), groups: owners, store: new MemoryDocumentStore() });
  const services = {
    balance: balancingWith(
      () => balancer,
      () => undefined,
    ),
    ...arranging(() => owners),
  };
  const small = smallService({ services, estates: all });
  const real = estates({ balancers: new Map([['fake', balancer]]), groups: owners, store: small.store });
  (small.app as { estates: unknown }).estates = real;
  await small.found(size);
  const [pool] = [() => [...pools.values()][0] ?? new Map()];
  const sweep = (kind = MEMBER) => {
    const estate = real.get(kind);
    if (!estate) throw new Error(kind);
    return sweepOrphans(small.app, kind, estate, { grace: seconds(GRACE), share: 20 }, judgeCompanions);
  };
  const stray = (nodeId: string) => pool().set(nodeId, { project: PROJECT, address: '192.0.2.7', port: 80 });
  return { ...small, groups, pool, sweep, stray, orphans: () => small.store.everything('orphan') };
}

describe('members of load balancers', () => {
  test('that nodes have are left alone, also while somebody works on them', async () => {
    const { attach, sweep, verbs, settle } = await balanced(2);
    await attach(...SPEC);
    expect(await sweep()).toMatchObject({ found: [], sweep: { listed: 2, orphans: 0 } });
    await verbs.scaleIn(demo, 'web', { count: 1 });
    expect(await sweep()).toMatchObject({ found: [] });
    await settle();
    expect(await sweep()).toMatchObject({ found: [], sweep: { listed: 1 } });
  });

  test('of a node that nobody knows are listed for their project, and removed when their time is over', async () => {
    const { attach, sweep, stray, orphans, pool, pass, verbs } = await balanced();
    await attach(...SPEC);
    const gone = idOf('gone');
    stray(gone);
    expect(await sweep()).toMatchObject({ found: [expect.stringContaining(gone)], removed: [] });
    expect(orphans()).toMatchObject([{ project: PROJECT, profileType: MEMBER, reason: 'forgotten', mark: { nodeId: gone } }]);
    expect(await verbs.adoptOrphan(demo, orphans()[0]?.id ?? '', {})).toMatchObject({ fault: { code: 'orphan.member' } });
    await pass(GRACE);
    expect((await sweep()).removed).toHaveLength(1);
    expect([pool().size, orphans().length]).toEqual([6, 0]);
  });

  test('of a node that left its cluster, and of one that another cluster has, are wanted no more', async () => {
    const { attach, sweep, stray, orphans, verbs, settle, members } = await balanced(3);
    await attach(...SPEC);
    const [left] = members();
    await verbs.deleteNodes(demo, 'web', { nodes: [left?.id ?? ''], destroy: false });
    await settle();
    expect(await sweep()).toMatchObject({ found: [] });
    stray(left?.id ?? '');
    await sweep();
    expect(orphans()).toMatchObject([{ reason: 'unwanted', mark: { nodeId: left?.id } }]);
  });

  test('are never removed many at once, as by a table that was restored', async () => {
    const { attach, sweep, store, pass, pool, members, orphans } = await balanced(4);
    await attach(...SPEC);
    const [lost] = members();
    await store.commit([{ remove: 'node', doc: lost as Node }]);
    await sweep();
    await pass(GRACE);
    expect(await sweep()).toMatchObject({ removed: [], halted: expect.stringContaining('1 of 4') });
    expect(orphans()).toMatchObject([{ status: 'HELD' }]);
    expect(pool().size).toBe(4);
  });

  test('can be removed by hand before', async () => {
    const { attach, sweep, stray, orphans, pool, verbs } = await balanced();
    await attach(...SPEC);
    stray(idOf('gone'));
    await sweep();
    expect(await verbs.removeOrphan(demo, orphans()[0]?.id ?? '')).toMatchObject({ kind: 'ok', isRemoved: true });
    expect(pool().size).toBe(6);
  });

  test('that a node has and no load balancer are made again by a check of the node', async () => {
    const { attach, sweep, pool, pass, settle, app, members } = await balanced(2);
    await attach(...SPEC);
    const [victim] = members();
    pool().delete(victim?.id ?? '');
    const look = async () => {
      const { inventory } = await sweep();
      return inventory ? findLostMembers(app, inventory, () => true) : [];
    };
    // Somebody was at it a moment ago.
    expect(await look()).toEqual([]);
    await pass(601);
    expect(await look()).toEqual([victim?.name]);
    await settle();
    expect(pool().has(victim?.id)).toBe(true);
  });
});

describe('server groups', () => {
  const AFFINITY = ['senlin.policy.affinity-1.0', { servergroup: { policies: 'anti-affinity' } }] as const;

  test('that a policy has are left alone; one that an action made and nobody has is listed for administrators, and removed by their word only', async () => {
    const { attach, sweep, groups, orphans, pass, verbs } = await balanced(1);
    const made = await attach(...AFFINITY);
    expect(groups.size).toBe(1);
    expect(await sweep('server-group')).toMatchObject({ found: [] });
    const lost = { id: `fake-group-${PROJECT}-server_group_${idOf('old')}`, name: `server_group_${idOf('old')}`, policy: 'affinity' };
    groups.set(lost.id, lost);
    groups.set('fake-group-x-mine', { ...lost, id: `fake-group-${PROJECT}-mine`, name: 'mine' });
    expect(await sweep('server-group')).toMatchObject({ found: [lost.id] });
    expect(orphans()).toMatchObject([{ reason: 'unsigned', removeAt: null, project: '-' }]);
    await pass(GRACE * 2);
    expect(await sweep('server-group')).toMatchObject({ removed: [] });
    expect(await verbs.removeOrphan(demo, orphans()[0]?.id ?? '')).toMatchObject({ fault: { code: 'orphan.not-found' } });
    expect(await verbs.removeOrphan(admin, orphans()[0]?.id ?? '')).toMatchObject({ kind: 'ok', isRemoved: true });
    expect([...groups.values()].map(({ name }) => name)).toEqual([`server_group_${made.id}`, 'mine']);
  });
});
