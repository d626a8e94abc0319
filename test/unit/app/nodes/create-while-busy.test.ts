import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileAction } from '../../../../lib/app/engine/file-action.ts';
import type { ActionName } from '../../../../lib/domain/action/action.ts';
import { release } from '../../../../lib/domain/cluster/lock.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { idOf, PROJECT } from '../../../support/documents.ts';
import { smallService } from '../../../support/small-service.ts';

const SOMEBODY = idOf('somebody');

/** A cluster of three that somebody holds until it is `free`, so that whatever is asked for waits; and so many of its members are broken. */
async function busyCluster(broken = 0, maxSize = -1) {
  const service = smallService();
  await service.found();
  const { store, app, verbs, cluster, members, pass } = service;
  const ill = members().slice(0, broken);
  const lock = { scope: 'exclusive', holders: [SOMEBODY], queue: [] } as const;
  await store.commit([
    ...ill.map((node) => ({ put: 'node', doc: { ...node, status: 'ERROR' } }) as const),
    { put: 'cluster', doc: { ...cluster(), maxSize, lock } },
  ]);
  let serial = 0;
  /** Files an action that waits for its turn. */
  const ask = async (action: ActionName, inputs: JsonObject) => {
    const { id, name } = cluster();
    const one = { id: idOf(`asked ${serial++}`), project: PROJECT, user: 'u', action, target: id, targetName: name, clusterId: id };
    const filed = await fileAction(app, { action: { ...one, inputs, timeout: seconds(3_600) }, cluster: cluster(), patient: true });
    expect(filed).toMatchObject({ kind: 'filed' });
  };
  const create = async () => {
    const made = await verbs.createNode(demo, { name: 'one-more', profile: 'small', cluster: 'web' });
    if (made.kind !== 'ok') throw new Error(made.kind);
    return made;
  };
  const free = async () => {
    await store.commit([{ put: 'cluster', doc: { ...cluster(), lock: release(cluster().lock, SOMEBODY) } }]);
    await pass(60);
  };
  return { ...service, ask, create, free };
}

const resizeTo = (number: number) => ({ adjustment_type: 'EXACT_CAPACITY', number, strict: true });

describe('the operator’s limit on nodes per cluster', () => {
  const full = async () => {
    const service = smallService({ mostNodes: 3 });
    await service.found();
    return service;
  };

  test('is no place for one more, whoever waits for what', async () => {
    const { verbs, cluster } = await full();
    expect(await verbs.createNode(demo, { name: 'one-more', profile: 'small', cluster: 'web' })).toMatchObject({
      kind: 'refused',
      fault: { message: 'The target capacity (4) is greater than the maximum number of nodes allowed per cluster (3).' },
    });
    expect(cluster().nodes).toHaveLength(3);
  });

  test('is kept free for those that a batch is still to make', async () => {
    const { verbs, cluster, store } = await full();
    await store.commit([{ put: 'cluster', doc: { ...cluster(), nodes: cluster().nodes.slice(1), reserved: 1 } }]);
    expect(await verbs.createNode(demo, { name: 'one-more', profile: 'small', cluster: 'web' })).toMatchObject({ kind: 'refused' });
  });

  test('is not passed for the while in which one member replaces another', async () => {
    const { verbs, cluster, members, done } = await full();
    await done(verbs.createNode(demo, { name: 'fresh', profile: 'small' }));
    expect(await verbs.replaceNodes(demo, 'web', { nodes: { [members()[0]?.id ?? '']: 'fresh' } })).toMatchObject({
      kind: 'refused',
      fault: { message: 'There would be 4 members for a while, which is more than the maximum number of nodes allowed per cluster (3).' },
    });
    expect(cluster().nodes).toHaveLength(3);
  });
});

describe('a node that is asked for while its cluster is busy', () => {
  test('is one more than a resize comes to that was asked for before, and stays in nobody’s stead', async () => {
    const { ask, create, free, cluster, members, action } = await busyCluster(3);
    await ask('CLUSTER_RESIZE', resizeTo(1));
    const { node, actionId } = await create();
    await free();
    expect(action(actionId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(members().map(({ id, status }) => [id === node.id, status])).toEqual(
      expect.arrayContaining([
        [true, 'ACTIVE'],
        [false, 'ERROR'],
      ]),
    );
    expect([members().length, cluster().desiredCapacity]).toEqual([2, 2]);
  });

  test('is not chosen by who shrinks the cluster, though it was never created', async () => {
    const { ask, create, free, members } = await busyCluster();
    await ask('CLUSTER_SCALE_IN', { count: 1 });
    const { node } = await create();
    await free();
    expect([members().length, members().some(({ id }) => id === node.id)]).toEqual([3, true]);
  });

  test('is made once, and not recovered before', async () => {
    const { ask, create, free, members, cluster, action } = await busyCluster(1);
    await ask('CLUSTER_RECOVER', { check: true, check_capacity: true });
    const { actionId } = await create();
    await free();
    expect(action(actionId).statusReason).toBe('Action completed successfully.');
    expect(members().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(cluster()).toMatchObject({ status: 'ACTIVE', desiredCapacity: 4, aside: [] });
  });

  test('has the place before whoever was asked for later', async () => {
    const { create, free, action, cluster, members } = await busyCluster(0, 4);
    const [first, second] = [await create(), await create()];
    await free();
    expect([first, second].map(({ actionId }) => action(actionId).status)).toEqual(['SUCCEEDED', 'FAILED']);
    expect([members().length, cluster().desiredCapacity]).toEqual([4, 4]);
  });

  test('counts like the others once nobody makes it any more, whoever holds the cluster then', async () => {
    const { create, settle, verbs, cluster, members } = await busyCluster();
    const { node, actionId } = await create();
    expect(cluster().aside).toEqual([node.id]);
    expect(await verbs.cancelAction(demo, actionId, { force: false })).toMatchObject({ kind: 'ok' });
    await settle();
    expect(cluster().lock.holders).toEqual([SOMEBODY]);
    expect(members().find(({ id }) => id === node.id)?.status).toBe('ERROR');
    expect(cluster()).toMatchObject({ aside: [], desiredCapacity: 3 });
  });

  const Asked = fc.oneof(
    fc.constant({ what: 'create' } as const),
    fc.record({ what: fc.constant('resize' as const), to: fc.nat(5) }),
    fc.record({ what: fc.constantFrom('out' as const, 'in' as const), by: fc.integer({ min: 1, max: 2 }) }),
  );
  test('whatever is asked for meanwhile comes to what it would one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Asked, { minLength: 1, maxLength: 5 }), fc.nat(3), async (all, broken) => {
        const { ask, create, free, cluster, members } = await busyCluster(broken);
        let size = 3;
        for (const one of all) {
          if (one.what === 'create') {
            await create();
            size++;
          } else if (one.what === 'resize') {
            await ask('CLUSTER_RESIZE', resizeTo(one.to));
            size = one.to;
          } else {
            await ask(one.what === 'out' ? 'CLUSTER_SCALE_OUT' : 'CLUSTER_SCALE_IN', { count: one.by });
            size = Math.max(0, size + (one.what === 'out' ? one.by : -one.by));
          }
        }
        await free();
        expect([members().length, cluster().desiredCapacity, cluster().lock.holders]).toEqual([size, size, []]);
      }),
      { numRuns: 60 },
    );
  });
});
