import { expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { withCommit } from '../../../../lib/app/with-commit.ts';
import { Killed } from '../../../../lib/simulator/death.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { type Deed, World } from '../../../../lib/simulator/world.ts';

const FACTS = { paths: { compile: () => undefined, all: () => undefined }, shapeNode: () => ({}), host: 'here' };

test('a receiver that is made in the moment a deletion is filed, by whose worker nobody is left to see it, goes with its cluster', async () => {
  const world = await new World({ grown: true }).found();
  const fileAndDie: Deed = (verbs, _, app) => {
    const store = withCommit(app.store, async (writes) => {
      const made = await verbs.createReceiver(demo, { name: 'bell', type: 'webhook', cluster: 'web', action: 'CLUSTER_CHECK' });
      expect([made.kind, await app.store.commit(writes)]).toEqual(['ok', 'committed']);
      throw new Killed();
    });
    return clusteringVerbs({ ...app, store }, FACTS).deleteCluster(demo, 'web', { force: false });
  };
  await world.settle([fileAndDie]);
  expect(world.store.everything('cluster')).toEqual([]);
  expect(world.store.everything('receiver')).toEqual([]);
});
