import type { Json, JsonObject } from '../../domain/kernel/json.ts';

/**
 * What the operations of all profile types leave behind, in the words of a compute service. Operations that are not here
 * change nothing one could see.
 */
const LEAVES: { readonly [operation: string]: string } = {
  pause: 'PAUSED',
  unpause: 'ACTIVE',
  suspend: 'SUSPENDED',
  resume: 'ACTIVE',
  stop: 'SHUTOFF',
  start: 'ACTIVE',
  restart: 'ACTIVE',
  kill: 'SHUTOFF',
  rescue: 'RESCUE',
  unrescue: 'ACTIVE',
  rebuild: 'ACTIVE',
};

/** Whether it runs as if newly made afterwards: whatever was wrong with it is over. */
export const startsAfresh = (operation: string, params: JsonObject): boolean =>
  ['rebuild', 'restart', 'start'].includes(operation) || (operation === 'reboot' && params.type === 'HARD');

/** How the memory of a resource changes by an operation. A soft reboot asks the guest, so it helps only one that runs. */
export function afterOperation(memory: JsonObject, operation: string, params: JsonObject): JsonObject {
  if (operation === 'lock' || operation === 'unlock') return { ...memory, locked: operation === 'lock' };
  const status = operation === 'reboot' ? (startsAfresh(operation, params) ? 'ACTIVE' : undefined) : LEAVES[operation];
  return status === undefined ? memory : { ...memory, status };
}

export const statusOf = (memory: JsonObject): string => text(memory.status) ?? 'ACTIVE';

/** As Senlin checks a server: what is not ACTIVE is not well, even when somebody paused it on purpose. */
export const isWell = (status: string): boolean => status === 'ACTIVE';

export const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
