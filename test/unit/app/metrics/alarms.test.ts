import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { Unnamed } from '../../../../lib/app/groups/grouping.ts';
import type { NewMetricAlarm } from '../../../../lib/app/metrics/monitoring.ts';
import { monitoringVerbs } from '../../../../lib/app/metrics/monitoring-verbs.ts';
import { tendMetricAlarm } from '../../../../lib/app/metrics/tend-metric-alarm.ts';
import type { ScalingPolicy, TargetTracking } from '../../../../lib/domain/group/scaling-policy.ts';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { mathOf } from '../../../../lib/domain/metric/metric-alarm.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup, MACHINES } from '../../../support/group-requests.ts';
import { anAlarm } from '../../../support/monitoring-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const realm = { caller: demo, region: 'us-east-1' };
const KEY = { namespace: 'App', metric: 'load', dimensions: [] } as const;

async function watched(desiredCapacity = 2, more: Partial<App> = {}) {
  const service = smallService(more);
  const groups = groupVerbs({ ...service.app, machines: MACHINES });
  const monitoring = monitoringVerbs({ ...service.app, mostMetrics: 3 });
  await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
  expect(await groups.createGroup(realm, { ...aGroup('web', 'small'), desiredCapacity })).toMatchObject({ kind: 'ok' });
  await service.settle();

  const put = (value: number, at: number = service.now(), key: Partial<NewMetricAlarm> = {}) =>
    monitoring.putMetricData(realm, [
      { key: { ...KEY, ...key }, datum: { at: instant(at), unit: 'None', resolution: 60, count: 1, sum: value, min: value, max: value } },
    ]);
  const alarm = (more: Partial<NewMetricAlarm> = {}) => monitoring.putMetricAlarm(realm, anAlarm('busy', { ...KEY, ...more }));
  const policy = async (more: Partial<Extract<ScalingPolicy, { kind: 'SimpleScaling' }>> = {}) => {
    const made = await groups.putScalingPolicy(realm, 'web', {
      ...{ kind: 'SimpleScaling', name: 'up', adjustmentType: 'ChangeInCapacity', adjustment: 1, enabled: true, ...more },
    } as ScalingPolicy);
    if (made.kind === 'refused') throw new Error(made.fault.message);
    return `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:${made.id}:autoScalingGroupName/web:policyName/up`;
  };
  const doc = (name = 'busy') => service.store.everything('metricAlarm').find((one) => one.name === name);
  /** Time passes; whoever is due is tended, by two at once: messages may come twice. */
  const pass = async (time: number) => {
    await service.pass(time);
    for (const due of await service.store.due(service.now(), 100))
      if (due.kind === 'metricAlarm') await Promise.all([tendMetricAlarm(service.app, due), tendMetricAlarm(service.app, due)]);
    await service.settle();
  };
  const desired = async () => {
    const seen = await groups.showGroup(realm, 'web');
    return seen.kind === 'ok' ? seen.sizes.desiredCapacity : undefined;
  };
  return { ...service, groups, monitoring, put, alarm, policy, doc, pass, desired };
}

