import { expect, test } from '@jest/globals';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { type Deed, World } from '../../../../lib/simulator/world.ts';

/** What happens in a calm world: a line for each commit and each call. Read the difference and you have read the behaviour. */
async function story(...chapters: readonly Deed[]): Promise<string> {
  const world = await new World().found();
  for (const deed of chapters) {
    world.log.length = 0;
    await world.settle([deed]);
  }
  return `\n${world.log.map((line) => line.replace(/ w\d+:/, '').replace(/ w\d+ asks/, ' asks')).join('\n')}\n`;
}

const config = { 'node.name.format': 'node-$I' };
const create =
  (desiredCapacity: number, profile = 'plain'): Deed =>
  (verbs) =>
    verbs.createCluster(demo, { name: 'web', profile, desiredCapacity, config });

/** Two things in one go, before anybody has moved. */
const both =
  (first: Deed, second: Deed): Deed =>
  async (verbs, world, app) => {
    await first(verbs, world, app);
    await second(verbs, world, app);
  };
const cancel =
  (force: boolean): Deed =>
  (verbs, world) =>
    verbs.cancelAction(demo, world.actions().find((a) => a.action === 'CLUSTER_CREATE')?.id ?? '', { force });
const firstNode = (world: Parameters<Deed>[1]) => world.store.everything('node')[0]?.id ?? '';

test('creating three', async () => {
  expect(await story(create(3))).toMatchInlineSnapshot(`
"
+0s web CREATING 3/3 · node-1 CREATING without resource · NODE_CREATE node-1 READY · node-2 CREATING without resource · NODE_CREATE node-2 READY · node-3 CREATING without resource · NODE_CREATE node-3 READY · told start · CLUSTER_CREATE web WAITING
+0s NODE_CREATE node-1 RUNNING (calling)
+0s NODE_CREATE node-2 RUNNING (calling)
+0s NODE_CREATE node-3 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s asks the cloud to ensure node-2
+0s asks the cloud to ensure node-3
+0s node-1 ACTIVE
+0s node-2 ACTIVE
+0s node-3 ACTIVE
+0s NODE_CREATE node-1 SUCCEEDED (ended)
+0s NODE_CREATE node-2 SUCCEEDED (ended)
+0s NODE_CREATE node-3 SUCCEEDED (ended)
+0s web ACTIVE 3/3 · told end · CLUSTER_CREATE web SUCCEEDED (ended)
"
`);
});

test('scaling in by two', async () => {
  expect(await story(create(3), (verbs) => verbs.scaleIn(demo, 'web', { count: 2 }))).toMatchInlineSnapshot(`
"
+0s web RESIZING 3/1 · node-3 DELETING · NODE_DELETE node-3 READY · node-1 DELETING · NODE_DELETE node-1 READY · told start · CLUSTER_SCALE_IN web WAITING
+0s NODE_DELETE node-3 RUNNING (calling)
+0s NODE_DELETE node-1 RUNNING (calling)
+0s asks the cloud to remove node-3
+0s asks the cloud to remove node-1
+0s node removed
+0s node removed
+0s NODE_DELETE node-3 SUCCEEDED (ended)
+0s NODE_DELETE node-1 SUCCEEDED (ended)
+0s web ACTIVE 1/1 · told end · CLUSTER_SCALE_IN web SUCCEEDED (ended)
"
`);
});

test('making a node anew', async () => {
  const recover: Deed = (verbs, world) => verbs.recoverNode(demo, firstNode(world), {});
  expect(await story(create(1), recover)).toMatchInlineSnapshot(`
"
+0s NODE_RECOVER node-1 READY · web ACTIVE 1/1 · node-1 ACTIVE
+0s node-1 RECOVERING · told start · NODE_RECOVER node-1 RUNNING (calling)
+0s asks the cloud to remove node-1
+0s node-1 RECOVERING without resource · NODE_RECOVER node-1 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s node-1 ACTIVE · web ACTIVE 1/1 · told end · NODE_RECOVER node-1 SUCCEEDED (ended)
"
`);
});

test('cancelling a creation that is under way', async () => {
  expect(await story(both(create(2, 'slow'), cancel(false)))).toMatchInlineSnapshot(`
"
+0s web CREATING 2/2 · node-1 CREATING without resource · NODE_CREATE node-1 READY · node-2 CREATING without resource · NODE_CREATE node-2 READY · told start · CLUSTER_CREATE web WAITING
+0s CLUSTER_CREATE web WAITING (asked to stop)
+0s NODE_CREATE node-1 RUNNING (calling)
+0s NODE_CREATE node-2 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s asks the cloud to ensure node-2
+0s NODE_CREATE node-1 RUNNING
+0s NODE_CREATE node-2 RUNNING
+0s CLUSTER_CREATE web WAITING (asked to stop, closing)
+0s NODE_CREATE node-1 RUNNING (asked to stop)
+0s NODE_CREATE node-2 RUNNING (asked to stop)
+0s NODE_CREATE node-1 RUNNING (calling, asked to stop, undoing)
+0s NODE_CREATE node-2 RUNNING (calling, asked to stop, undoing)
+0s asks the cloud to remove node-1
+0s asks the cloud to remove node-2
+0s node-1 ERROR without resource
+0s node-2 ERROR without resource
+0s NODE_CREATE node-1 CANCELLED (asked to stop, ended)
+0s NODE_CREATE node-2 CANCELLED (asked to stop, ended)
+0s web WARNING 2/2 · told error · CLUSTER_CREATE web CANCELLED (asked to stop, ended)
"
`);
});

