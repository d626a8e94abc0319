import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import { judge, MORE, type Verdict } from './judge.ts';
import type { Series } from './math/value.ts';
import { type AlarmState, type MetricAlarm, type Pending, policiesOf, topicsOf, wound } from './metric-alarm.ts';
import { explained, reasonDataOf } from './reason.ts';

/** Policies are executed no more often for a state that lasts. */
const AGAIN = 60_000;

/** The time that an alarm looks at: periods that are over, and then the one that is not. */
export function spanOf({ period, evaluationPeriods }: MetricAlarm, now: Instant): { readonly from: Instant; readonly over: Instant } {
  const length = period * 1000;
  const over = Math.floor(now / length) * length;
  return { from: instant(over - (evaluationPeriods + MORE) * length), over: instant(over) };
}

/** What there is to look at. `hasData`: whether there is anything in the alarm's span or after it. */
export type Sight = { readonly values: Series; readonly hasData: boolean };

/**
 * Looks at an alarm's metric. Looking twice sees the same, whoever does.
 *
 * @returns the alarm as it is now, and whether its state is another
 */
export function look(
  alarm: MetricAlarm,
  { values: seenAt, hasData }: Sight,
  now: Instant,
): { readonly next: MetricAlarm; readonly changed: boolean } {
  const { over } = spanOf(alarm, now);
  const length = alarm.period * 1000;
  const values = Array.from({ length: alarm.evaluationPeriods + MORE }, (_, age) => seenAt.get(over - (age + 1) * length));
  const verdict = judge(alarm, values);
  const changed = verdict.state !== undefined && verdict.state !== alarm.state;
  const seen = changed ? entered(alarm, verdict.state as AlarmState, verdict, now) : repeated(alarm, verdict, now);
  return { next: wound({ ...seen, ...nextLook(seen, hasData, now) }, now), changed };
}

/** In another state, with all that is to be done about it. @param reason for people; what was seen, if not said */
export function entered(
  alarm: MetricAlarm,
  state: AlarmState,
  { points }: Pick<Verdict, 'points'>,
  now: Instant,
  said?: { readonly reason: string; readonly reasonData: string },
): MetricAlarm {
  const pending: readonly Pending[] = alarm.actionsEnabled
    ? [
        ...policiesOf(alarm, state).map((policy) => ({ ...policy, again: false })),
        ...topicsOf(alarm, state).map((topic) => ({ topic, was: alarm.state })),
      ]
    : [];
  return wound(
    {
      ...alarm,
      state,
      reason: said?.reason ?? explained(alarm, state, points, now),
      reasonData: said?.reasonData ?? reasonDataOf(alarm, points, now),
      points: points.length > 0 || !said ? points.map(({ value }) => value) : alarm.points,
      stateAt: now,
      repeatedAt: now,
      pending,
    },
    now,
  );
}

/** A state that lasts has its policies executed once a minute, since one that could not do enough then may do more. */
function repeated(alarm: MetricAlarm, { points }: Verdict, now: Instant): MetricAlarm {
  const policies = alarm.actionsEnabled ? policiesOf(alarm, alarm.state) : [];
  const known = points.length > 0 ? { ...alarm, points: points.map(({ value }) => value) } : alarm;
  if (policies.length === 0 || now < alarm.repeatedAt + AGAIN) return known;
  return { ...known, repeatedAt: now, pending: policies.map((policy) => ({ ...policy, again: true })) };
}

/** While there are data to grow old, or policies to execute again, time matters. Else the next data do, and nobody looks until then. */
function nextLook(alarm: MetricAlarm, hasData: boolean, now: Instant): Pick<MetricAlarm, 'lookAt'> {
  const repeats = alarm.actionsEnabled && policiesOf(alarm, alarm.state).length > 0;
  if (!hasData && !repeats) return { lookAt: null };
  const { over } = spanOf(alarm, now);
  const end = after(over, alarm.period);
  return { lookAt: hasData ? end : instant(Math.max(end, after(now, seconds(AGAIN / 1000)))) };
}

/** When an alarm is to be looked at because of data of some time: at once if their period is over, else at its end. */
export function wakingAt(alarm: MetricAlarm, dataAt: Instant, now: Instant): Instant | undefined {
  const { from, over } = spanOf(alarm, now);
  if (dataAt < from) return undefined;
  return dataAt < over ? now : after(over, alarm.period);
}