describe('an alarm', () => {
  test('goes off when a period that has ended is above its threshold, says so once, and rests when nothing comes', async () => {
    const { alarm, put, pass, doc, store } = await watched();
    await alarm();
    await pass(1);
    expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA', dueAt: null });
    await put(80);
    expect(doc()?.dueAt).not.toBeNull();
    await pass(60);
    expect(doc()).toMatchObject({ state: 'ALARM', points: [80] });
    expect(doc()?.reason).toContain('was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).');
    for (const _ of [1, 2, 3, 4]) await pass(60);
    expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA', dueAt: null });
    const updates = store.everything('alarmRecord').filter(({ type }) => type === 'StateUpdate');
    expect(updates.map(({ summary }) => summary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm updated from ALARM to INSUFFICIENT_DATA',
    ]);
  });

  test('sees data that come late at once, and data that are ahead in their time', async () => {
    const { alarm, put, pass, doc, now } = await watched();
    await alarm();
    await pass(1);
    await put(80, now() - 70_000);
    await pass(0);
    expect(doc()?.state).toBe('ALARM');
    for (const _ of [1, 2, 3, 4, 5]) await pass(60);
    expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA' });
    await put(90, now() + 600_000);
    for (let minute = 0; minute < 12; minute++) await pass(60);
    expect(doc()?.state).toBe('ALARM');
  });

  test('with nothing to wait for costs nothing: nobody is due', async () => {
    const { alarm, pass, store, now } = await watched();
    await alarm();
    await pass(1);
    expect((await store.due(instant(now() + 86_400_000), 100)).filter(({ kind }) => kind === 'metricAlarm')).toEqual([]);
  });

  test('that is put again keeps its state and looks at its new metric only', async () => {
    const { alarm, put, pass, doc, store } = await watched();
    await alarm();
    await put(80);
    await pass(60);
    await alarm({ metric: 'other' });
    expect(doc()?.state).toBe('ALARM');
    expect(store.everything('metric').map(({ metric, alarms }) => [metric, alarms.length])).toEqual([
      ['load', 0],
      ['other', 1],
    ]);
  });

  test('of a project goes with its name, and leaves no metric that never had data', async () => {
    const { alarm, monitoring, store } = await watched();
    await alarm();
    expect(await monitoring.deleteMetricAlarms(realm, ['busy', 'none'])).toEqual({ kind: 'ok' });
    expect([...store.everything('metricAlarm'), ...store.everything('metric')]).toEqual([]);
  });
});

describe('an alarm on which a policy hangs', () => {
  test('scales the group once for the change, and again each minute that it lasts', async () => {
    const { alarm, put, policy, pass, desired, store } = await watched(1);
    await alarm({ actions: { OK: [], ALARM: [await policy()], INSUFFICIENT_DATA: [] } });
    await put(80);
    await pass(60);
    expect(await desired()).toBe(2);
    for (const wanted of [3, 4, 5, 5]) {
      await put(80);
      await pass(60);
      expect(await desired()).toBe(wanted);
    }
    expect(store.everything('action').filter(({ origin }) => origin?.by === 'alarm')).toHaveLength(4);
    expect(store.everything('alarmRecord').filter(({ type }) => type === 'Action')).toHaveLength(1);
  });

  test('minds the cooldown, and the process that somebody suspended', async () => {
    const { alarm, put, policy, pass, desired, verbs, cluster } = await watched(1);
    await alarm({ actions: { OK: [], ALARM: [await policy({ cooldown: 150 })], INSUFFICIENT_DATA: [] } });
    const sizes = [];
    for (let minute = 0; minute < 5; minute++) {
      await put(80);
      await pass(60);
      sizes.push(await desired());
    }
    expect(sizes).toEqual([2, 2, 2, 3, 3]);
    await verbs.suspendCluster(demo, cluster().id, { processes: ['AlarmNotification'] });
    for (let minute = 0; minute < 4; minute++) {
      await put(80);
      await pass(60);
    }
    expect(await desired()).toBe(3);
  });

  test('does nothing while its actions are disabled', async () => {
    const { alarm, put, policy, pass, desired, monitoring } = await watched(1);
    await alarm({ actions: { OK: [], ALARM: [await policy()], INSUFFICIENT_DATA: [] } });
    await monitoring.enableAlarmActions(realm, ['busy', 'none'], false);
    await put(80);
    await pass(60);
    expect(await desired()).toBe(1);
  });

  test('set by hand does what it would have done, and comes back to what the metric says', async () => {
    const { alarm, policy, pass, desired, monitoring, doc } = await watched(1);
    await alarm({ actions: { OK: [], ALARM: [await policy()], INSUFFICIENT_DATA: [] } });
    const set = { state: 'ALARM', reason: 'to see what happens', reasonData: '' } as const;
    expect(await monitoring.setAlarmState(realm, 'none', set)).toMatchObject({ fault: { code: 'metric-alarm.not-found' } });
    expect(await monitoring.setAlarmState(realm, 'busy', set)).toEqual({ kind: 'ok' });
    expect(await desired()).toBe(2);
    await pass(30);
    expect(doc()).toMatchObject({ state: 'ALARM', reason: 'to see what happens' });
    await pass(90);
    expect(doc()?.state).toBe('INSUFFICIENT_DATA');
  });

  test('of a group that is gone tells of it and goes on', async () => {
    const { alarm, put, pass, store } = await watched();
    const gone =
      'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:00000000-0000-8000-8000-000000000000:autoScalingGroupName/none:policyName/up';
    await alarm({ actions: { OK: [], ALARM: [gone], INSUFFICIENT_DATA: [] } });
    await put(80);
    await pass(60);
    const [record] = store.everything('alarmRecord').filter(({ type }) => type === 'Action');
    expect(record?.summary).toContain('AutoScalingGroup name not found');
  });
});

