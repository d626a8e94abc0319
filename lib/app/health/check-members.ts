import type { Node } from '../../domain/cluster/node.ts';
import type { Ref } from '../../domain/documents.ts';
import { isOnDuty, isSettling, isUnobserved, type SecondLook, SLICE, type Slice, secondLookPart } from '../../domain/health/round.ts';
import { isPolled } from '../../domain/health/rule.ts';
import type { Watch } from '../../domain/health/watch.ts';
import type { App } from '../app.ts';
import { profilesOf } from '../engine/observe.ts';
import { type Found, markIll } from './mark-ill.ts';
import { probe } from './probe.ts';

/**
 * Looks at some of a cluster's members, all side by side: one that takes long delays nobody. Nothing is written for those who are well.
 *
 * A part of a round that is not the last one any more is left alone: the same members are being looked at again.
 */
export async function checkMembers(app: App, ref: Ref, part: Slice | SecondLook): Promise<void> {
  const { store, clock } = app;
  const [watch, cluster] = await Promise.all([store.get('watch', ref), store.get('cluster', ref)]);
  if (!watch?.enabled || watch.round !== part.round || !cluster || isUnobserved(cluster)) return;
  const { project } = ref;
  const [ids, attempt] = 'from' in part ? [cluster.nodes.slice(part.from, part.from + SLICE), 1] : [[part.nodeId], part.attempt];
  const found = await store.getMany(
    'node',
    ids.map((id) => ({ project, id })),
  );
  const members = found.filter((node) => isOnDuty(node, cluster.id));
  const profileIds = [...new Set(members.map(({ profileId }) => profileId))];
  const profiles = new Map((await profilesOf(store, project, profileIds)).map((profile) => [profile.id, profile]));

  const tell = gathering((some: readonly Found[]) => markIll(app, watch, some));
  await Promise.all(
    members.map(async (node: Node) => {
      // Marked already, by an earlier round or by whatever was done to it last: it needs no asking.
      if (node.status === 'ERROR') return tell({ node, finding: undefined });
      // A look that no other follows cannot wait for the next.
      if (isPolled(watch.rule) && isSettling(node, watch.rule.settling, clock.now())) return undefined;
      const finding = await probe(app, watch.rule, { cluster, node, profile: profiles.get(node.profileId), attempt });
      if (finding.kind === 'unsure')
        return lookAgain(app, watch, { round: part.round, nodeId: node.id, attempt: attempt + 1 }, finding.again);
      return finding.kind === 'ill' ? tell({ node, finding }) : undefined;
    }),
  );
}

/** Nobody waits for it: a message does. One that is lost is made up for by the next round, which begins afresh. */
const lookAgain = ({ nudges }: App, { project, id }: Watch, look: SecondLook, delay: Parameters<App['nudges']['send']>[1]): Promise<void> =>
  nudges.send([{ project, id, queue: 'health', kind: 'watch', part: secondLookPart(look) }], delay);

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
