import { permanent } from '../kernel/fault.ts';
import type { PolicyFacts, PolicyVerdict } from './conduct.ts';
import { pass } from './conduct.ts';
import { placeOf } from './deletion-choice.ts';
import { growthOf } from './growth.ts';

/** A zone or region that takes its share of the nodes. @param cap the most it may have; negative for no cap */
export type Share = { readonly name?: string; readonly weight: number; readonly cap?: number };

/** How many come or go where, in the words of the decisions; undefined when that cannot be. */
export function spread(shares: readonly Share[], current: ReadonlyMap<string, number>, growth: number): Record<string, number> | undefined {
  const grows = growth > 0;
  const sum = shares.reduce((all, { weight }) => all + weight, 0);
  const total = shares.reduce((all, { name = '' }) => all + (current.get(name) ?? 0), 0) + growth;
  const inTurn = [...shares].sort((a, b) => (grows ? b.weight - a.weight : a.weight - b.weight));
  const plan: Record<string, number> = {};
  let left = Math.abs(growth);
  for (const { name = '', weight, cap = -1 } of inTurn) {
    const share = sum === 0 ? 0 : (total * weight) / sum;
    const quota = grows ? (cap >= 0 ? Math.min(Math.ceil(share), cap) : Math.ceil(share)) : Math.floor(share);
    const has = current.get(name) ?? 0;
    const taken = Math.min(left, Math.max(0, grows ? quota - has : has - quota));
    if (taken > 0) plan[name] = taken;
    left -= taken;
  }
  return left > 0 ? undefined : plan;
}

/** Spreads those that come, and picks where to take from when some go. Nodes that are somewhere else are nobody's share. */
export function spreadOver(what: 'zones' | 'regions', shares: readonly Share[], facts: PolicyFacts): PolicyVerdict {
  const { decisions, members } = facts;
  const growth = growthOf(facts);
  const named = new Set(shares.map(({ name }) => name));
  const current = new Map<string, number>();
  for (const node of members) {
    const place = placeOf(node, what === 'zones' ? 'zone' : 'region_name');
    if (place !== undefined && named.has(place)) current.set(place, (current.get(place) ?? 0) + 1);
  }
  const known = [...current.values()].reduce((sum, count) => sum + count, 0);
  // Those taken in from elsewhere are where they are, and of those that go the strangers may make up for what is missing.
  const change = growth > 0 ? growth - (decisions.reuse?.nodes.length ?? 0) : -Math.min(-growth, known);
  if (change === 0) return pass(`No node comes to or goes from its ${what}.`);

  const plan = spread(shares, current, change);
  if (!plan)
    return {
      kind: 'refuse',
      fault: permanent('policy.no-plan', `There is no feasible plan to ${change > 0 ? 'create' : 'delete'} nodes.`),
    };
  const reason = Object.entries(plan)
    .map(([place, count]) => `${count} ${change > 0 ? 'in' : 'from'} ${place}`)
    .join(', ');
  const decided = change > 0 ? { creation: { count: growth, [what]: plan } } : { deletion: { count: -growth, [what]: plan } };
  return { kind: 'go', decisions: decided, reason: `${reason}.` };
}
