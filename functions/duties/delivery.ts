import { dutyFunction } from '../../lib/composition/worker.ts';

export const handler = dutyFunction();
