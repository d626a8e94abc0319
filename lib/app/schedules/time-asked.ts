import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Timing } from '../../domain/schedule/timing.ts';
import type { AskedTiming } from './scheduling.ts';

/** A timing as it is stored. @param createdAt of the schedule, old or new */
export const timingOf = ({ at, cron, timezone, start, end }: AskedTiming, createdAt: Instant): Timing => ({
  at: at ?? null,
  cron: cron ?? null,
  timezone: timezone ?? 'UTC',
  start: start ?? null,
  end: end ?? null,
  createdAt,
});

const LEAST_TOLERANCE = 60;
const MOST_TOLERANCE = 86_400;
export const DEFAULT_TOLERANCE = 300;

/** The bells ring once a minute, so less would miss what is merely told late. */
export const toleranceFault = (tolerance: number): Fault | undefined =>
  tolerance >= LEAST_TOLERANCE && tolerance <= MOST_TOLERANCE
    ? undefined
    : permanent('schedule.invalid', `The value for 'tolerance' must be between ${LEAST_TOLERANCE} and ${MOST_TOLERANCE} seconds.`);
