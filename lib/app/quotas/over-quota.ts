import type { Fault } from '../../domain/kernel/fault.ts';

/** Thrown from the store to whoever files or steps an action, and to the verbs: nothing of the commit is stored, and trying again cannot help. */
export class OverQuota extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** For `catch`: the fault, where that was it. */
export function faultIfOver(error: unknown): Fault {
  if (error instanceof OverQuota) return error.fault;
  throw error;
}
