import { optional } from '../fields/field.ts';
import { nonNegativeInteger, positiveInteger } from '../fields/scalars.ts';
import { v1 } from '../microversion.ts';

/** What any request that changes many nodes may say of how many at a time. */
export const batching = {
  batch_size: optional(positiveInteger, 'How many nodes at a time; what a batch policy or the cluster says, if not given.', v1(15)),
  pause_time: optional(nonNegativeInteger, 'Seconds between two batches.', v1(15)),
};

type Sent = { readonly batch_size?: number | undefined; readonly pause_time?: number | undefined };

export const readBatching = ({ batch_size, pause_time }: Sent) => ({ batchSize: batch_size, pauseTime: pause_time });
