import { idsIn } from '../action/node-inputs.ts';
import type { Node } from '../cluster/node.ts';
import { countedOf } from '../cluster/standby.ts';
import { type Criterion, inOrderOfLeaving } from '../cluster/victims.ts';
import { isJsonObject } from '../kernel/json.ts';
import { type PolicyFacts, type PolicyVerdict, pass } from './conduct.ts';
import type { Decisions } from './decisions.ts';
import { growthOf } from './growth.ts';

type Deletion = NonNullable<Decisions['deletion']>;
type Manner = Pick<Deletion, 'destroy_after_deletion' | 'grace_period' | 'reduce_desired_capacity'>;

/** Who goes and how: those that were named, or so many by the criterion. */
export function whoGoes(criterion: Criterion, manner: Manner, facts: PolicyFacts): PolicyVerdict {
  const { action, cluster, decisions, members } = facts;
  const named = namedBy(facts);
  if (named) {
    const candidates = named.filter((id) => cluster.nodes.includes(id));
    const decided = { deletion: { count: candidates.length, candidates, ...manner } };
    return { kind: 'go', decisions: decided, reason: 'The nodes were named.' };
  }
  const count = -growthOf(facts);
  if (count <= 0) return pass('Nothing is to be deleted.');
  // A resize may take along whom somebody named: they go first, and of those who are counted as many fewer are chosen.
  const along = action.action === 'CLUSTER_RESIZE' ? idsIn(action, 'nodes').filter((id) => cluster.nodes.includes(id)) : [];
  const more = Math.max(0, count - countedOf(cluster, along));
  const rest = members.filter(({ id }) => !along.includes(id));
  const picked = pickVictims(rest, { ...decisions.deletion, count: more }, action.id, criterion);
  const candidates = [...along, ...picked];
  const deletion = { count: along.length > 0 ? candidates.length : count, candidates, ...manner };
  return {
    kind: 'go',
    decisions: { deletion },
    reason: `${along.length > 0 ? `${along.length} named, ` : ''}${more} chosen by ${criterion}.`,
  };
}

function namedBy({ action }: PolicyFacts): readonly string[] | undefined {
  if (action.action === 'NODE_DELETE') return [action.target];
  const { candidates } = action.inputs;
  if (action.action !== 'CLUSTER_DEL_NODES' || !Array.isArray(candidates)) return undefined;
  return [...new Set(candidates.filter((id): id is string => typeof id === 'string'))];
}

/**
 * So many members to delete: as many from each region or zone as was planned, the rest wherever they are. In each place the bad ones go
 * first, then the good ones by the criterion.
 */
export function pickVictims(members: readonly Node[], plan: Deletion, seed: string, criterion: Criterion = 'RANDOM'): string[] {
  const ordered = inOrderOfLeaving(members, seed, criterion);
  const shares = plan.regions ?? plan.zones;
  if (!shares) return ordered.slice(0, plan.count).map(({ id }) => id);
  const key = plan.regions ? 'region_name' : 'zone';
  const picked = Object.keys(shares)
    .sort()
    .flatMap((place) => ordered.filter((node) => placeOf(node, key) === place).slice(0, shares[place]));
  const rest = ordered.filter((node) => !picked.includes(node));
  // Those in none of the places first: no plan wants them where they are.
  const strangers = rest.filter((node) => !Object.hasOwn(shares, placeOf(node, key) ?? ''));
  return [...new Set([...picked, ...strangers, ...rest])].slice(0, plan.count).map(({ id }) => id);
}

/** Where a node was put, as it remembers. */
export function placeOf({ data }: Pick<Node, 'data'>, key: 'zone' | 'region_name'): string | undefined {
  const { placement } = data;
  const place = isJsonObject(placement) ? placement[key] : undefined;
  return typeof place === 'string' ? place : undefined;
}
