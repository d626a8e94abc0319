import { isLocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { orderOf } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import { freeMap, integer, map, string } from '../spec/element.ts';
import type { PropertiesOf, SpecSchema } from '../spec/schema.ts';
import { type PolicyFacts, type PolicyVerdict, pass } from './conduct.ts';
import { growthOf } from './growth.ts';
import { definePolicyKind } from './policy-type.ts';

const schema = {
  match: map(
    'Which nodes without a cluster may be taken in, besides being ACTIVE and of the same profile; all of them when nothing is said.',
    {
      metadata: freeMap('Pairs that the node must have among its metadata.'),
      role: string('The role that the node must have.'),
      name_prefix: string('What the name of the node must begin with.'),
    },
    { default: {} },
  ),
  order: string('Which of them are taken first.', { default: 'OLDEST_FIRST', values: ['OLDEST_FIRST', 'YOUNGEST_FIRST', 'NAME'] }),
  limit: integer('How many are taken in by one action at most. The default is -1 which means as many as are needed.', { default: -1 }),
} satisfies SpecSchema;
type Properties = PropertiesOf<typeof schema>;

/** Grows a cluster with nodes that are there already, before any is made. */
export const reuse = definePolicyKind({
  name: 'coppice.policy.reuse',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2026.11' }] },
  beyondSenlin: ['1.0'],
  // After what says how many come, before what says how they come and where to.
  priority: 150,
  singleton: true,
  appliesTo: 'any',
  className: 'ReusePolicy',
  schema,

  *complaints({ limit }) {
    yield limit === 0 || limit < -1 ? "the 'limit' must be > 0 or -1" : undefined;
  },

  conduct: { before: ['CLUSTER_SCALE_OUT', 'CLUSTER_RESIZE', 'CLUSTER_RECOVER'], seesOrphans: true, decide },
});

function decide({ match, order, limit }: Properties, facts: PolicyFacts): PolicyVerdict {
  const count = growthOf(facts);
  if (count <= 0) return pass('No node comes.');
  const fitting = (facts.orphans ?? []).filter((node) => fits(node, facts.cluster.profileId) && matches(node, match));
  const chosen = [...fitting].sort(ORDERS[order]).slice(0, limit === -1 ? count : Math.min(limit, count));
  if (chosen.length === 0) return pass('There is no node to take in.');
  const names = chosen.map(({ name }) => name).join(', ');
  return {
    kind: 'go',
    decisions: { reuse: { nodes: chosen.map(({ id }) => id) } },
    reason: `${chosen.length} of ${count} are there already: ${names}.`,
  };
}

/** Whether a node could be a member as it is. Somebody who works on it may have other plans. */
const fits = (node: Node, profileId: string): boolean =>
  node.clusterId === '' &&
  node.status === 'ACTIVE' &&
  node.profileId === profileId &&
  !node.suspended &&
  !node.tainted &&
  !isLocked(node.lock);

function matches({ name, role, metadata }: Node, match: Properties['match']): boolean {
  const wanted: JsonObject = match.metadata ?? {};
  return (
    (match.role === undefined || role === match.role) &&
    (match.name_prefix === undefined || name.startsWith(match.name_prefix)) &&
    Object.entries(wanted).every(([key, value]) => JSON.stringify(metadata[key]) === JSON.stringify(value))
  );
}

const earlier = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS: Readonly<Record<Properties['order'], (a: Node, b: Node) => number>> = {
  OLDEST_FIRST: (a, b) => earlier(orderOf(a.id), orderOf(b.id)),
  YOUNGEST_FIRST: (a, b) => earlier(orderOf(b.id), orderOf(a.id)),
  NAME: (a, b) => earlier(a.name, b.name) || earlier(orderOf(a.id), orderOf(b.id)),
};
