import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { vanish } from '../../../../lib/drivers/fake/cloud.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { type Deed, World } from '../../../../lib/simulator/world.ts';

const spec = (properties: JsonObject): JsonObject => ({ type: 'senlin.policy.health', version: '1.2', properties });
const polling = spec({
  detection: { interval: 60, node_update_timeout: 0, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
  recovery: { actions: [{ name: 'RECREATE' }] },
});
const machines = spec({
  detection: { interval: 60, node_update_timeout: 0, detection_modes: [{ type: 'HYPERVISOR_STATUS_POLLING' }] },
  recovery: { actions: [{ name: 'RECREATE' }] },
});
const events = spec({
  detection: { detection_modes: [{ type: 'LIFECYCLE_EVENTS' }] },
  recovery: { actions: [{ name: 'RECREATE' }] },
});

const attach: Deed = (verbs) => verbs.attachPolicy(demo, 'web', { policy: 'health', enabled: true });
const detach: Deed = (verbs) => verbs.detachPolicy(demo, 'web', { policy: 'health' });
const enable =
  (enabled: boolean): Deed =>
  (verbs) =>
    verbs.updateBinding(demo, 'web', { policy: 'health', enabled });

/** A cluster of so many nodes with a health policy. */
async function watched(policy = polling, size = 4): Promise<World> {
  const world = await new World({}).found();
  await world.settle([(verbs) => verbs.createPolicy(demo, { name: 'health', spec: policy })]);
  const config = { 'node.name.format': 'node-$I' };
  await world.settle([(verbs) => verbs.createCluster(demo, { name: 'web', profile: 'plain', desiredCapacity: size, config })]);
  return world.settle([attach]);
}
const web = (world: World) => world.store.everything('cluster')[0];
const watch = (world: World) => world.store.everything('watch')[0];
const recoveries = (world: World) => world.actions().filter(({ action }) => action === 'NODE_RECOVER');
const turns = (world: World) => world.store.everything('event').filter(({ action }) => action === 'CLUSTER_HEALTH');
const lose = (world: World, some: number) => {
  for (const { physicalId } of world.cloud.things.slice(0, some)) vanish(world.cloud.cloud, physicalId);
};

describe('a cluster whose health is watched', () => {
  test('is polled, and what is lost is made anew by an action that says why it exists', async () => {
    const world = await watched();
    lose(world, 1);
    await world.pass(seconds(120));
    expect(web(world)).toMatchObject({ status: 'ACTIVE' });
    expect(world.cloud.things).toHaveLength(4);
    expect(recoveries(world)).toMatchObject([
      { status: 'SUCCEEDED', user: 'u', inputs: { operation: 'RECREATE' }, origin: { by: 'health', id: web(world)?.id } },
    ]);
    expect(recoveries(world)[0]?.origin?.reason).toContain('the fake cloud has no such resource');
  });

  test('is what its members make it, also while nobody is to be recovered', async () => {
    const world = await watched();
    await world.settle([(verbs) => verbs.suspendCluster(demo, 'web', { processes: ['ReplaceUnhealthy'] })]);
    lose(world, 1);
    await world.pass(seconds(180));
    expect(recoveries(world)).toEqual([]);
    expect(web(world)).toMatchObject({ status: 'WARNING' });
  });

  test('costs one write a round while all is well, and none for a node', async () => {
    const world = await watched();
    const before = world.store.everything('node');
    await world.pass(seconds(60));
    world.log.length = 0;
    await world.pass(seconds(600));
    expect(world.log.filter((line) => !line.includes('asks the cloud'))).toHaveLength(10);
    expect(world.store.everything('node')).toEqual(before);
  });

  test('has a node made anew whose machine is down, though the node itself seems well', async () => {
    const world = await watched(machines);
    const [thing] = world.cloud.things;
    if (thing) thing.hostDown = 'its machine is down';
    await world.pass(seconds(120));
    expect(recoveries(world)).toMatchObject([{ status: 'SUCCEEDED', origin: { reason: 'Health: its machine is down' } }]);
    expect(world.cloud.things.map(({ physicalId }) => physicalId)).not.toContain(thing?.physicalId);
    await world.pass(seconds(300));
    expect(recoveries(world)).toHaveLength(1);
  });

  const checks: readonly (readonly [string, Deed])[] = [
    ['of the cluster', (verbs) => verbs.checkCluster(demo, 'web', { params: {} })],
    ['of the node', (verbs) => verbs.checkNode(demo, 'node-1', { params: {} })],
  ];
  test.each(checks)('recovers what a check %s by hand has found, where events alone are waited for', async (_, check) => {
    const world = await watched(events);
    await world.pass(seconds(1));
    lose(world, 1);
    await world.settle([check]);
    await world.pass(seconds(60));
    expect(recoveries(world)).toMatchObject([{ status: 'SUCCEEDED', origin: { by: 'health' } }]);
    expect(web(world)).toMatchObject({ status: 'ACTIVE' });
    // A check that finds all well wakes nobody.
    const before = watch(world);
    await world.settle([check]);
    expect(watch(world)).toEqual(before);
  });

  test('is not polled where events alone are waited for', async () => {
    const world = await watched(events);
    await world.pass(seconds(1));
    expect(watch(world)).toMatchObject({ dueAt: null, nextRound: null });
    world.log.length = 0;
    await world.pass(seconds(3_600));
    expect(world.log).toEqual([]);
  });

  test('recovers no more at once than a third, and in the end everybody', async () => {
    const world = await watched(polling, 9);
    lose(world, 4);
    let most = 0;
    for (let i = 0; i < 40; i++) {
      await world.pass(seconds(5));
      most = Math.max(most, recoveries(world).filter(({ dueAt }) => dueAt !== null).length);
    }
    expect(most).toBeLessThanOrEqual(3);
    expect(recoveries(world)).toHaveLength(4);
    expect(world.store.everything('node').every(({ status }) => status === 'ACTIVE')).toBe(true);
  });

  test('stops at a storm and says so; then it tries one, and goes on', async () => {
    const world = await watched(polling, 6);
    lose(world, 5);
    await world.pass(seconds(70));
    expect(recoveries(world)).toEqual([]);
    expect(web(world)?.statusReason).toBe('Recoveries are stopped: 5 of 6 nodes became unhealthy within 300 seconds.');
    expect(turns(world)).toMatchObject([{ type: 'breaker-opened', status: 'error', level: 'ERROR' }]);
    await world.pass(seconds(300));
    expect(web(world)?.status).toBe('ACTIVE');
    expect(watch(world)?.breaker.state).toBe('closed');
    expect(turns(world)).toMatchObject([{ type: 'breaker-opened' }, { type: 'breaker-closed' }]);
  });

  test('makes nobody anew who is well again by the time they may be recovered', async () => {
    const world = await watched(polling, 6);
    const things = world.cloud.things.slice(0, 5);
    for (const thing of things) thing.broken = 'the network is gone';
    await world.pass(seconds(70));
    expect(watch(world)?.breaker.state).toBe('open');
    for (const thing of things) delete thing.broken;
    await world.pass(seconds(180));
    expect(recoveries(world)).toEqual([]);
    expect(world.store.everything('node').every(({ status }) => status === 'ACTIVE')).toBe(true);
    expect(web(world)?.status).toBe('ACTIVE');
    expect(watch(world)?.breaker.state).toBe('closed');
  });

  test('is left alone while it is disabled, and looked after again once it is not', async () => {
    const world = await watched();
    await world.settle([enable(false)]);
    lose(world, 1);
    await world.pass(seconds(300));
    expect(recoveries(world)).toEqual([]);
    expect(watch(world)).toMatchObject({ enabled: false, dueAt: null });
    await world.settle([enable(true)]);
    await world.pass(seconds(120));
    expect(recoveries(world)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('has no watch any more once the policy is off it, or the cluster is gone', async () => {
    const world = await watched();
    await world.settle([detach]);
    expect(world.store.everything('watch')).toEqual([]);
    await world.settle([attach]);
    expect(world.store.everything('watch')).toHaveLength(1);
    await world.settle([(verbs) => verbs.deleteCluster(demo, 'web', { force: false })]);
    expect(world.store.everything('watch')).toEqual([]);
  });

  test('is recovered by hand as its policy says, where nothing else is said', async () => {
    const world = await watched(events);
    await world.settle([(verbs) => verbs.recoverCluster(demo, 'web', { check: true })]);
    lose(world, 1);
    await world.settle([(verbs) => verbs.recoverCluster(demo, 'web', { check: true })]);
    expect(recoveries(world)).toMatchObject([
      { status: 'SUCCEEDED', inputs: { operation: 'RECREATE', delete_timeout: 20, force_recreate: false } },
    ]);
  });

  test('takes one health policy only, of whichever version', async () => {
    const world = await watched();
    const other = { ...polling, version: '1.1' };
    await world.settle([(verbs) => verbs.createPolicy(demo, { name: 'other', spec: other })]);
    await world.settle([(verbs) => verbs.attachPolicy(demo, 'web', { policy: 'other', enabled: true })]);
    expect(world.actions().at(-1)).toMatchObject({ action: 'CLUSTER_ATTACH_POLICY', status: 'FAILED' });
  });
});