test('a creation that takes its time', async () => {
  expect(await story(create(1, 'slow'))).toMatchInlineSnapshot(`
"
+0s web CREATING 1/1 · node-1 CREATING without resource · NODE_CREATE node-1 READY · told start · CLUSTER_CREATE web WAITING
+0s NODE_CREATE node-1 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s NODE_CREATE node-1 RUNNING
+15s NODE_CREATE node-1 RUNNING (calling)
+15s asks the cloud to ensure node-1
+15s node-1 ACTIVE
+15s NODE_CREATE node-1 SUCCEEDED (ended)
+15s web ACTIVE 1/1 · told end · CLUSTER_CREATE web SUCCEEDED (ended)
"
`);
});

test('cancelling by force, and going on at once', async () => {
  const check: Deed = (verbs) => verbs.checkCluster(demo, 'web', { params: {} });
  expect(await story(both(create(2), both(cancel(true), check)))).toMatchInlineSnapshot(`
"
+0s web CREATING 2/2 · node-1 CREATING without resource · NODE_CREATE node-1 READY · node-2 CREATING without resource · NODE_CREATE node-2 READY · told start · CLUSTER_CREATE web WAITING
+0s CLUSTER_CREATE web CANCELLED (asked to stop) · web WARNING 2/2 · told error
+0s web CHECKING 2/2 · node-1 CREATING without resource · NODE_CHECK node-1 READY · node-2 CREATING without resource · NODE_CHECK node-2 READY · told start · CLUSTER_CHECK web WAITING
+0s NODE_CREATE node-1 RUNNING (calling)
+0s NODE_CREATE node-2 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s asks the cloud to ensure node-2
+0s node-1 ACTIVE
+0s node-2 ACTIVE
+0s NODE_CREATE node-1 SUCCEEDED (ended)
+0s NODE_CREATE node-2 SUCCEEDED (ended)
+0s CLUSTER_CREATE web CANCELLED (asked to stop, ended)
+0s NODE_CHECK node-1 RUNNING (calling)
+0s NODE_CHECK node-2 RUNNING (calling)
+0s asks the cloud to check node-1
+0s asks the cloud to check node-2
+0s node-1 ACTIVE
+0s node-2 ACTIVE
+0s NODE_CHECK node-1 SUCCEEDED (ended)
+0s NODE_CHECK node-2 SUCCEEDED (ended)
+0s web ACTIVE 2/2 · told end · CLUSTER_CHECK web SUCCEEDED (ended)
"
`);
});

test('deleting by force what is being created', async () => {
  expect(await story(both(create(2), (verbs) => verbs.deleteCluster(demo, 'web', { force: true })))).toMatchInlineSnapshot(`
"
+0s web CREATING 2/2 · node-1 CREATING without resource · NODE_CREATE node-1 READY · node-2 CREATING without resource · NODE_CREATE node-2 READY · told start · CLUSTER_CREATE web WAITING
+0s CLUSTER_DELETE web READY · web CREATING 2/2
+0s CLUSTER_CREATE web WAITING (asked to stop)
+0s NODE_CREATE node-1 RUNNING (calling)
+0s NODE_CREATE node-2 RUNNING (calling)
+0s asks the cloud to ensure node-1
+0s asks the cloud to ensure node-2
+0s node-1 ACTIVE
+0s node-2 ACTIVE
+0s NODE_CREATE node-1 SUCCEEDED (ended)
+0s NODE_CREATE node-2 SUCCEEDED (ended)
+0s web ACTIVE 2/2 · told error · CLUSTER_CREATE web CANCELLED (asked to stop, ended)
+0s web DELETING 2/2 · node-1 DELETING · NODE_DELETE node-1 READY · node-2 DELETING · NODE_DELETE node-2 READY · told start · CLUSTER_DELETE web WAITING
+0s NODE_DELETE node-1 RUNNING (calling)
+0s NODE_DELETE node-2 RUNNING (calling)
+0s asks the cloud to remove node-1
+0s asks the cloud to remove node-2
+0s node removed
+0s node removed
+0s NODE_DELETE node-1 SUCCEEDED (ended)
+0s NODE_DELETE node-2 SUCCEEDED (ended)
+0s cluster removed · told end · CLUSTER_DELETE web SUCCEEDED (ended)
"
`);
});

test('an operation on a node whose cluster is at work waits for its turn', async () => {
  const reboot: Deed = (verbs, world) => verbs.operateNode(demo, firstNode(world), { operation: 'reboot', params: {} });
  expect(
    await story(
      create(1),
      both((verbs) => verbs.scaleOut(demo, 'web', { count: 1 }), reboot),
    ),
  ).toMatchInlineSnapshot(`
"
+0s web RESIZING 2/2 · node-2 CREATING without resource · NODE_CREATE node-2 READY · told start · CLUSTER_SCALE_OUT web WAITING
+0s NODE_OPERATION node-1 READY · web RESIZING 2/2
+0s NODE_CREATE node-2 RUNNING (calling)
+0s asks the cloud to ensure node-2
+0s node-2 ACTIVE
+0s NODE_CREATE node-2 SUCCEEDED (ended)
+0s web ACTIVE 2/2 · told end · CLUSTER_SCALE_OUT web SUCCEEDED (ended)
+0s node-1 OPERATING · told start · NODE_OPERATION node-1 RUNNING (calling)
+0s asks the cloud to operate node-1
+0s node-1 ACTIVE · web ACTIVE 2/2 · told end · NODE_OPERATION node-1 SUCCEEDED (ended)
"
`);
});
