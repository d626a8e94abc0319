import type { Outcome, ServiceCall } from '../domain/action/call.ts';

/**
 * One thing beside the clouds that actions ask for. Like a driver: faults are returned, never thrown, it answers within SERVICE_TIMEOUT, and repeating a
 * call with the same token is harmless.
 */
export type Service<T extends ServiceCall['to']> = (call: Extract<ServiceCall, { readonly to: T }>) => Promise<Outcome>;

/** What this installation offers; a call to one that is not there is a fault that names it. */
export type Services = { readonly [T in ServiceCall['to']]?: Service<T> };
