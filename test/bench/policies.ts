// Policy decisions per second on one core: a chain as a large cluster has it, asked again and again. Run by bench.mjs.

import { seconds } from '../../lib/domain/kernel/time.ts';
import { hear, standingBefore } from '../../lib/domain/policy/chain.ts';
import { aCluster, aNode, anAction, aPolicy, idOf, T0 } from '../support/documents.ts';

const SPECS = [
  [
    'senlin.policy.scaling',
    '1.0',
    { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'CHANGE_IN_PERCENTAGE', number: 10, best_effort: true } },
  ],
  ['senlin.policy.batch', '1.1', { max_batch_size: 5, applies_to: ['GROW', 'SHRINK'] }],
  ['senlin.policy.region_placement', '1.0', { regions: [{ name: 'north' }, { name: 'south', weight: 50 }] }],
  ['senlin.policy.zone_placement', '1.0', { zones: [{ name: 'az1' }, { name: 'az2' }, { name: 'az3', weight: 30 }] }],
  ['senlin.policy.deletion', '1.1', { criteria: 'OLDEST_PROFILE_FIRST', grace_period: 10 }],
] as const;

/** How many decisions a second: of one policy of a chain of five on a cluster of `size` nodes. */
export function decisionsPerSecond(size: number, during = seconds(2)): number {
  const members = Array.from({ length: size }, (_, i) =>
    aNode({ id: idOf(`n${i}`), index: i, data: { placement: { zone: `az${1 + (i % 3)}`, region_name: i % 2 ? 'north' : 'south' } } }),
  );
  const policies = SPECS.map(([type, version, properties]) =>
    aPolicy({ id: idOf(type), name: type, type: `${type}-${version}`, spec: { type, version, properties } }),
  );
  const bindings = policies.map(({ id, type }, i) => ({
    id: idOf(`b${i}`),
    policyId: id,
    policyType: type,
    enabled: true,
    priority: i,
    data: null,
    lastOp: null,
  }));
  const cluster = aCluster({ nodes: members.map(({ id }) => id), desiredCapacity: size, bindings });
  const action = anAction('CLUSTER_SCALE_IN');
  const end = performance.now() + during * 1000;
  let decisions = 0;
  const began = performance.now();
  while (performance.now() < end) {
    const standing = standingBefore(cluster, action.action);
    const { fault } = hear(standing, policies, { action, cluster, members, now: T0, mostNodes: 10_000 });
    if (fault) throw new Error(fault.message);
    decisions += standing.length;
  }
  return decisions / ((performance.now() - began) / 1000);
}
