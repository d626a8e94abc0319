import { expect, test } from '@jest/globals';
import { readMeter } from '../../../../lib/app/groups/collect-metrics.ts';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { monitoringVerbs } from '../../../../lib/app/metrics/monitoring-verbs.ts';
import { GROUP_METRICS, groupMetrics } from '../../../../lib/domain/group/group-metrics.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup, MACHINES } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const realm = { caller: demo, region: 'us-east-1' };

async function counted() {
  const service = smallService();
  const groups = groupVerbs({ ...service.app, machines: MACHINES });
  const monitoring = monitoringVerbs(service.app);
  await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
  await groups.createGroup(realm, { ...aGroup('web', 'small'), desiredCapacity: 2 });
  await service.settle();
  const began = service.now();
  /** A minute passes; whoever is due is looked at, by two at once. */
  const pass = async () => {
    await service.pass(60);
    for (const due of await service.store.due(service.now(), 100))
      if (due.kind === 'meter') await Promise.all([readMeter(service.app, due), readMeter(service.app, due)]);
    await service.settle();
  };
  const read = async (metric: string) => {
    const key = { namespace: 'AWS/AutoScaling', metric, dimensions: [{ name: 'AutoScalingGroupName', value: 'web' }] };
    const answer = await monitoring.readMetric(realm, key, { from: began, to: service.now() + 60_000, period: 60_000 });
    return answer.kind === 'ok' ? answer.periods.map(({ count, sum }) => [count, sum]) : answer;
  };
  return { ...service, groups, pass, read };
}

test('a group whose metrics somebody wants is counted once a minute, and no other', async () => {
  const { groups, pass, read, store, settle } = await counted();
  await pass();
  expect(store.everything('meter')).toEqual([]);
  expect(await groups.collectMetrics(realm, 'web', [], true)).toEqual({ kind: 'ok' });
  await pass();
  await groups.setDesiredCapacity(realm, 'web', 4);
  await settle();
  await pass();
  expect(await read('GroupDesiredCapacity')).toEqual([
    [1, 2],
    [1, 4],
  ]);
  expect(await read('GroupInServiceInstances')).toEqual([
    [1, 2],
    [1, 4],
  ]);
  expect(store.everything('metric')).toHaveLength(GROUP_METRICS.length);
});

test('what nobody wants any more is not counted, and a group that is gone neither', async () => {
  const { groups, pass, read, store, settle } = await counted();
  await groups.collectMetrics(realm, 'web', ['GroupMaxSize', 'GroupMinSize'], true);
  await groups.collectMetrics(realm, 'web', ['GroupMinSize'], false);
  await pass();
  expect([await read('GroupMaxSize'), await read('GroupMinSize')]).toEqual([[[1, 5]], []]);
  await groups.deleteGroup(realm, 'web', true);
  await settle();
  await pass();
  expect(store.everything('meter')).toEqual([]);
});

test('every instance is in one place', () => {
  const states = ['InService', 'Pending', 'Pending:Wait', 'Terminating:Proceed', 'Standby', 'EnteringStandby', 'Detaching'] as const;
  expect(groupMetrics({ minSize: 1, maxSize: 9, desiredCapacity: 4 }, states)).toMatchObject({
    GroupInServiceInstances: 1,
    GroupPendingInstances: 2,
    GroupTerminatingInstances: 2,
    GroupStandbyInstances: 2,
    GroupTotalInstances: 7,
  });
});
