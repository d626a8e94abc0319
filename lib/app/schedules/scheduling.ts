import type { ActionName } from '../../domain/action/action.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { MissedFire, Schedule } from '../../domain/schedule/schedule.ts';
import type { Call, Filed, ListRequest, On, See } from '../verb.ts';

/** When something is to happen, as a user says it. */
export type AskedTiming = {
  readonly at?: Instant | undefined;
  readonly cron?: string | undefined;
  readonly timezone?: string | undefined;
  readonly start?: Instant | undefined;
  readonly end?: Instant | undefined;
};
type Manner = {
  readonly paused?: boolean | undefined;
  readonly missedFire?: MissedFire | undefined;
  /** Seconds. */
  readonly tolerance?: number | undefined;
};
export type CreateSchedule = AskedTiming &
  Manner & {
    readonly name: string;
    readonly action: ActionName;
    /** A cluster's or a node's name, id or short id, whichever the action works on. */
    readonly target: string;
    readonly inputs?: JsonObject | undefined;
  };
/** What is said of the timing replaces all of it. */
export type UpdateSchedule = AskedTiming &
  Manner & { readonly name?: string | undefined; readonly action?: ActionName | undefined; readonly inputs?: JsonObject | undefined };

/** A schedule, and when it fires next. */
export type SeenSchedule = { readonly schedule: Schedule; readonly times: readonly Instant[] };

/** Actions at certain times. */
export interface Scheduling {
  readonly createSchedule: Call<CreateSchedule, SeenSchedule>;
  /** The next times of what is not stored. */
  readonly previewSchedule: Call<AskedTiming, { readonly times: readonly Instant[] }>;
  /** Shows the next time of each only. */
  readonly listSchedules: Call<ListRequest, { readonly schedules: readonly SeenSchedule[] }>;
  readonly showSchedule: See<SeenSchedule>;
  readonly updateSchedule: On<UpdateSchedule, SeenSchedule>;
  readonly deleteSchedule: See<object>;
  /** Asks for the action at once, whatever the time; nothing else about the schedule changes. */
  readonly fireSchedule: See<Filed>;
}
