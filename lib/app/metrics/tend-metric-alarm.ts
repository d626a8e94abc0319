import type { Ref, Write } from '../../domain/documents.ts';
import { after, type Instant } from '../../domain/kernel/time.ts';
import { look, spanOf } from '../../domain/metric/look.ts';
import { MOST_AHEAD } from '../../domain/metric/metric.ts';
import type { MetricAlarm } from '../../domain/metric/metric-alarm.ts';
import type { App } from '../app.ts';
import { actOn } from './act-on-alarm.ts';
import { stateRecord } from './alarm-records.ts';
import { remindOf } from './put-metric-data.ts';
import { dataFor } from './read-metrics.ts';

/** More than one look can need: policies of a state, the look itself, and races. */
const MOST_TURNS = 60;

/**
 * Does what is due of an alarm: executes the policies that are pending for its state, then looks at its metric. A change of state is written down together
 * with what is to be done about it, and each of that is crossed out together with its doing: once, whoever looks and however often.
 */
export async function tendMetricAlarm(app: App, { project, id }: Ref): Promise<void> {
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const alarm = await app.store.get('metricAlarm', { project, id });
    if (!alarm) return;
    const now = app.clock.now();
    if (alarm.dueAt === null || alarm.dueAt > now) return remindOf(app, alarm);
    const [pending] = alarm.pending;
    if (pending) await actOn(app, alarm, pending);
    else await lookAt(app, alarm);
  }
  await app.nudges.send([{ project, id, kind: 'metricAlarm', queue: 'duty' }]);
}

async function lookAt(app: App, alarm: MetricAlarm): Promise<void> {
  const now = app.clock.now();
  const { from, over } = spanOf(alarm, now);
  const { sight, seen } = await dataFor(app, alarm, { from, to: over + alarm.period * 1000 + MOST_AHEAD });
  const { next: looked, changed } = look(alarm, sight, now);
  // Of more hours than can be made sure of nobody goes to rest.
  const next = looked.lookAt === null && seen.length > MOST_CHECKED ? again(looked, over) : looked;
  const rests = next.lookAt === null;
  // Whoever goes to rest makes sure that nothing has come since it looked. What is put from now on finds it at rest, and wakes it.
  const checks: Write[] = rests ? seen.map((doc) => ({ check: 'metricHour', doc })) : [];
  const records = changed ? [stateRecord(app, alarm, next)] : [];
  // Stale is somebody who has looked as well, or new data: it is looked at again.
  await app.store.commit([{ put: 'metricAlarm', doc: next }, ...records, ...checks]);
}

/** A transaction has a hundred items. The span of an alarm on one metric has no more hours: three days that are over, one that is not, two hours ahead. */
const MOST_CHECKED = 98;

const again = (alarm: MetricAlarm, over: Instant): MetricAlarm => {
  const lookAt = after(over, alarm.period);
  return { ...alarm, lookAt, dueAt: alarm.dueAt ?? lookAt };
};
