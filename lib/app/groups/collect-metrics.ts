import type { Ref, Write } from '../../domain/documents.ts';
import { GROUP_METRICS, type GroupMetric, groupMetrics, type Meter, nextMinute } from '../../domain/group/group-metrics.ts';
import { instant, seconds } from '../../domain/kernel/time.ts';
import { type App, untilCommitted } from '../app.ts';
import { putMetricData } from '../metrics/put-metric-data.ts';
import { ownerOf } from '../owner.ts';
import type { Grouping, Realm } from './grouping.ts';
import { livingGroups, observeGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

/** All of them, where none is named. A group with metrics to collect has a meter, and another one has none. */
export const collectMetrics =
  (app: App): Grouping['collectMetrics'] =>
  async (realm, name, asked, collect) => {
    const set = await untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group } = living;
      const named = new Set<string>(asked.length > 0 ? asked : GROUP_METRICS);
      const metrics = GROUP_METRICS.filter((one) => (named.has(one) ? collect : group.metrics.includes(one)));
      const meter = await app.store.get('meter', group);
      const writes: readonly Write[] = [
        { put: 'group', doc: { ...group, metrics } },
        ...meterWrites(realm, group, meter, metrics, nextMinute(app.clock.now())),
      ];
      const committed = await app.store.commit(writes);
      return committed === 'stale' ? 'stale' : { kind: 'ok' as const, group };
    });
    if (set.kind === 'ok') await remind(app, await app.store.get('meter', set.group));
    return set.kind === 'ok' ? { kind: 'ok' } : set;
  };

function meterWrites(
  { caller, region }: Realm,
  { id, project, name }: { readonly id: string; readonly project: string; readonly name: string },
  meter: Meter | undefined,
  metrics: readonly GroupMetric[],
  dueAt: Meter['dueAt'],
): readonly Write[] {
  if (metrics.length === 0) return meter ? [{ remove: 'meter', doc: meter }] : [];
  return [{ put: 'meter', doc: { id, project, user: caller.userId, region, group: name, dueAt, version: meter?.version ?? 0 } }];
}

/** Counts a group, and keeps what somebody wants to know. The meter is set to the next minute first: a minute may be missing, and none is counted twice. */
export async function readMeter(app: App, ref: Ref): Promise<void> {
  const meter = await app.store.get('meter', ref);
  if (!meter) return;
  const now = app.clock.now();
  if (meter.dueAt > now) return remind(app, meter);
  const realm = { caller: ownerOf(meter), region: meter.region };
  const living = await livingGroups(app, realm, [meter.group]);
  const [seen] = await observeGroups(app, realm, living);
  if (!seen || seen.group.metrics.length === 0) {
    await app.store.commit([{ remove: 'meter', doc: meter }]);
    return;
  }
  const next: Meter = { ...meter, dueAt: nextMinute(now) };
  if ((await app.store.commit([{ put: 'meter', doc: next }])) === 'stale') return;
  const counts = groupMetrics(
    seen.sizes,
    seen.instances.map(({ state }) => state),
  );
  const dimensions = [{ name: 'AutoScalingGroupName', value: meter.group }];
  const wanted = GROUP_METRICS.filter((metric) => seen.group.metrics.includes(metric));
  // A project that has as many metrics as it may goes without these.
  await putMetricData(app)(
    realm,
    wanted.map((metric) => ({
      key: { namespace: 'AWS/AutoScaling', metric, dimensions },
      datum: { at: instant(meter.dueAt), unit: 'None', resolution: 60, ...single(counts[metric]) },
    })),
  );
  await remind(app, next);
}

const single = (value: number) => ({ count: 1, sum: value, min: value, max: value });

/** It is due within a minute. Lost, the bells make up for it. */
async function remind({ clock, nudges }: App, meter: Meter | undefined): Promise<void> {
  if (!meter) return;
  const { project, id, dueAt } = meter;
  await nudges.send([{ project, id, kind: 'meter', queue: 'duty' }], seconds(Math.max(0, Math.ceil((dueAt - clock.now()) / 1000))));
}
