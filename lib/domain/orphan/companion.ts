import { isBalanced } from '../action/balance-step.ts';
import { isBalancing } from '../action/balancer-stages.ts';
import { balancerIn } from '../action/passage.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isLocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { groupIn } from '../policy/affinity-group.ts';
import { BALANCER_MEMBER } from './left-member.ts';
import type { Proof } from './mark.ts';
import type { OrphanReason } from './orphan.ts';

/** What is made for nodes and is none, under the type that it is listed under where resources have their profile type. */
export const COMPANIONS = [BALANCER_MEMBER, 'load-balancer', 'server-group'] as const;
export type CompanionKind = (typeof COMPANIONS)[number];
export const isCompanion = (type: string): type is CompanionKind => COMPANIONS.some((kind) => kind === type);

/** One of them, as whoever has it tells. */
export type Companion = {
  readonly kind: CompanionKind;
  /** What it is called where it is. */
  readonly id: string;
  /** Where it is: the pool of a member, empty for the others. */
  readonly place: string;
  /** Whose it is, as its mark says; of a server group, in whose project it was found. */
  readonly project: string;
  /** Of a member. */
  readonly nodeId: string;
  /** Of a load balancer. */
  readonly clusterId: string;
  readonly policyId: string;
  /** Of a server group: the action that made it. */
  readonly maker: string;
  readonly proof: Proof;
};

const LOT = 'server_group_';

/** A server group whose name was drawn by an action of ours; of a name that somebody chose nobody can tell. @param isId of an action */
export function serverGroup(
  project: string,
  group: { readonly id: string; readonly name: string },
  isId: (text: string) => boolean,
): Companion | undefined {
  const maker = group.name.startsWith(LOT) ? group.name.slice(LOT.length) : '';
  if (!isId(maker)) return undefined;
  return { kind: 'server-group', id: group.id, place: '', project, nodeId: '', clusterId: '', policyId: '', maker, proof: 'unsigned' };
}

/** What the table knows of one, read after it was listed. */
export type CompanionFacts = {
  readonly node?: Node | undefined;
  /** The node's, or its own; of a server group, where its maker was at work. */
  readonly cluster?: Cluster | undefined;
  /** Of a server group: whether its maker is known, and still at work. */
  readonly maker?: { readonly open: boolean } | undefined;
  /** All clusters of its project that have bindings; asked for of server groups only. */
  readonly clusters?: readonly Cluster[];
};

/**
 * Why nothing in the table has use for it; undefined while something has, or may: whoever works on a cluster or a node holds its lock.
 *
 * Of what the table knows nothing at all, it may be the table that is wrong: that is `forgotten`, of which never many are removed by themselves.
 */
export function companionVerdict(companion: Companion, facts: CompanionFacts): OrphanReason | undefined {
  if (companion.proof === 'forged') return 'forged';
  if (isWanted(companion, facts)) return undefined;
  if (companion.proof === 'unsigned') return 'unsigned';
  return facts.node || (companion.kind !== BALANCER_MEMBER && facts.cluster) ? 'unwanted' : 'forgotten';
}

function isWanted({ kind, place, policyId, id }: Companion, { node, cluster, maker, clusters = [] }: CompanionFacts): boolean {
  if ((cluster && isLocked(cluster.lock)) || (node && isLocked(node.lock))) return true;
  switch (kind) {
    case 'load-balancer-member':
      return node !== undefined && isBalanced(node) && (cluster === undefined || isPlaceOf(cluster, place));
    case 'load-balancer':
      return cluster?.bindings.some((binding) => binding.policyId === policyId) ?? false;
    case 'server-group':
      return maker?.open === true || clusters.some(({ bindings }) => bindings.some(({ data }) => groupIn(data)?.id === id));
  }
}

/** Where its balancer did not say what its pool is called, nobody knows better. */
const isPlaceOf = ({ bindings }: Cluster, place: string): boolean =>
  bindings.some(({ policyType, data }) => {
    const { pool } = balancerIn(data);
    return isBalancing(policyType) && (typeof pool !== 'string' || pool === place);
  });
