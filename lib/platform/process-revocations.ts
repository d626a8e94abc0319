import { channel, subscribe } from 'node:diagnostics_channel';
import type { Revocations } from '../ports/revocations.ts';

const NAME = 'coppice.identity.revoked';

/**
 * Revocations heard by everything in this process. A named channel of Node's own, because functions that were bundled apart share no module
 * even where they share a process.
 */
export const processRevocations = (): Revocations => ({
  announce: () => channel(NAME).publish(undefined),
  // By name: a subscription made on a channel object ends when that object is collected.
  onRevoked: (listener) => subscribe(NAME, () => listener()),
});
