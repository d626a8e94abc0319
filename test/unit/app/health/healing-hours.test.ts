import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { vanish } from '../../../../lib/drivers/fake/cloud.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { World } from '../../../../lib/simulator/world.ts';
import { T0 } from '../../../support/documents.ts';

const health: JsonObject = {
  type: 'senlin.policy.health',
  version: '1.2',
  properties: {
    detection: { interval: 60, node_update_timeout: 0, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
    recovery: { actions: [{ name: 'RECREATE' }] },
  },
};
/** Nothing disrupts within the first half hour. */
const freeze = (automatic: boolean): JsonObject => ({
  type: 'coppice.policy.maintenance',
  version: '1.0',
  properties: {
    freezes: [{ start: new Date(T0 - 60_000).toISOString(), end: new Date(T0 + 1_800_000).toISOString() }],
    automatic,
  },
});

async function ill(automatic: boolean): Promise<World> {
  const world = await new World({}).found();
  for (const [name, spec] of Object.entries({ health, freeze: freeze(automatic) }))
    await world.settle([(verbs) => verbs.createPolicy(demo, { name, spec })]);
  await world.settle([(verbs) => verbs.createCluster(demo, { name: 'web', profile: 'plain', desiredCapacity: 3 })]);
  for (const policy of ['freeze', 'health']) await world.settle([(verbs) => verbs.attachPolicy(demo, 'web', { policy, enabled: true })]);
  vanish(world.cloud.cloud, world.cloud.things[0]?.physicalId ?? '');
  await world.pass(seconds(600));
  return world;
}
const recoveries = (world: World) => world.actions().filter(({ action }) => action === 'NODE_RECOVER');

test('whoever is ill is recovered at any time', async () => {
  expect(recoveries(await ill(false))).toMatchObject([{ status: 'SUCCEEDED' }]);
});

test('or waits for the right time, where a policy says so, and everybody can see why', async () => {
  const world = await ill(true);
  expect(recoveries(world)).toEqual([]);
  let seen: unknown;
  await world.settle([
    async (verbs) => {
      seen = await verbs.showHealth(demo, 'web');
    },
  ]);
  expect(seen).toMatchObject({ health: { waiting: [{ why: 'window', until: T0 + 1_800_000 }] } });

  await world.pass(seconds(1_800));
  expect(recoveries(world)).toMatchObject([{ status: 'SUCCEEDED' }]);
});
