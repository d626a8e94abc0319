import { alarmsFunction } from '../lib/composition/alarms.ts';

export const handler = alarmsFunction();
