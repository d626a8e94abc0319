import { newSize, resizeOf } from '../../domain/cluster/new-size.ts';
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
  (caller, text, request) =>
    fileClusterAction(app, caller, text, (cluster) => {
      const inputs = inputsOf(request);
      const size = newSize(cluster, resizeOf({ inputs }), app.mostNodes);
      return size.kind === 'refused' ? size : { kind: 'file', action: 'CLUSTER_RESIZE', inputs };
    });

const inputsOf = ({ adjustmentType, number, minSize, maxSize, minStep, strict, ...batching }: Resize): JsonObject => ({
  ...batchInputs(batching),
  ...(adjustmentType !== undefined && { adjustment_type: adjustmentType }),
  ...(number !== undefined && { number }),
  ...(minSize !== undefined && { min_size: minSize }),
  ...(maxSize !== undefined && { max_size: maxSize }),
  ...(minStep !== undefined && { min_step: minStep }),
  strict,
});
