import type { Cluster } from '../cluster/cluster.ts';
import { listed, whyNotJoin, whyTooMany } from '../cluster/joining.ts';
import { withGuests } from '../cluster/roll.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Action } from './action.ts';
import { SERVING } from './balance-step.ts';
import { defineFanOut } from './fan-out.ts';
import { missingFrom } from './node-inputs.ts';
import { admitRenewal, renew, renews, whyNotRenewed } from './renewing.ts';
import { positionsOf } from './resizing.ts';

/**
 * Swaps members for orphans: all the new ones join before any old one leaves, so that capacity never falls below what it was; one that its load balancer hears nothing from
 * does not join, and nobody leaves for it. Or for new ones, of what the cluster
 * is made of now.
 */
export const clusterReplaceNodes = defineFanOut({
  name: 'CLUSTER_REPLACE_NODES',
  success: 'Completed replacing nodes.',
  admit(self, cluster, input) {
    if (renews(self)) return admitRenewal(self, cluster, input);
    const { seen, mostNodes } = input;
    const fresh = pairsOf(self).map(([, id]) => id);
    if (!seen.nodes) return { kind: 'look', sight: { nodes: fresh } };
    const many = whyTooMany(cluster.nodes.length + fresh.length, mostNodes);
    const fault = missingFrom(seen.nodes, fresh) ?? whyNotJoin(cluster, seen.nodes, 'do') ?? whyNotLeave(self, cluster) ?? many;
    return fault ? { kind: 'refuse', fault } : { kind: 'go' };
  },
  stage(self, stage, cluster, input, memo, at) {
    if (renews(self)) return renew(self, stage, cluster, input, Number(memo.count), at);
    const { seen } = input;
    const pairs = pairsOf(self);
    if (stage === 0) {
      const ids = pairs.map(([, fresh]) => fresh);
      return {
        kind: 'round',
        child: 'NODE_JOIN',
        targets: { from: 'orphans', ids, firstIndex: cluster.nextIndex },
        inputs: { [SERVING]: true },
        cluster: { ...withGuests(cluster, ids), nextIndex: cluster.nextIndex + ids.length, leaving: ids.length },
      };
    }
    if (stage > 1) return { kind: 'end' };
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const joined = new Set(seen.members.filter(({ clusterId }) => clusterId === cluster.id).map(({ id }) => id));
    const replaced = pairs.flatMap(([old, fresh]) => (joined.has(fresh) ? [old] : []));
    return { kind: 'round', child: 'NODE_LEAVE', targets: { from: 'members', positions: positionsOf(cluster, replaced) } };
  },
  conclude(self, cluster, members, _, failure) {
    const fault = failure ?? (renews(self) ? whyNotRenewed(self, cluster, members) : undefined);
    if (fault) return { fault };
    const lost = pairsOf(self).flatMap(([, fresh]) => (members.some(({ id }) => id === fresh) ? [] : [fresh]));
    return lost.length === 0 ? {} : { fault: permanent('children.failed', `Nodes did not join: ${listed(lost)}.`) };
  },
});

/** Old and new, no new one twice. */
function pairsOf({ inputs }: Action): [string, string][] {
  const candidates = inputs.candidates;
  if (!isJsonObject(candidates)) return [];
  const byFresh = Object.entries(candidates).flatMap(([old, fresh]): [string, string][] =>
    typeof fresh === 'string' ? [[fresh, old]] : [],
  );
  return [...new Map(byFresh)].map(([fresh, old]) => [old, fresh]);
}

function whyNotLeave(self: Action, { id, nodes }: Cluster): Fault | undefined {
  const strangers = pairsOf(self).flatMap(([old]) => (nodes.includes(old) ? [] : [old]));
  if (strangers.length === 0) return undefined;
  return permanent('request.malformed', `The specified nodes ${listed(strangers)} to be replaced are not members of the cluster ${id}.`);
}
