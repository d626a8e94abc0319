import { isOpen } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { companionVerdict } from '../../domain/orphan/companion.ts';
import { BALANCER_MEMBER } from '../../domain/orphan/left-member.ts';
import type { Listed } from '../../domain/orphan/orphan.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Judged } from '../engine/judge-resources.ts';
import { companionIn } from './estates.ts';

/** Asks the table about what stands beside nodes and was listed before. What a forced deletion left is known already, and asked for at every sweep. */
export async function judgeCompanions({ store }: { readonly store: DocumentStore }, listed: readonly Listed[]): Promise<readonly Judged[]> {
  const left = new Set<string>();
  const clustersOf = new Map<string, readonly Cluster[]>();
  for (const project of new Set(listed.map((one) => one.project))) {
    const { items } = await store.list('orphan', project);
    for (const { reason, mark } of items) if (reason === 'left-behind') left.add(`${project} ${mark.nodeId}`);
    if (listed.some((one) => one.project === project && one.profileType === 'server-group'))
      clustersOf.set(project, (await store.list('cluster', project)).items);
  }
  const read = async <K extends 'node' | 'cluster' | 'action'>(kind: K, project: string, id: string | undefined) =>
    id !== undefined && isId(id) ? store.get(kind, { project, id }) : undefined;

  const judged: Judged[] = [];
  for (const one of listed) {
    const { project, nodeId, memory = {} } = one;
    const companion = companionIn(memory);
    // The maker and the node first: once they are done with it, the cluster knows for good what it has.
    const maker = await read('action', project, companion.maker);
    const node = await read('node', project, nodeId);
    const cluster = await read('cluster', project, node?.clusterId ?? (companion.clusterId || maker?.target));
    const clusters = clustersOf.get(project) ?? [];
    const facts = { node, cluster, clusters, maker: maker && { open: isOpen(maker) } };
    const isLeft = one.profileType === BALANCER_MEMBER && left.has(`${project} ${nodeId}`);
    judged.push({ listed: one, maker, reason: isLeft ? undefined : companionVerdict(companion, facts) });
  }
  return judged;
}
