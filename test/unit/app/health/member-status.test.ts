import { expect, test } from '@jest/globals';
import { askBalancer } from '../../../../lib/app/health/member-status.ts';
import { unlocked } from '../../../../lib/domain/cluster/lock.ts';
import { fakeBalancer } from '../../../../lib/drivers/fake/balancer.ts';
import type { LoadBalancer, MemberStatus } from '../../../../lib/ports/load-balancer.ts';
import { aCluster, aNode, aPolicy, idOf } from '../../../support/documents.ts';

const type = 'senlin.policy.loadbalance-1.3';
const policy = aPolicy({
  id: idOf('lb'),
  type,
  spec: { type: 'senlin.policy.loadbalance', version: '1.3', properties: { pool: { subnet: 's' }, vip: { subnet: 's' } } },
});
const binding = { id: idOf('binding'), policyId: policy.id, policyType: type, enabled: true, priority: 500, data: null, lastOp: null };
const member = aNode({ data: { lb_member: 'm-1' }, lock: unlocked });
const store = { getMany: async () => [policy] as never };
const saying = (kind: MemberStatus['kind']): LoadBalancer => ({ ...fakeBalancer(), status: async () => ({ kind }) as MemberStatus });
const asked = (balancer: LoadBalancer | undefined, over = {}, node = member) =>
  askBalancer(() => balancer, store)(aCluster({ bindings: [{ ...binding, ...over }] }), node);

test.each<[MemberStatus['kind'], string]>([
  ['up', 'well'],
  ['down', 'ill'],
  ['draining', 'unknown'],
  ['unknown', 'unknown'],
  ['absent', 'unknown'],
  ['fault', 'unknown'],
])('a member that the load balancer says is %s, is %s', async (kind, finding) => {
  expect(await asked(saying(kind))).toMatchObject({ kind: finding });
});

test('nobody can tell of who is no member, where there is no policy that is enabled, nor without a balancer', async () => {
  const down = saying('down');
  expect(await asked(down, {}, aNode({ data: {} }))).toEqual({ kind: 'unknown' });
  expect(await asked(down, { enabled: false })).toEqual({ kind: 'unknown' });
  expect(await asked(down, { policyType: 'senlin.policy.deletion-1.0' })).toEqual({ kind: 'unknown' });
  expect(await asked(undefined)).toEqual({ kind: 'unknown' });
});
