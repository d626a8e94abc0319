import type { ClusterActionName } from '../../domain/action/action.ts';
import type { NewAction } from '../../domain/action/open.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { seconds } from '../../domain/kernel/time.ts';

type Asked = Pick<NewAction, 'id' | 'user' | 'inputs' | 'origin'> & { readonly action: ClusterActionName };

/** An action upon a whole cluster: in its project, under its name, within its timeout. */
export const uponCluster = ({ project, id, name, timeout }: Cluster, asked: Asked): NewAction => ({
  project,
  target: id,
  targetName: name,
  clusterId: id,
  timeout: seconds(timeout),
  ...asked,
});
