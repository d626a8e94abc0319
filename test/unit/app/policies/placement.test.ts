import { expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { isJsonObject } from '../../../../lib/domain/kernel/json.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const zoneOf = ({ data: { placement } }: Node) => (isJsonObject(placement) ? placement.zone : undefined);
const zones = (nodes: readonly Node[]) => nodes.map(zoneOf).sort();

test('what comes is put into zones by weight, and the cloud is told; what goes is taken where there are too many', async () => {
  const { found, attach, verbs, done, members, cloud } = smallService();
  await found(0);
  await attach('senlin.policy.zone_placement-1.0', {
    zones: [
      { name: 'az1', weight: 100 },
      { name: 'az2', weight: 200 },
    ],
  });
  await done(verbs.scaleOut(demo, 'web', { count: 6 }));
  expect(zones(members())).toEqual(['az1', 'az1', 'az2', 'az2', 'az2', 'az2']);
  expect([...cloud.things.values()].map(({ placement }) => placement?.zone).sort()).toEqual(zones(members()));

  await done(verbs.scaleIn(demo, 'web', { count: 3 }));
  expect(zones(members())).toEqual(['az1', 'az2', 'az2']);
  await done(verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 9, strict: true }));
  expect(zones(members()).filter((zone) => zone === 'az2')).toHaveLength(6);
});

test('a node that is made by itself, and one that makes up for another, have their zones too', async () => {
  const { found, attach, verbs, done, members, settle } = smallService();
  await found(1);
  await attach('senlin.policy.zone_placement-1.0', { zones: [{ name: 'az1' }, { name: 'az2' }] });
  await verbs.createNode(demo, { name: 'extra', profile: 'small', cluster: 'web' });
  await settle();
  expect(members().map(zoneOf)).toEqual([undefined, 'az1']);
  const [first] = members();
  await done(verbs.resizeCluster(demo, 'web', { minSize: 0, strict: true }));
  await done(verbs.deleteNodes(demo, 'web', { nodes: [first?.id ?? ''], destroy: true }));
  await done(verbs.scaleOut(demo, 'web', { count: 1 }));
  expect(zones(members())).toEqual(['az1', 'az2']);
  expect(await verbs.showNode(demo, members()[1]?.id ?? '', { details: true })).toMatchObject({
    details: { 'OS-EXT-AZ:availability_zone': 'az2' },
  });
});

test('recovery of capacity is placed as growth is', async () => {
  const { found, attach, verbs, done, members, store } = smallService();
  await found(2);
  await attach('senlin.policy.region_placement-1.0', { regions: [{ name: 'north' }] });
  await attach('senlin.policy.deletion-1.0', { reduce_desired_capacity: false, destroy_after_deletion: true });
  await done(verbs.deleteNodes(demo, 'web', { nodes: [members()[0]?.id ?? ''], destroy: true }));
  await done(verbs.recoverCluster(demo, 'web', { checkCapacity: true }));
  expect(members().map(({ data }) => data.placement)).toEqual([undefined, { region_name: 'north' }]);
  expect(store.everything('node')).toHaveLength(2);
});

test('where there is no room the action fails, and says so', async () => {
  const { found, attach, verbs, done, members, settle, store } = smallService();
  await found(0);
  await attach('senlin.policy.region_placement-1.0', { regions: [{ name: 'north', cap: 2 }] }, 'web', 'capped');
  const failed = await done(verbs.scaleOut(demo, 'web', { count: 3 }));
  expect(failed.statusReason).toBe("Policy check failure: Failed policy 'capped': There is no feasible plan to create nodes.");
  await done(verbs.scaleOut(demo, 'web', { count: 2 }));
  expect(members()).toHaveLength(2);
  await verbs.createNode(demo, { name: 'extra', profile: 'small', cluster: 'web' });
  await settle();
  expect(members()).toHaveLength(2);
  expect(store.everything('node').find(({ name }) => name === 'node-3')).toMatchObject({ status: 'ERROR', clusterId: '' });
});
