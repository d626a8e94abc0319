import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { NewGroup } from '../../../../lib/app/groups/grouping.ts';
import { sweepPools } from '../../../../lib/app/groups/warm-pool.ts';
import type { Pool } from '../../../../lib/domain/cluster/pool.ts';
import { MachineCatalogue } from '../../../../lib/domain/group/machine-catalogue.ts';
import { vanish } from '../../../../lib/drivers/fake/cloud.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const machines = MachineCatalogue.parse({ images: { '*': { type: 'fake.node' } } });
const POOL: Pool = { min: 0, prepared: null, state: 'STOPPED', reuses: false };
const LAUNCH = { name: 'in', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' } as const;

async function warmService(more: Partial<NewGroup> = {}) {
  const service = smallService();
  const groups = groupVerbs({ ...service.app, machines });
  const realm = { caller: demo, region: 'us-east-1' };
  await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
  await groups.createGroup(realm, { ...aGroup('web', 'small'), minSize: 0, maxSize: 4, ...more });
  await service.settle();
  const seen = async () => {
    const found = await groups.showGroup(realm, 'web');
    if (found.kind === 'refused') throw new Error(found.fault.message);
    return found;
  };
  const put = async (pool: Partial<Pool> = {}) => {
    const done = await groups.putWarmPool(realm, 'web', { ...POOL, ...pool });
    await service.settle();
    return done;
  };
  const states = async () => {
    const { instances, warm } = await seen();
    return [instances.map(({ state }) => state), warm.map(({ state }) => state)];
  };
  const size = async (desired: number) => {
    const done = await groups.setDesiredCapacity(realm, 'web', desired);
    await service.settle();
    return done;
  };
  const warm = async () => (await seen()).warm.map(({ instanceId }) => instanceId);
  const serving = async () => (await seen()).instances.map(({ instanceId }) => instanceId);
  return { ...service, groups, realm, seen, put, states, size, warm, serving };
}

const COLD = 'Warmed:Stopped';

describe('a warm pool', () => {
  test('has as many as the group lacks to its upper bound, at rest and not counted', async () => {
    const { put, states, seen, cluster, groups, realm } = await warmService();
    expect(await put()).toEqual({ kind: 'ok' });
    expect(await states()).toEqual([['InService'], [COLD, COLD, COLD]]);
    expect((await seen()).sizes.desiredCapacity).toBe(1);
    const told = await groups.listActivities(realm, 'web');
    expect(told).toMatchObject({
      activities: [{ cause: expect.stringContaining('a user request changed the warm pool. At') }, {}, {}, {}],
    });
    expect(cluster()).toMatchObject({ status: 'ACTIVE', desiredCapacity: 1 });
  });

  test.each([
    [{ prepared: 2 }, 1],
    [{ prepared: 0 }, 0],
    [{ prepared: 0, min: 2 }, 2],
    [{ prepared: 3, min: 1 }, 2],
  ])('%j: %i', async (pool, size) => {
    const { put, warm } = await warmService();
    await put(pool);
    expect(await warm()).toHaveLength(size);
  });

  test.each([
    ['RUNNING', 'Warmed:Running'],
    ['HIBERNATED', 'Warmed:Hibernated'],
  ] as const)('%s: %s', async (state, shown) => {
    const { put, states } = await warmService();
    await put({ state, prepared: 2 });
    expect(await states()).toEqual([['InService'], [shown]]);
  });

  test('is drawn on first when the group grows, and filled up again', async () => {
    const { put, size, states, warm, serving, cloud } = await warmService();
    await put({ prepared: 3 });
    const [first = '', second = ''] = await warm();
    const made = cloud.things.size;
    await size(2);
    expect(await serving()).toContain(first);
    expect(await warm()).toEqual([second]);
    expect(cloud.things.size).toBe(made);
    await size(4);
    expect(await serving()).toContain(second);
    expect(await states()).toEqual([['InService', 'InService', 'InService', 'InService'], []]);
  });

  test('takes in whoever goes, where it reuses them, and whoever goes is gone where not', async () => {
    const { put, size, states, warm, serving } = await warmService();
    await put({ reuses: true, prepared: 3 });
    await size(3);
    expect(await states()).toEqual([['InService', 'InService', 'InService'], []]);
    const before = await serving();
    await size(1);
    expect((await warm()).every((id) => before.includes(id))).toBe(true);
    expect(await states()).toEqual([['InService'], [COLD, COLD]]);
    const [one = ''] = await warm();
    await size(2);
    expect(await serving()).toContain(one);
  });

  test('makes up for one that does not come, and for one that is taken from it', async () => {
    const { put, size, states, warm, cloud, groups, realm, settle, members } = await warmService();
    await put({ prepared: 2 });
    const [dead = ''] = await warm();
    const node = members().find(({ standby }) => standby);
    vanish(cloud, node?.physicalId ?? '');
    await size(2);
    expect(await states()).toEqual([['InService', 'InService'], []]);
    expect(await warm()).not.toContain(dead);
    await size(1);
    const [other = ''] = await warm();
    expect(await groups.terminateInstance(realm, other, true)).toMatchObject({ kind: 'ok' });
    await settle();
    expect(await warm()).toHaveLength(1);
    expect(await warm()).not.toContain(other);
  });

  test('is behind the hooks, on the way in and on the way out into service', async () => {
    const { put, size, states, groups, realm, settle, warm } = await warmService({
      hooked: { hooks: [LAUNCH], account: '1' },
      desiredCapacity: 0,
    });
    await put({ prepared: 1 });
    expect(await states()).toEqual([[], ['Warmed:Pending:Wait']]);
    const [one = ''] = await warm();
    const answer = () => groups.answerLifecycle(realm, { group: 'web', hook: 'in', instanceId: one, result: 'CONTINUE' });
    await answer();
    await settle();
    expect(await states()).toEqual([[], [COLD]]);
    await size(1);
    expect(await states()).toEqual([['Pending:Wait'], []]);
    await answer();
    await settle();
    expect(await states()).toEqual([['InService'], []]);
  });

  test('that is deleted takes nobody in, is gone with the last, and is never filled again', async () => {
    const { put, groups, realm, settle, states, seen, app, size } = await warmService();
    expect(await groups.deleteWarmPool(realm, 'web', false)).toMatchObject({ fault: { code: 'warm-pool.not-found' } });
    await put();
    await groups.deleteWarmPool(realm, 'web', true);
    expect((await seen()).cluster.pool).toMatchObject({ draining: true });
    expect(await put()).toMatchObject({ fault: { code: 'warm-pool.draining' } });
    await settle();
    expect(await states()).toEqual([['InService'], []]);
    expect((await seen()).cluster.pool).toBeNull();
    await sweepPools(app);
    await size(2);
    expect(await states()).toEqual([['InService', 'InService'], []]);
  });

  test('goes with its group, and is not filled while that goes', async () => {
    const { put, groups, realm, settle, store, cloud, app, pass } = await warmService();
    await put();
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await sweepPools(app);
    await pass(60);
    expect(store.everything('node')).toEqual([]);
    expect(cloud.things.size).toBe(0);
  });

  test('is filled by the sweep where somebody died who was to', async () => {
    const { put, store, app, settle, warm, cluster } = await warmService();
    await put({ prepared: 2 });
    const left = cluster();
    await store.commit([{ put: 'cluster', doc: { ...left, pool: { ...POOL, prepared: 3 } } }]);
    await settle();
    expect(await warm()).toHaveLength(1);
    await sweepPools(app);
    await settle();
    expect(await warm()).toHaveLength(2);
  });

  test('waits where launching is suspended, and is what it is to be afterwards', async () => {
    const { put, verbs, cluster, warm, app, settle } = await warmService();
    await verbs.suspendCluster(demo, cluster().id, { processes: ['Launch'] });
    expect(await put({ prepared: 2 })).toEqual({ kind: 'ok' });
    expect(await warm()).toEqual([]);
    await verbs.resumeCluster(demo, cluster().id, {});
    await sweepPools(app);
    await settle();
    expect(await warm()).toHaveLength(1);
  });
});
