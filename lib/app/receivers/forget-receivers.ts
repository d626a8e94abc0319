import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

type Stored = { readonly store: DocumentStore };

/** More than anybody has; the deletion's own writes must fit beside them. */
const MOST_AT_ONCE = 80;

/** Removes a cluster's receivers along with whatever says that the cluster goes. */
export async function withoutReceivers(app: Stored, cluster: Pick<Cluster, 'project' | 'id'>): Promise<readonly Write[]> {
  const found = await receiversOf(app, cluster);
  return found.slice(0, MOST_AT_ONCE).map((doc) => ({ remove: 'receiver', doc }));
}

/** Those that are left, because they were made or called in the moment the cluster's deletion was filed, or because they are many. */
export async function forgetReceivers(app: Stored, cluster: Pick<Cluster, 'project' | 'id'>): Promise<void> {
  for (let found = await receiversOf(app, cluster); found.length > 0; found = await receiversOf(app, cluster)) {
    await Promise.all(found.map((doc) => app.store.commit([{ remove: 'receiver', doc }])));
  }
}

async function receiversOf({ store }: Stored, { project, id }: Pick<Cluster, 'project' | 'id'>) {
  const { items } = await store.list('receiver', project);
  return items.filter(({ clusterId }) => clusterId === id);
}
