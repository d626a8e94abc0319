import { isCounted } from '../cluster/standby.ts';
import { chooseVictims } from '../cluster/victims.ts';
import type { JsonObject } from '../kernel/json.ts';
import { enlargeUntil } from './enlarging.ts';
import { defineFanOut } from './fan-out.ts';
import { isLookedAfter, lookedAfter, positionsOf } from './resizing.ts';

/**
 * Brings back every member that is not ACTIVE and not suspended: first checking all of them with `check`, at last adding or removing members with
 * `check_capacity` until there are as many as desired.
 */
export const clusterRecover = defineFanOut({
  name: 'CLUSTER_RECOVER',
  success: 'Cluster recovery succeeded.',
  during: 'RECOVERING',
  admit: () => ({ kind: 'go' }),
  stage(self, stage, cluster, input, _, at) {
    const { seen } = input;
    const { check, check_capacity: capacity, ...recovery } = self.inputs;
    if (stage === 0) {
      if (check !== true) return { kind: 'skip' };
      if (!seen.members) return { kind: 'look', sight: { members: true } };
      const everyone = { from: 'members', positions: lookedAfter(cluster, seen.members) } as const;
      return { kind: 'round', child: 'NODE_CHECK', targets: everyone, tolerant: true };
    }
    if (stage > 1 && capacity !== true) return { kind: 'end' };
    if (!seen.members) return { kind: 'look', sight: { members: true, watch: true } };
    if (stage === 1) {
      const broken = seen.members.filter((node) => node.status !== 'ACTIVE' && isLookedAfter(node)).map((node) => node.id);
      return {
        kind: 'round',
        child: 'NODE_RECOVER',
        targets: { from: 'members', positions: positionsOf(cluster, broken) },
        // Who names no way to recover means the cluster's own.
        inputs: isTold(recovery) || !seen.watch?.enabled ? recovery : { ...seen.watch.rule.recovery, ...recovery },
      };
    }
    const mine = seen.members.filter((node) => node.clusterId === cluster.id && isCounted(node));
    const missing = cluster.desiredCapacity - mine.length;
    if (missing >= 0) return enlargeUntil(self, stage, cluster, missing, at, 2);
    const surplus = chooseVictims(mine, -missing, self.id);
    if (surplus.length === 0) return { kind: 'end' };
    return { kind: 'round', child: 'NODE_DELETE', targets: { from: 'members', positions: positionsOf(cluster, surplus) } };
  },
});

const isTold = (inputs: JsonObject): boolean => inputs.operation !== undefined || inputs.actions !== undefined;
