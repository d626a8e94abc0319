import { type Instant, instant } from '../kernel/time.ts';
import type { LifecycleState } from './instance.ts';
import type { Sizes } from './pending-sizes.ts';

export const GROUP_METRICS = [
  'GroupMinSize',
  'GroupMaxSize',
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupInServiceCapacity',
  'GroupPendingInstances',
  'GroupPendingCapacity',
  'GroupTerminatingInstances',
  'GroupTerminatingCapacity',
  'GroupStandbyInstances',
  'GroupStandbyCapacity',
  'GroupTotalInstances',
  'GroupTotalCapacity',
] as const;
export type GroupMetric = (typeof GROUP_METRICS)[number];

/** What a group has of each metric. Each instance counts for one: capacities are the same as numbers. */
export function groupMetrics(sizes: Sizes, states: readonly LifecycleState[]): Readonly<Record<GroupMetric, number>> {
  const count = (...beginnings: readonly string[]): number =>
    states.filter((state) => beginnings.some((one) => state === one || state.startsWith(`${one}:`))).length;
  const inService = count('InService');
  const pending = count('Pending');
  const terminating = count('Terminating', 'Detaching');
  const standby = count('Standby', 'EnteringStandby');
  return {
    GroupMinSize: sizes.minSize,
    GroupMaxSize: sizes.maxSize,
    GroupDesiredCapacity: sizes.desiredCapacity,
    GroupInServiceInstances: inService,
    GroupInServiceCapacity: inService,
    GroupPendingInstances: pending,
    GroupPendingCapacity: pending,
    GroupTerminatingInstances: terminating,
    GroupTerminatingCapacity: terminating,
    GroupStandbyInstances: standby,
    GroupStandbyCapacity: standby,
    GroupTotalInstances: states.length,
    GroupTotalCapacity: states.length,
  };
}

/** Who counts a group once a minute, for as long as somebody wants its metrics. Called after the group. */
export type Meter = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly region: string;
  /** The group's. */
  readonly group: string;
  readonly dueAt: Instant;
  readonly version: number;
};

const MINUTE = 60_000;

/** The beginning of the next minute, so that each has one count. */
export const nextMinute = (now: Instant): Instant => instant((Math.floor(now / MINUTE) + 1) * MINUTE);
