import { ON_GROUPS } from './deeds/on-groups.ts';
import { RULES } from './landscape.ts';
import { demo } from './tenants.ts';
import type { World } from './world.ts';

/** Undisturbed: a cluster, two nodes by themselves, and, where the facts say so, all that may stand between a node and service. */
export async function grow(world: World): Promise<void> {
  const { grown, grouped, guarded } = world.facts;
  const config = { 'node.name.format': 'node-$I' };
  world.turns.undisturbed = true;
  await world.settle([
    (verbs) => verbs.createCluster(demo, { name: 'web', profile: 'plain', desiredCapacity: typeof grown === 'number' ? grown : 3, config }),
    (verbs) => verbs.createNode(demo, { name: 'lone-1', profile: 'plain' }),
    (verbs) => verbs.createNode(demo, { name: 'lone-2', profile: 'plain' }),
  ]);
  if (guarded)
    for (const { id: policy } of RULES) await world.settle([(verbs) => verbs.attachPolicy(demo, 'web', { policy, enabled: true })]);
  if (grouped)
    for (const much of [3, 5])
      await world.settle([(verbs, _, app) => ON_GROUPS.foundGroup(verbs, world, { which: 0, other: 0, much, yes: false }, app)]);
  world.log.length = 0;
  world.turns.begin();
  world.chance.hold(false);
}
