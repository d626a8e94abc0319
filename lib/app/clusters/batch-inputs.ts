import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Batching } from '../clustering.ts';

/** What a request says of batches, as an action's inputs carry it. */
export const batchInputs = ({ batchSize, pauseTime }: Batching): JsonObject => ({
  ...(batchSize !== undefined && { batch_size: batchSize }),
  ...(pauseTime !== undefined && { pause_time: pauseTime }),
});
