import type { Node } from '../../domain/cluster/node.ts';
import type { Write } from '../../domain/documents.ts';
import { type Ill, marked } from '../../domain/health/findings.ts';
import { isOnDuty } from '../../domain/health/round.ts';
import { tellIll } from '../../domain/health/tell-health.ts';
import type { Watch } from '../../domain/health/watch.ts';
import { type App, untilCommitted } from '../app.ts';

/** A member that is ill. @param finding undefined when that is written on the node already */
export type Found = { readonly node: Node; readonly finding: Ill | undefined };

/**
 * Writes on nodes that they are ill, all in one commit, and has somebody look at the watch: who is recovered, and when, is decided there.
 *
 * One that somebody else has changed since it was looked at is left alone: what was found is not true of it any more.
 */
export async function markIll(app: App, watch: Pick<Watch, 'id' | 'project'>, found: readonly Found[]): Promise<void> {
  const { store, clock, nudges } = app;
  const { project, id } = watch;
  let left = found.flatMap(({ node, finding }) => (finding ? [{ node, finding }] : []));
  await untilCommitted(async () => {
    if (left.length === 0) return 'done';
    const now = clock.now();
    const told = left.map(({ node, finding }) => tellIll(marked(node, finding, now), now));
    const answer = await store.commit(told.flatMap(({ node, write }): Write[] => [{ put: 'node', doc: node }, write]));
    if (answer === 'committed') return 'done';
    const fresh = new Map(
      (
        await store.getMany(
          'node',
          left.map(({ node }) => ({ project, id: node.id })),
        )
      ).map((node) => [node.id, node]),
    );
    left = left.flatMap(({ node, finding }) => {
      const now = fresh.get(node.id);
      return now && isOnDuty(now, id) && now.updatedAt === node.updatedAt && now.status === node.status ? [{ node: now, finding }] : [];
    });
    return 'stale';
  });
  await nudges.send([{ project, id, queue: 'health', kind: 'watch' }]);
}
