import type { Node } from '../../domain/cluster/node.ts';
import type { Ref } from '../../domain/documents.ts';
import { isOnDuty, isSettling, isUnobserved, SLICE, type Slice } from '../../domain/health/round.ts';
import type { App } from '../app.ts';
import { profilesOf } from '../engine/observe.ts';
import { type Found, markIll } from './mark-ill.ts';
import { probe } from './probe.ts';

/**
 * Looks at one slice of a cluster's members, all side by side: one that takes long delays nobody. Nothing is written for those who are well.
 *
 * A slice of a round that is not the last one any more is left alone: the same members are being looked at again.
 */
export async function checkSlice(app: App, ref: Ref, { round, from }: Slice): Promise<void> {
  const { store, clock } = app;
  const [watch, cluster] = await Promise.all([store.get('watch', ref), store.get('cluster', ref)]);
  if (!watch?.enabled || watch.round !== round || !cluster || isUnobserved(cluster)) return;
  const { project } = ref;
  const slice = cluster.nodes.slice(from, from + SLICE).map((id) => ({ project, id }));
  const members = (await store.getMany('node', slice)).filter((node) => isOnDuty(node, cluster.id));
  const ids = [...new Set(members.map(({ profileId }) => profileId))];
  const profiles = new Map((await profilesOf(store, project, ids)).map((profile) => [profile.id, profile]));

  const tell = gathering((found: readonly Found[]) => markIll(app, watch, found));
  await Promise.all(
    members.map(async (node: Node) => {
      // Marked already, by an earlier round or by whatever was done to it last: it needs no asking.
      if (node.status === 'ERROR') return tell({ node, finding: undefined });
      if (isSettling(node, watch.rule.settling, clock.now())) return undefined;
      const finding = await probe(app, watch, cluster, node, profiles.get(node.profileId));
      return finding.kind === 'ill' ? tell({ node, finding }) : undefined;
    }),
  );
}

/** Takes things one by one and hands them on together: whatever came in while the last ones were handed on. */
function gathering<T>(handOn: (some: readonly T[]) => Promise<void>): (one: T) => Promise<void> {
  let waiting: T[] = [];
  let running: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const some = waiting;
      waiting = [];
      await handOn(some);
    }
    running = undefined;
  };
  return (one) => {
    waiting.push(one);
    running ??= drain();
    return running;
  };
}
