import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import { isBad } from '../cluster/victims.ts';
import { isJsonObject } from '../kernel/json.ts';
import { seconds } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { batchingOf, updateSets } from './batching.ts';
import { defineFanOut } from './fan-out.ts';
import { decisionsOf } from './policy-check.ts';
import { pause } from './resizing.ts';
import { rollingSize } from './rolling.ts';

/**
 * Changes what a cluster is called and made of. Members follow to a new profile unless `profile_only`, in batches where somebody said so or a
 * balancer would miss them, else all at once; when one will not, those that come later are left alone, and the cluster keeps the old.
 */
export const clusterUpdate = defineFanOut({
  name: 'CLUSTER_UPDATE',
  success: 'Cluster update succeeded.',
  during: 'UPDATING',
  admit(self, cluster, { seen }) {
    const go = { kind: 'go', cluster: asked(self) } as const;
    const changed = { ...cluster, ...go.cluster };
    const to = profileForMembers(self);
    if (to === undefined) return go;
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const isSaid = batchingOf(self, changed).size !== undefined || decisionsOf(self).update !== undefined;
    const rolling = isSaid ? undefined : rollingSize(cluster, seen.members, to, seen);
    if (rolling?.kind === 'look') return rolling;
    if (!isSaid && rolling?.size === undefined) return go;
    const inOrder = [...seen.members.filter(isBad), ...seen.members.filter((node) => !isBad(node))].map(({ id }) => id);
    return { ...go, memo: { batches: updateSets(self, changed, inOrder, rolling?.size) } };
  },
  stage(self, stage, cluster, _, memo) {
    const profile = profileForMembers(self);
    const batches = Batches.safeParse(memo.batches).data ?? [[...cluster.nodes.keys()]];
    // A pause after each batch but the last.
    if (profile === undefined || stage > 2 * batches.length - 2) return { kind: 'end' };
    if (stage % 2 === 1) return pause(batchingOf(self, cluster).pauseTime, 'the next nodes are updated');
    const positions = batches[stage / 2] ?? [];
    return { kind: 'round', child: 'NODE_UPDATE', targets: { from: 'members', positions }, inputs: { new_profile_id: profile } };
  },
  conclude(self, _, __, ___, failure) {
    const profile = self.inputs.new_profile_id;
    return failure || typeof profile !== 'string' ? {} : { cluster: { profileId: profile } };
  },
});

const Batches = z.array(z.array(z.int()));

/** What the members are to become, when they are to follow. */
function profileForMembers({ inputs }: Action): string | undefined {
  const profile = inputs.new_profile_id;
  return typeof profile === 'string' && inputs.profile_only !== true ? profile : undefined;
}

function asked({ inputs }: Action): Partial<Cluster> {
  const { name, metadata, timeout, config } = inputs;
  return {
    ...(typeof name === 'string' && { name }),
    ...(isJsonObject(metadata) && { metadata }),
    ...(typeof timeout === 'number' && { timeout: seconds(timeout) }),
    ...(isJsonObject(config) && { config }),
  };
}
