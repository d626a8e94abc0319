import { z } from 'zod';
import type { Documents } from '../documents.ts';
import { type JsonObject, JsonObject as jsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { RETAINED_KINDS, type RetainedKind } from './rule.ts';

/** One line of an archive: a document as it was last, and what it is found by. */
export const ArchiveRecord = z.object({
  kind: z.enum(RETAINED_KINDS),
  project: z.string(),
  id: z.string(),
  /** When it happened, began or, of a cluster or a node, was deleted. */
  at: z.iso.datetime(),
  /** What it is about. */
  object: z.object({ id: z.string(), name: z.string() }),
  /** The cluster's id; null of what is in none. */
  cluster: z.string().nullable(),
  document: jsonObject,
});
export type ArchiveRecord = Readonly<z.infer<typeof ArchiveRecord>>;

/** The kind of document in which the table has what is archived as a kind. */
export const STORED_AS = {
  event: 'event',
  action: 'action',
  letter: 'letter',
  execution: 'execution',
  cluster: 'tombstone',
  node: 'tombstone',
} as const satisfies { readonly [K in RetainedKind]: keyof Documents };

/**
 * What of a document an archive gets: all that its owner can see, and nothing that is good for something. What drives an action, the token a hook is
 * answered with, what a driver remembers and who holds a lock are the engine's own.
 */
export function recordOf(kind: RetainedKind, doc: Documents[(typeof STORED_AS)[RetainedKind]]): ArchiveRecord {
  const { id, project } = doc;
  return { kind, project, id, ...RECORDS[kind](doc as never) };
}

type Rest = Pick<ArchiveRecord, 'at' | 'object' | 'cluster' | 'document'>;

const RECORDS: { readonly [K in RetainedKind]: (doc: Documents[(typeof STORED_AS)[K]]) => Rest } = {
  event: ({ version: _, ...event }) => ({
    at: iso(event.timestamp),
    object: { id: event.objectId, name: event.objectName },
    cluster: event.clusterId,
    document: plain(event),
  }),
  action: ({ version: _, state: _s, memory: _m, lease: _l, closing: _c, signal: _g, attempts: _a, dueAt: _d, hook, ...action }) => ({
    at: iso(action.createdAt),
    object: { id: action.target, name: action.targetName },
    cluster: action.clusterId || null,
    document: plain({ ...action, ...(hook && { hook: { ...hook, token: undefined } }) }),
  }),
  letter: ({ version: _, ...letter }) => ({
    at: iso(letter.at),
    object: { id: letter.subscriptionId, name: '' },
    cluster: null,
    document: plain(letter),
  }),
  execution: ({ version: _, run, dueAt: _d, lifetime: _l, forgetAt: _f, ...execution }) => ({
    at: iso(execution.startedAt),
    object: { id: execution.workflowId, name: execution.workflowName },
    cluster: null,
    document: plain({ ...execution, ...(run && { history: run.history }) }),
  }),
  cluster: stoneRecord,
  node: stoneRecord,
};

function stoneRecord({ id, of, at, document }: Documents['tombstone']): Rest {
  const { version: _, lock: _l, ...last } = document;
  const shown = 'memory' in last ? { ...last, memory: undefined } : last;
  return { at: iso(at), object: { id, name: document.name }, cluster: clusterOf(of, document), document: plain(shown) };
}

const clusterOf = (of: 'cluster' | 'node', document: Documents['tombstone']['document']): string | null =>
  of === 'cluster' ? document.id : 'clusterId' in document && document.clusterId !== '' ? document.clusterId : null;

const iso = (at: Instant): string => new Date(at).toISOString();

/** As JSON carries it: what is undefined is not there. */
const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
