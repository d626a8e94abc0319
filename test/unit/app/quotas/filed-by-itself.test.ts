import { expect, test } from '@jest/globals';
import { fileClusterAction } from '../../../../lib/app/clusters/file-cluster-action.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { World } from '../../../../lib/simulator/world.ts';

test('what the service files by itself, not through a verb, is refused where there is no room, and not thrown at whoever files it', async () => {
  const world = await new World({ grown: true }).found();
  await world.settle([(verbs) => verbs.updateQuota({ ...demo, isAdmin: true }, demo.projectId, { actions: 0 })]);
  const answers: unknown[] = [];
  await world.settle([
    async (_, __, app) => {
      answers.push(await fileClusterAction(app, demo, 'web', () => ({ kind: 'file', action: 'CLUSTER_CHECK', inputs: {} })));
    },
  ]);
  expect(answers).toMatchObject([{ kind: 'refused', fault: { code: 'quota.exceeded' } }]);
});
