import type { Action, ActionName } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { type CountedKind, type Documents, type Kind, kindOf, type Write } from '../documents.ts';
import { becomesOf, type ListPast } from './cost.ts';
import { countsOf, isInFlight, reachOf, sizeOf } from './counts.ts';
import { type Counts, RESOURCES, type Resource } from './limits.ts';
import type { NodePrice } from './priced.ts';
import { sum } from './usage.ts';

/** What a stored document counts for; of a cluster, how large it is and at what its places are counted, of a node and an action the like. */
export type Standing = {
  readonly counts: Partial<Counts>;
  readonly size: number;
  /** How many it has and means to have, those included that are to make room. */
  readonly reach?: number;
  readonly list?: ListPast;
  readonly price?: NodePrice | undefined;
  readonly dearer?: number | undefined;
};

/** What a commit changes of what is counted. */
export type Effect = {
  readonly by: Partial<Counts>;
  /** How much of that may be refused: what only moves, ends or mends is not. */
  readonly asked: Partial<Counts>;
  /** The clusters that grow: how large they are and will be. One that keeps those who were to make room for others does not: it is as it was. */
  readonly grown: readonly { readonly name: string; readonly from: number; readonly to: number }[];
};

type Put = Extract<Write, { readonly put: Kind }>;
type Remove = Extract<Write, { readonly remove: Kind }>;
const COUNTED: ReadonlySet<Kind> = new Set<CountedKind>(['cluster', 'node', 'action', 'receiver', 'schedule', 'subscription']);
const isCounted = (kind: Kind): kind is CountedKind => COUNTED.has(kind);

export const standingOf = <K extends CountedKind>(kind: K, doc: Documents[K]): Standing => ({
  counts: countsOf(kind, doc),
  size: kind === 'cluster' ? sizeOf(doc as Cluster) : 0,
  ...(kind === 'cluster' && { reach: reachOf(doc as Cluster), list: { nodes: (doc as Cluster).nodes, price: (doc as Cluster).price } }),
  ...(kind === 'node' && { price: (doc as Node).price }),
  ...(kind === 'action' && { dearer: (doc as Action).dearer }),
});

/**
 * Whether what a document counted for until now does not follow from what it is to be: a cluster's list changes, and nodes become orphans. All others count for
 * the same as long as they are there, but for actions, which are not written any more once they have ended.
 */
export const hasPast = (write: Write): boolean =>
  'put' in write && write.doc.version > 0 && (write.put === 'cluster' || (write.put === 'node' && countsOf('node', write.doc).nodes === 1));

/** The same where documents have prices: whoever writes need not know them. */
export function hasPricedPast(write: Write): boolean {
  if (write.doc.version === 0) return false;
  const kind = kindOf(write);
  return (
    !('check' in write) &&
    (kind === 'cluster' || kind === 'node' || ('put' in write && write.put === 'action' && becomesOf(write.doc) !== undefined))
  );
}

/** Two documents of different kinds may have the same id. */
export const placeOf = (write: Write): string => `${kindOf(write)} ${write.doc.id}`;

/**
 * What a commit changes of what is counted: all of it follows from the writes, so that nobody who writes has to think of it.
 *
 * @param pasts what those counted for that have a past, by their places
 */
export function effectOf(writes: readonly Write[], pasts: ReadonlyMap<string, Standing>): Effect {
  const changes: Partial<Counts>[] = [];
  const grown: Effect['grown'][number][] = [];
  let urgent = 0;
  let dearer = 0;
  for (const write of writes) {
    if ('remove' in write) changes.push(negative(pasts.get(placeOf(write))?.counts ?? countsOfRemoved(write)));
    if (!('put' in write) || !isCounted(write.put)) continue;
    const after = standingOf(write.put, write.doc as Documents[CountedKind]);
    const past: Standing = pasts.get(placeOf(write)) ?? { counts: pastOf(write), size: 0 };
    changes.push(after.counts, negative(past.counts));
    dearer += costAsked(write, after, past);
    if (write.put === 'cluster' && after.size > past.size && (after.reach ?? 0) > (past.reach ?? 0))
      grown.push({ name: write.doc.name, from: past.size, to: after.size });
    if (write.put === 'action' && write.doc.version === 0 && isInFlight(write.doc) && isUrgent(write.doc)) urgent++;
  }
  const total = sum(changes);
  const by = those(total, (name) => total[name] !== 0);
  const askable = { ...total, actions: total.actions - urgent, cost_per_hour: Math.min(total.cost_per_hour, dearer) };
  const asked = those(askable, (name, figure) => figure > 0 && name in by);
  return { by, asked, grown };
}

/** Whose usage a commit changes. An administrator's request takes something of the administrator's own project along, which is not counted. */
export function projectOf(writes: readonly Write[]): string {
  const counted = writes.filter((write) => !('check' in write) && isCounted('put' in write ? write.put : write.remove));
  const [project = '', ...others] = new Set(counted.map(({ doc }) => doc.project));
  if (others.length > 0) throw new Error('a transaction that counts is of one project');
  return project;
}

export const isNothing = ({ by, grown }: Effect): boolean => grown.length === 0 && Object.keys(by).length === 0;

const countsOfRemoved = ({ remove, doc }: Remove): Partial<Counts> =>
  isCounted(remove) ? countsOf(remove, doc as Documents[CountedKind]) : {};

/** Of whatever has no past of its own. An action that is written again was in flight until then. */
function pastOf(write: Put): Partial<Counts> {
  if (write.doc.version === 0 || !isCounted(write.put)) return {};
  if (write.put === 'action')
    return { ...(write.doc.parentId === null && { actions: 1 }), ...(write.doc.dearer && { cost_per_hour: write.doc.dearer }) };
  return countsOf<CountedKind>(write.put, write.doc as Documents[CountedKind]);
}

/**
 * What money a write asks for that may be refused: a list that grows, a node that was asked for by itself, an update that is filed. What is mended comes at its price,
 * and so does what was admitted before it had one.
 */
function costAsked({ put, doc }: Put, after: Standing, past: Pick<Standing, 'counts' | 'size'>): number {
  const places = ({ counts }: Pick<Standing, 'counts'>) => counts.nodes ?? 0;
  const isNew = doc.version === 0;
  const isMore = places(after) > places(past);
  const isAskedFor = put === 'cluster' ? isMore : isNew && (put === 'action' || isMore || (put === 'node' && doc.added === true));
  return isAskedFor ? Math.max(0, (after.counts.cost_per_hour ?? 0) - (past.counts.cost_per_hour ?? 0)) : 0;
}

/** These make room, or mend what has broken: a full project must not be kept from either. */
const FREEING: ReadonlySet<ActionName> = new Set<ActionName>(['CLUSTER_DELETE', 'NODE_DELETE']);
const isUrgent = ({ action, origin }: Action): boolean => FREEING.has(action) || origin?.by === 'health';

const negative = (counts: Partial<Counts>): Partial<Counts> => those(counts, () => true, -1);

function those(counts: Partial<Counts>, which: (name: Resource, figure: number) => boolean, times = 1): Partial<Counts> {
  const some: { [resource in Resource]?: number } = {};
  for (const name of RESOURCES) {
    const figure = counts[name];
    if (figure !== undefined && which(name, figure)) some[name] = figure * times;
  }
  return some;
}