describe('an alarm that tells a topic', () => {
  const topic = 'arn:aws:sns:us-east-1:123456789012:ops';
  const telling = async (targets: readonly string[]) => {
    const told: { readonly token: string; readonly message: object }[] = [];
    const announce = async ({ token, message }: { readonly token: string; readonly message: object }) => {
      told.push({ token, message });
      return { kind: 'ok' } as const;
    };
    const service = await watched(1, { services: { announce }, targets });
    await service.alarm({ actions: { OK: [], ALARM: [topic], INSUFFICIENT_DATA: [] } });
    for (const _ of [1, 2]) {
      await service.put(80);
      await service.pass(60);
    }
    const records = service.store.everything('alarmRecord').filter(({ type }) => type === 'Action');
    return { told, records };
  };

  test('says what it was and what it is, under one token however often', async () => {
    const { told, records } = await telling([topic]);
    expect(new Set(told.map(({ token }) => token)).size).toBe(1);
    expect(told[0]?.message).toMatchObject({
      AlarmName: 'busy',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateValue: 'ALARM',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:busy',
      Trigger: { MetricName: 'load', Statistic: 'AVERAGE', Threshold: 50 },
    });
    expect(records.map(({ summary }) => summary)).toEqual([`Successfully executed action ${topic}`]);
  });

  test('tells none that the operator does not let it', async () => {
    const { told, records } = await telling([]);
    expect(told).toEqual([]);
    expect(records.map(({ summary }) => summary)).toEqual([expect.stringContaining('lets no events of this project go to')]);
  });
});

test('whoever dies in the middle of it leaves nothing undone, and nothing done twice', async () => {
  for (let fatal = 0; fatal < 30; fatal++) {
    const { alarm, put, policy, desired, store, app, now, pass } = await watched(1);
    await alarm({ actions: { OK: [], ALARM: [await policy()], INSUFFICIENT_DATA: [] } });
    await pass(1);
    await put(80, now() - 70_000);
    let left = fatal;
    const dying = new Proxy(store, {
      get: (all, name) => {
        const verb = Reflect.get(all, name) as unknown;
        if (typeof verb !== 'function') return verb;
        return async (...words: readonly unknown[]) => {
          if (left-- === 0) throw new Error('killed before it was asked');
          const answer = await Reflect.apply(verb, all, words);
          if (left-- === 0) throw new Error('killed before it was told');
          return answer;
        };
      },
    });
    const [due] = store.everything('metricAlarm');
    if (!due) throw new Error('no alarm');
    await tendMetricAlarm({ ...app, store: dying }, due).catch(() => undefined);
    await tendMetricAlarm(app, due);
    expect(await desired()).toBe(2);
    expect(store.everything('action').filter(({ origin }) => origin?.by === 'alarm')).toHaveLength(1);
    expect(
      store
        .everything('alarmRecord')
        .filter(({ type }) => type !== 'ConfigurationUpdate')
        .map(({ type }) => type),
    ).toEqual(['StateUpdate', 'Action']);
  }
});

