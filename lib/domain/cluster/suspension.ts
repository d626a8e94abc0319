import type { Instant } from '../kernel/time.ts';

/** What a cluster does by itself and can be told to leave, under the names Auto Scaling has for it. */
export const PROCESSES = [
  'Launch',
  'Terminate',
  'HealthCheck',
  'ReplaceUnhealthy',
  'AlarmNotification',
  'ScheduledActions',
  'AZRebalance',
  'AddToLoadBalancer',
  'InstanceRefresh',
] as const;
export type Process = (typeof PROCESSES)[number];

/** What a cluster does not do for the time being. */
export type Suspension = {
  readonly since: Instant;
  /** A sentence for people; empty when nobody gave one. */
  readonly reason: string;
  /** In the order of `PROCESSES`, each once, at least one. */
  readonly processes: readonly Process[];
  /** Whether changes by hand are refused too: so it is when somebody suspended the cluster and named no process. */
  readonly everything: boolean;
};

/** For whoever is about to act by itself. Actions need not ask: filing does. */
export const isSuspended = ({ suspended }: { readonly suspended?: Suspension }, one: Process): boolean =>
  suspended?.processes.includes(one) === true;

/** Suspends some processes more, or everything when none is named. What was suspended before stays so, and since when. */
export function suspend(before: Suspension | undefined, named: readonly Process[], reason: string, now: Instant): Suspension {
  const everything = named.length === 0 || before?.everything === true;
  return {
    since: before?.since ?? now,
    reason: reason === '' && before ? before.reason : reason,
    processes: PROCESSES.filter((one) => everything || named.includes(one) || before?.processes.includes(one)),
    everything,
  };
}

/** What is left of a suspension when these go on; undefined when nothing is. None named means all of it. */
export function resume(before: Suspension | undefined, named: readonly Process[]): Suspension | undefined {
  const processes = before && named.length > 0 ? before.processes.filter((one) => !named.includes(one)) : [];
  return before && processes.length > 0
    ? { ...before, processes, everything: before.everything && processes.length === before.processes.length }
    : undefined;
}
