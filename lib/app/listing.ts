import type { Documents, Kind } from '../domain/documents.ts';
import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { allShared } from './grants/all-shared.ts';
import type { ListRequest } from './verb.ts';

type Value = string | number | null;
type Fields<K extends Kind> = { readonly [name: string]: (doc: Documents[K]) => Value };

const GRANT: Fields<'grant' | 'share'> = {
  object_type: (d) => d.objectKind,
  object_id: (d) => d.objectId,
  grantee_type: (d) => d.grantee.type,
  grantee_id: (d) => d.grantee.id,
  access: (d) => d.access,
  created_at: (d) => d.createdAt,
  expires_at: (d) => d.expiresAt,
};

/** What lists can be filtered and sorted by, under Senlin's names. */
const FIELDS: { readonly [K in Kind]: Fields<K> } = {
  cluster: {
    name: (d) => d.name,
    status: (d) => d.status,
    init_at: (d) => d.initAt,
    created_at: (d) => d.createdAt,
    updated_at: (d) => d.updatedAt,
  },
  node: {
    name: (d) => d.name,
    status: (d) => d.status,
    index: (d) => d.index,
    cluster_id: (d) => d.clusterId,
    init_at: (d) => d.initAt,
    created_at: (d) => d.createdAt,
    updated_at: (d) => d.updatedAt,
  },
  profile: { name: (d) => d.name, type: (d) => d.type, created_at: (d) => d.createdAt, updated_at: (d) => d.updatedAt },
  policy: { name: (d) => d.name, type: (d) => d.type, created_at: (d) => d.createdAt, updated_at: (d) => d.updatedAt },
  action: {
    name: (d) => d.name,
    action: (d) => d.action,
    status: (d) => d.status,
    target: (d) => d.target,
    cluster_id: (d) => d.clusterId,
    created_at: (d) => d.createdAt,
  },
  schedule: {
    name: (d) => d.name,
    action: (d) => d.action,
    target: (d) => d.target,
    created_at: (d) => d.createdAt,
    updated_at: (d) => d.updatedAt,
  },
  workflow: { name: (d) => d.name, backend: (d) => d.backend, created_at: (d) => d.createdAt, updated_at: (d) => d.updatedAt },
  execution: {
    name: (d) => d.name,
    status: (d) => d.status,
    workflow_id: (d) => d.workflowId,
    action_id: (d) => d.caller.id,
    node_id: (d) => d.nodeId,
    started_at: (d) => d.startedAt,
    ended_at: (d) => d.endedAt,
  },
  event: {
    oid: (d) => d.objectId,
    oname: (d) => d.objectName,
    otype: (d) => d.objectType,
    cluster_id: (d) => d.clusterId,
    action: (d) => d.action,
    level: (d) => d.level,
    status: (d) => d.status,
    timestamp: (d) => d.timestamp,
  },
  watch: {},
  tally: {},
  journal: {},
  entry: {},
  readers: {},
  quota: {},
  receiver: {
    name: (d) => d.name,
    type: (d) => d.type,
    action: (d) => d.action,
    cluster_id: (d) => d.clusterId,
    user: (d) => d.user,
    created_at: (d) => d.createdAt,
  },
  subscription: { name: (d) => d.name, created_at: (d) => d.createdAt, updated_at: (d) => d.updatedAt },
  secret: { name: (d) => d.name, created_at: (d) => d.createdAt, updated_at: (d) => d.updatedAt },
  letter: { subscription_id: (d) => d.subscriptionId, position: (d) => d.position },
  orphan: {
    profile_type: (d) => d.profileType,
    physical_id: (d) => d.physicalId,
    node_id: (d) => d.mark.nodeId,
    reason: (d) => d.reason,
    status: (d) => d.status,
    found_at: (d) => d.foundAt,
    remove_at: (d) => d.removeAt,
  },
  sweep: {},
  circuit: {},
  request: {},
  group: {},
  launchConfiguration: {},
  meter: {},
  metric: {},
  metricHour: {},
  metricAlarm: {},
  alarmRecord: {},
  launchTemplate: {},
  launchTemplateVersion: {},
  network: {},
  refresh: {},
  grant: GRANT,
  share: GRANT,
  link: {},
  usage: {},
  tombstone: {},
  scavenging: {},
  retention: {},
};

/**
 * A page of a caller's documents. Without sort and filters it is read as a page; otherwise everything is read, since any field may order it.
 *
 * @param isThere of those that are stored, which there still are: all, if not said
 */
export async function listDocuments<K extends Kind>(
  store: DocumentStore,
  caller: Principal,
  kind: K,
  request: ListRequest,
  isThere?: (doc: Documents[K]) => boolean,
): Promise<{ readonly kind: 'ok'; readonly docs: readonly Documents[K][] } | Refusal> {
  if (request.globalProject && !caller.isAdmin) return refused('forbidden', 'You are not authorized to complete this operation.');
  const { limit, marker, sort, filters } = request;
  if (limit === 0) return { kind: 'ok', docs: [] };
  if (request.shared) {
    const shared = caller.reach ? await allShared(store, { ...caller, reach: caller.reach }, kind, filters.cluster_id) : [];
    return { kind: 'ok', docs: pageOf(kind, isThere ? shared.filter(isThere) : shared, request) };
  }
  if (!isThere && !caller.isAdmin && sort.length === 0 && Object.keys(filters).length === 0) {
    const project = caller.projectId;
    // An unknown marker is ignored, as in Senlin.
    const after = marker !== undefined && (await store.get(kind, { project, id: marker })) ? marker : undefined;
    return { kind: 'ok', docs: (await store.list(kind, project, { after, limit })).items };
  }
  const projects = caller.isAdmin ? await store.projects() : [caller.projectId];
  const all = (await Promise.all(projects.map(async (project) => (await store.list(kind, project)).items))).flat();
  return { kind: 'ok', docs: pageOf(kind, isThere ? all.filter(isThere) : all, request) };
}

/** What a request asks for of documents that were read some other way. */
export function pageOf<K extends Kind>(
  kind: K,
  docs: readonly Documents[K][],
  { sort, filters, marker, limit }: Pick<ListRequest, 'sort' | 'filters' | 'marker' | 'limit'>,
): readonly Documents[K][] {
  const sorted = arrange(kind, docs, sort).filter((doc) => matches(kind, doc, filters));
  const start = marker === undefined ? 0 : sorted.findIndex((doc) => doc.id === marker) + 1;
  return sorted.slice(start, limit === undefined ? undefined : start + limit);
}

/** Also for documents that were read some other way. */
export function matches<K extends Kind>(kind: K, doc: Documents[K], filters: ListRequest['filters']): boolean {
  const fields: Fields<K> = FIELDS[kind];
  return Object.entries(filters).every(([name, values]) => values.includes(String(fields[name]?.(doc) ?? '')));
}

/** Ascending puts nothing before something, descending after; ties keep creation order. */
export function arrange<K extends Kind>(kind: K, docs: readonly Documents[K][], sort: ListRequest['sort']): readonly Documents[K][] {
  const fields: Fields<K> = FIELDS[kind];
  return [...docs].sort((a, b) => {
    for (const { key, descending } of sort) {
      const order = compare(fields[key]?.(a) ?? null, fields[key]?.(b) ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
