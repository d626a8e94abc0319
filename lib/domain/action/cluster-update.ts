import type { Cluster } from '../cluster/cluster.ts';
import { isJsonObject } from '../kernel/json.ts';
import { seconds } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { defineFanOut } from './fan-out.ts';

/** Changes what a cluster is called and made of. Members follow to a new profile unless `profile_only`; when one will not, the cluster keeps the old. */
export const clusterUpdate = defineFanOut({
  name: 'CLUSTER_UPDATE',
  success: 'Cluster update succeeded.',
  during: 'UPDATING',
  admit: (self) => ({ kind: 'go', cluster: asked(self) }),
  stage(self, stage, cluster) {
    const profile = self.inputs['new_profile_id'];
    if (stage > 0 || typeof profile !== 'string' || self.inputs['profile_only'] === true) return { kind: 'end' };
    return {
      kind: 'round',
      child: 'NODE_UPDATE',
      targets: { from: 'members', positions: [...cluster.nodes.keys()] },
      inputs: { new_profile_id: profile },
    };
  },
  conclude(self, _, __, ___, failure) {
    const profile = self.inputs['new_profile_id'];
    return failure || typeof profile !== 'string' ? {} : { cluster: { profileId: profile } };
  },
});

function asked({ inputs }: Action): Partial<Cluster> {
  const { name, metadata, timeout, config } = inputs;
  return {
    ...(typeof name === 'string' && { name }),
    ...(isJsonObject(metadata) && { metadata }),
    ...(typeof timeout === 'number' && { timeout: seconds(timeout) }),
    ...(isJsonObject(config) && { config }),
  };
}
