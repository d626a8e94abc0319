import type { Action, ActionName } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { CountedKind, Documents, Kind, Write } from '../documents.ts';
import { countsOf, isInFlight, sizeOf } from './counts.ts';
import { type Counts, RESOURCES, type Resource } from './limits.ts';
import { sum } from './usage.ts';

/** What a stored document counts for, and how large it is, if it is a cluster. */
export type Standing = { readonly counts: Partial<Counts>; readonly size: number };

/** What a commit changes of what is counted. */
export type Effect = {
  readonly by: Partial<Counts>;
  /** How much of that may be refused: what only moves, ends or mends is not. */
  readonly asked: Partial<Counts>;
  /** The clusters that grow: how large they are and will be. */
  readonly grown: readonly { readonly name: string; readonly from: number; readonly to: number }[];
};

type Put = Extract<Write, { readonly put: Kind }>;
type Remove = Extract<Write, { readonly remove: Kind }>;
const COUNTED: ReadonlySet<Kind> = new Set<CountedKind>(['cluster', 'node', 'action', 'receiver', 'schedule', 'subscription']);
const isCounted = (kind: Kind): kind is CountedKind => COUNTED.has(kind);

export const standingOf = <K extends CountedKind>(kind: K, doc: Documents[K]): Standing => ({
  counts: countsOf(kind, doc),
  size: kind === 'cluster' ? sizeOf(doc as Cluster) : 0,
});

/**
 * Whether what a document counted for until now does not follow from what it is to be: a cluster's list changes, and nodes become orphans. All others count for
 * the same as long as they are there, but for actions, which are not written any more once they have ended.
 */
export const hasPast = (write: Write): write is Put & { readonly put: 'cluster' | 'node' } =>
  'put' in write && write.doc.version > 0 && (write.put === 'cluster' || (write.put === 'node' && countsOf('node', write.doc).nodes === 1));

/** Two documents of different kinds may have the same id. */
export const placeOf = ({ put, doc }: Put): string => `${put} ${doc.id}`;

/**
 * What a commit changes of what is counted: all of it follows from the writes, so that nobody who writes has to think of it.
 *
 * @param pasts what those counted for that have a past, by their places
 */
export function effectOf(writes: readonly Write[], pasts: ReadonlyMap<string, Standing>): Effect {
  const changes: Partial<Counts>[] = [];
  const grown: Effect['grown'][number][] = [];
  let urgent = 0;
  for (const write of writes) {
    if ('remove' in write) changes.push(negative(countsOfRemoved(write)));
    if (!('put' in write) || !isCounted(write.put)) continue;
    const after = standingOf(write.put, write.doc as Documents[CountedKind]);
    const past = pasts.get(placeOf(write)) ?? { counts: pastOf(write), size: 0 };
    changes.push(after.counts, negative(past.counts));
    if (write.put === 'cluster' && after.size > past.size) grown.push({ name: write.doc.name, from: past.size, to: after.size });
    if (write.put === 'action' && write.doc.version === 0 && isInFlight(write.doc) && isUrgent(write.doc)) urgent++;
  }
  const total = sum(changes);
  const by = those(total, (name) => total[name] !== 0);
  const asked = those({ ...total, actions: total.actions - urgent }, (name, figure) => figure > 0 && name in by);
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
  if (write.put === 'action') return write.doc.parentId === null ? { actions: 1 } : {};
  return countsOf<CountedKind>(write.put, write.doc as Documents[CountedKind]);
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
