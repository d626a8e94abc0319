import type { Cluster } from '../../lib/domain/cluster/cluster.ts';
import type { Write } from '../../lib/domain/documents.ts';
import { tell } from '../../lib/domain/event/news.ts';
import type { Instant } from '../../lib/domain/kernel/time.ts';
import type { DocumentStore } from '../../lib/ports/document-store.ts';
import { aCluster, idOf } from './documents.ts';

export const clusterNamed = (name: string): Cluster => aCluster({ id: idOf(name), name, version: 0 });

/** Stores one more event of a cluster, which comes into being with its first. @param born when the event says it was */
export async function tellSomething(store: DocumentStore, name: string, born: Instant): Promise<void> {
  const { project, id } = clusterNamed(name);
  const about = (await store.get('cluster', { project, id })) ?? clusterNamed(name);
  const { history, write } = tell(
    about,
    { type: 'action-started', level: 'INFO', action: 'CLUSTER_CHECK', status: 'start', reason: 'why' },
    born,
  );
  const counted: Write = { put: 'cluster', doc: { ...about, history } };
  if ((await store.commit([counted, write])) === 'stale') throw new Error('somebody else told of it');
}