test('a project has so many metrics and no more, and nothing is kept of what there is no room for', async () => {
  const { put, store, monitoring, now } = await watched(2, { mostMetrics: 3 });
  for (const metric of ['a', 'b', 'c']) expect(await put(1, undefined, { metric })).toEqual({ kind: 'ok' });
  expect(await put(1, undefined, { metric: 'd' })).toMatchObject({ fault: { code: 'metric.most' } });
  expect(await put(1, undefined, { metric: 'a' })).toEqual({ kind: 'ok' });
  const before = JSON.stringify(store.everything('metricHour'));
  const both = ['a', 'e'].map((metric) => ({
    key: { ...KEY, metric },
    datum: { at: now(), unit: 'None', resolution: 60, count: 1, sum: 1, min: 1, max: 1 },
  }));
  expect(await monitoring.putMetricData(realm, both)).toMatchObject({ fault: { code: 'metric.most' } });
  expect(JSON.stringify(store.everything('metricHour'))).toBe(before);
});

test('an alarm on expressions goes off when they do, rests like any other, and tells no metric of itself', async () => {
  const { alarm, put, pass, doc, store, monitoring } = await watched();
  const metric = (name: string) => ({ ...KEY, metric: name, statistic: 'Sum' as const, period: seconds(60) });
  const queries = [
    { id: 'e', returned: true, expression: '100 * failed / (failed + done)' },
    { id: 'failed', returned: false, metric: metric('failed') },
    { id: 'done', returned: false, metric: metric('done') },
  ];
  await alarm({ ...mathOf(queries) });
  await pass(1);
  expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA', dueAt: null, period: 60 });
  await put(3, undefined, { metric: 'failed' });
  await pass(60);
  // One of the two is not enough.
  expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA' });
  await put(60, undefined, { metric: 'failed' });
  await put(40, undefined, { metric: 'done' });
  await pass(60);
  expect(doc()).toMatchObject({ state: 'ALARM', points: [60] });
  expect(doc()?.reasonData).not.toContain('statistic');
  for (const _ of [1, 2, 3, 4]) await pass(60);
  expect(doc()).toMatchObject({ state: 'INSUFFICIENT_DATA', dueAt: null });
  await alarm();
  expect(store.everything('metric').map(({ metric: name, alarms: on }) => [name, on.length])).toEqual(
    expect.arrayContaining([
      ['failed', 0],
      ['done', 0],
      ['load', 1],
    ]),
  );
  await alarm({ ...mathOf(queries) });
  await monitoring.deleteMetricAlarms(realm, ['busy']);
  expect(store.everything('metric').filter(({ alarms: on }) => on.length > 0)).toEqual([]);
});

test('an alarm that looks at more hours than one commit can make sure of never rests, and misses nothing', async () => {
  const { alarm, put, pass, doc } = await watched();
  const metric = (name: string) => ({ ...KEY, metric: name, statistic: 'Sum' as const, period: seconds(3_600) });
  const queries = ['a', 'b', 'c', 'd'].map((name) => ({ id: name, returned: false, metric: metric(name) }));
  await alarm({ ...mathOf([...queries, { id: 'e', returned: true, expression: 'SUM(METRICS())' }]), evaluationPeriods: 24 });
  await pass(1);
  expect(doc()?.dueAt).toBe(doc()?.lookAt);
  expect(doc()?.dueAt).not.toBeNull();
  await put(80, undefined, { metric: 'a' });
  await pass(3_600);
  expect(doc()).toMatchObject({ points: [80] });
});

