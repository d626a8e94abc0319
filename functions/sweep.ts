import { sweepFunction } from '../lib/composition/sweep.ts';

export const handler = sweepFunction();
