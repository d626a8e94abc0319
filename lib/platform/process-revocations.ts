import { channel } from 'node:diagnostics_channel';
import type { Revocations } from '../ports/revocations.ts';

/**
 * Revocations heard by everything in this process. A named channel of Node's own, because each function is a bundle of its own: bundles that run
 * in one process share no module, but they do share this.
 */
export function processRevocations(): Revocations {
  const revoked = channel('coppice.identity.revoked');
  return {
    announce: () => revoked.publish(undefined),
    onRevoked: (listener) => revoked.subscribe(() => listener()),
  };
}
