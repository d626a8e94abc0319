import { declaredBy, keptFrom, keptWarning, tellKept } from '../../domain/cluster/capacity.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { newSize, resizeOf } from '../../domain/cluster/new-size.ts';
import type { Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { App } from '../app.ts';
import type { Clustering, Resize } from '../clustering.ts';
import { batchInputs } from './batch-inputs.ts';
import { fileClusterAction } from './file-cluster-action.ts';

/**
 * Only a count that no cluster could have is refused here. Whether it fits this one the action finds out, and fails: scripts written for
 * Senlin wait for the action.
 */
const scale =
  (action: 'CLUSTER_SCALE_OUT' | 'CLUSTER_SCALE_IN', word: string) =>
  (app: App): Clustering['scaleOut'] =>
  (caller, text, { count, ...batching }) =>
    fileClusterAction(app, caller, text, () => {
      if (count === 0) return { kind: 'refused', fault: permanent('request.malformed', `Count for ${word} request cannot be 0.`) };
      return { kind: 'file', action, inputs: { ...(count !== undefined && { count }), ...batchInputs(batching) } };
    });

export const scaleOut = scale('CLUSTER_SCALE_OUT', 'scale-out');
export const scaleIn = scale('CLUSTER_SCALE_IN', 'scale-in');

/** A resize that cannot be is refused at once. */
export const resizeCluster =
  (app: App): Clustering['resizeCluster'] =>
  async (caller, text, request) => {
    let said: { readonly warning?: string } = {};
    const filed = await fileClusterAction(app, caller, text, (found) => {
      const { cluster, writes, warning, meant } = declaring(app, caller, found, request);
      said = warning === undefined ? {} : { warning };
      const inputs = inputsOf(meant);
      const size = newSize(found, resizeOf({ inputs }), app.mostNodes);
      return size.kind === 'refused' ? size : { kind: 'file', action: 'CLUSTER_RESIZE', inputs, cluster, writes };
    });
    return filed.kind === 'refused' ? filed : { ...filed, ...said };
  };

type Declaring = { readonly cluster: Cluster; readonly writes: readonly Write[]; readonly meant: Resize; readonly warning?: string };

/** A number that is to be is a declaration of whoever says it; one that is only said again leaves what somebody else has made of it. */
function declaring(app: App, { userId: user, insists }: Principal, cluster: Cluster, request: Resize): Declaring {
  const { adjustmentType, number, declares = false } = request;
  if (adjustmentType !== 'EXACT_CAPACITY' || number === undefined || app.errand) return { cluster, writes: [], meant: request };
  const now = cluster.desiredCapacity;
  const owner = declares && !insists ? keptFrom(cluster, user, number, now) : undefined;
  if (!owner) return { cluster: declaredBy(cluster, user, number), writes: [], meant: request };
  const told = tellKept(cluster, owner, number, now, app.clock.now());
  const meant = { ...request, number: now, strict: false };
  return { cluster: told.cluster, writes: [told.event], meant, warning: keptWarning(owner, number, now) };
}

const inputsOf = ({ adjustmentType, number, minSize, maxSize, minStep, strict, batchSize, pauseTime }: Resize): JsonObject => ({
  ...batchInputs({ batchSize, pauseTime }),
  ...(adjustmentType !== undefined && { adjustment_type: adjustmentType }),
  ...(number !== undefined && { number }),
  ...(minSize !== undefined && { min_size: minSize }),
  ...(maxSize !== undefined && { max_size: maxSize }),
  ...(minStep !== undefined && { min_step: minStep }),
  strict,
});
