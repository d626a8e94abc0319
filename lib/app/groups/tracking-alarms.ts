import type { Write } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import type { ScalingPolicy } from '../../domain/group/scaling-policy.ts';
import { alarmsOf } from '../../domain/group/target-tracking.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { type MetricAlarm, metricAlarmId } from '../../domain/metric/metric-alarm.ts';
import type { App } from '../app.ts';
import { newAlarm } from '../metrics/metric-alarms.ts';
import { rewatched } from '../metrics/watching.ts';

/** What it takes to see to alarms. */
export type Tracker = Pick<App, 'store' | 'clock' | 'mostMetrics'>;

type Tracking = { readonly kind: 'ok'; readonly writes: readonly Write[]; readonly alarms: readonly MetricAlarm[] };

/**
 * What changes of the alarms that a policy makes for itself when it becomes another one.
 *
 * @param before undefined: there was none
 * @param next undefined: it goes
 */
export async function trackingWrites(
  app: Tracker,
  user: string,
  group: Group,
  before: ScalingPolicy | undefined,
  next: ScalingPolicy | undefined,
): Promise<Tracking | Refusal> {
  const { project, region, name } = group;
  const old = before ? await stored(app, group, before) : [];
  const wanted = next ? alarmsOf(name, next) : [];
  const alarms = wanted.map((alarm): MetricAlarm => {
    const was = old.find(({ name: called }) => called === alarm.name);
    const made = newAlarm(
      { project, user, region },
      { ...alarm, ...PLAIN, tracks: { group: name, policyId: next?.id ?? '', policy: next?.name ?? '' } },
      app.clock.now(),
    );
    return { ...made, version: was?.version ?? 0, createdAt: was?.createdAt ?? made.createdAt };
  });
  const gone = old.filter(({ id }) => !alarms.some((alarm) => alarm.id === id));
  const watching = await rewatched(app, old, alarms);
  if (watching.kind === 'refused') return watching;
  const writes: Write[] = [
    ...alarms.map((doc) => ({ put: 'metricAlarm', doc }) as const),
    ...gone.map((doc) => ({ remove: 'metricAlarm', doc }) as const),
    ...watching.writes,
  ];
  return { kind: 'ok', writes, alarms };
}

const PLAIN = {
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  tags: [],
  description: 'DO NOT EDIT OR DELETE. For TargetTrackingScaling policy.',
} as const;

const stored = ({ store }: Tracker, { project, region, name }: Group, policy: ScalingPolicy): Promise<readonly MetricAlarm[]> =>
  store.getMany(
    'metricAlarm',
    alarmsOf(name, policy).map((alarm) => ({ project, id: metricAlarmId(region, alarm.name) })),
  );
