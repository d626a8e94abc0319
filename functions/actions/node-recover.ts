import { workerFunction } from '../../lib/composition/worker.ts';

export const handler = workerFunction();