describe('a policy that tracks a target', () => {
  const tracking: Unnamed<ScalingPolicy> & TargetTracking = {
    name: 'cpu',
    kind: 'TargetTrackingScaling',
    target: 50,
    enabled: true,
    disableScaleIn: false,
    warmup: 120,
    configuration: {},
    metric: { ...KEY, statistic: 'Average', period: seconds(60) },
  };

  test('brings a load to its target by alarms of its own, and takes back what is too much', async () => {
    const { groups, put, pass, desired, store } = await watched(1);
    const made = await groups.putScalingPolicy(realm, 'web', tracking);
    expect(made).toMatchObject({ kind: 'ok', alarms: [expect.stringContaining('AlarmHigh'), expect.stringContaining('AlarmLow')] });
    const under = async (load: number, minutes: number) => {
      const sizes: (number | undefined)[] = [];
      for (let minute = 0; minute < minutes; minute++) {
        await put(load / ((await desired()) ?? 1));
        await pass(60);
        sizes.push(await desired());
      }
      return sizes;
    };
    expect(await under(180, 8)).toEqual([1, 1, 4, 4, 4, 4, 4, 4]);
    expect((await under(60, 20)).at(-1)).toBe(2);
    expect(await under(60, 20)).toEqual(Array(20).fill(2));
    expect(store.everything('action').filter(({ origin }) => origin?.by === 'alarm')).toHaveLength(2);
  });

  test('may track what expressions make of several metrics: what waits for each instance', async () => {
    const { groups, monitoring, pass, desired, now, store } = await watched(1);
    const metric = (name: string) => ({ ...KEY, metric: name, statistic: 'Average' as const, period: seconds(60) });
    const math = mathOf([
      { id: 'waiting', returned: false, metric: metric('waiting') },
      { id: 'instances', returned: false, metric: metric('instances') },
      { id: 'e', returned: true, expression: 'waiting / instances' },
    ]);
    await groups.putScalingPolicy(realm, 'web', { ...tracking, metric: math });
    expect(store.everything('metric').map(({ metric: name, alarms: on }) => [name, on.length])).toEqual(
      expect.arrayContaining([
        ['waiting', 2],
        ['instances', 2],
      ]),
    );
    const put = (name: string, value: number) =>
      monitoring.putMetricData(realm, [
        {
          key: { ...KEY, metric: name },
          datum: { at: now(), unit: 'None', resolution: 60, count: 1, sum: value, min: value, max: value },
        },
      ]);
    for (let minute = 0; minute < 4; minute++) {
      // In either order: whichever comes last has the alarms looked at.
      await put(minute % 2 ? 'waiting' : 'instances', minute % 2 ? 190 : ((await desired()) ?? 1));
      await put(minute % 2 ? 'instances' : 'waiting', minute % 2 ? ((await desired()) ?? 1) : 190);
      await pass(60);
    }
    expect(await desired()).toBe(4);
    await groups.deleteScalingPolicy(realm, { group: 'web', policy: { name: 'cpu' } });
    expect(store.everything('metric').map(({ alarms: on }) => on.length)).toEqual([0, 0]);
  });

  test('takes its alarms along: when it is another kind of policy, when it goes, and when its group does', async () => {
    const { groups, policy, store, monitoring } = await watched();
    const alarms = () => store.everything('metricAlarm').length;
    await groups.putScalingPolicy(realm, 'web', tracking);
    await groups.putScalingPolicy(realm, 'web', { ...tracking, metric: { ...tracking.metric, metric: 'other' } });
    expect(store.everything('metric').map(({ metric, alarms: on }) => [metric, on.length])).toEqual([['other', 2]]);
    await policy({ name: 'cpu' });
    expect([alarms(), store.everything('metric').length]).toEqual([0, 0]);
    await groups.putScalingPolicy(realm, 'web', tracking);
    const [alarm] = store.everything('metricAlarm');
    expect(await monitoring.deleteMetricAlarms(realm, [alarm?.name ?? ''])).toMatchObject({ fault: { code: 'metric-alarm.tracks' } });
    await groups.deleteScalingPolicy(realm, { group: 'web', policy: { name: 'cpu' } });
    expect(alarms()).toBe(0);
    await groups.putScalingPolicy(realm, 'web', tracking);
    await groups.deleteGroup(realm, 'web', true);
    expect([alarms(), store.everything('metric').length]).toEqual([0, 0]);
  });

  test('is executed by nobody else', async () => {
    const { groups } = await watched();
    await groups.putScalingPolicy(realm, 'web', tracking);
    expect(await groups.executePolicy(realm, { group: 'web', policy: { name: 'cpu' } }, { honorsCooldown: false })).toMatchObject({
      fault: { code: 'scaling-policy.kind' },
    });
  });
});
