import { scavengeFunction } from '../lib/composition/scavenge.ts';

export const handler = scavengeFunction();
