import { transient } from '../../domain/kernel/fault.ts';
import type { Outgoing } from '../../ports/outgoing.ts';

/** A way out that leads nowhere. */
export const nowhere: Outgoing = {
  check: async () => undefined,
  send: async () => ({ kind: 'failed', fault: transient('outgoing.unreachable', 'nothing is reached from here.') }),
};
