import { type Action, targetsCluster } from '../../domain/action/action.ts';
import { unclaim } from '../../domain/action/claim.ts';
import { isBinding, isJoining, isStandingBy } from '../../domain/action/cluster-progress.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { evaluate } from '../../domain/cluster/evaluate.ts';
import { holds, type Request } from '../../domain/cluster/lock.ts';
import { foundToBe } from '../../domain/cluster/roll.ts';
import type { Write } from '../../domain/documents.ts';
import { tellEnd } from '../../domain/event/tell.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { marked } from '../../domain/policy/chain.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { App } from '../app.ts';

/** What a forced cancel commits, and who may go on because of it. */
type Force = { readonly writes: Write[]; readonly freed: readonly Request[] };

/** The cluster as it is left, when that differs from how it was. */
type LetGo = { readonly cluster: Cluster | undefined; readonly freed: readonly Request[] };

/** Shows the action's end before it has ended: its alarm stays, so that somebody undoes what is left of it. */
export async function forceCancel({ store, clock }: App, action: Action): Promise<Force> {
  const now = clock.now();
  const doc: Action = {
    ...action,
    signal: 'cancel',
    status: 'CANCELLED',
    statusReason: 'The action was cancelled by force.',
    endedAt: now,
    updatedAt: now,
  };
  const { cluster, freed } = await letGo(store, action, now);
  if (action.parentId !== null)
    return { writes: [{ put: 'action', doc }, ...(cluster ? [{ put: 'cluster', doc: cluster } as const] : [])], freed };
  const told = targetsCluster(action.action) ? await endOfClusterAction(store, doc, cluster, now) : await endOfNodeAction(store, doc, now);
  return { writes: [{ put: 'action', doc }, ...told], freed };
}

async function endOfClusterAction(store: DocumentStore, doc: Action, left: Cluster | undefined, now: Instant): Promise<Write[]> {
  const about = left ?? (await store.get('cluster', { project: doc.project, id: doc.target }));
  const { target, write } = tellEnd(doc, about, '', now, { name: doc.targetName });
  return [...(target ? [{ put: 'cluster', doc: target } as const] : []), write];
}

async function endOfNodeAction(store: DocumentStore, doc: Action, now: Instant): Promise<Write[]> {
  const { target, write } = tellEnd(doc, await store.get('node', { project: doc.project, id: doc.target }), '', now, {
    name: doc.targetName,
  });
  return [...(target ? [{ put: 'node', doc: target } as const] : []), write];
}

/**
 * Lets go of the cluster at once, as its nodes have it now: what they come to while the rest is undone, whoever is next to end on the
 * cluster puts right. While nodes are joining it is kept: until they have, nobody can tell whose they are. So it is while a policy's balancer
 * is being raised or taken down: a binding that somebody else sees has one.
 */
async function letGo(store: DocumentStore, action: Action, now: Instant): Promise<LetGo> {
  const nothing: LetGo = { cluster: undefined, freed: [] };
  if (!targetsCluster(action.action) || isJoining(action) || isBinding(action) || isStandingBy(action)) return nothing;
  const cluster = await store.get('cluster', { project: action.project, id: action.target });
  const { cluster: released, freed } = unclaim(action, { cluster, node: undefined });
  if (!cluster || !released || released === cluster) return nothing;
  const truth = holds(cluster.lock, action.id) ? await membersOf(store, action, cluster, now) : {};
  return { cluster: { ...released, ...truth }, freed };
}

async function membersOf(store: DocumentStore, { action }: Action, cluster: Cluster, now: Instant): Promise<Partial<Cluster>> {
  const { project, nodes } = cluster;
  const listed = await store.getMany(
    'node',
    nodes.map((id) => ({ project, id })),
  );
  const members = listed.filter(({ clusterId }) => clusterId === cluster.id);
  const roll = foundToBe(
    cluster,
    members.map(({ id }) => id),
  );
  return { ...roll, ...evaluate(action, cluster, members), ...marked(cluster, action, now), updatedAt: now };
}
