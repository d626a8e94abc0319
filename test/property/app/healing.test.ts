import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '../../../lib/domain/kernel/time.ts';
import { deedOf, type NamedDeed, someDeeds } from '../../support/world/deeds.ts';
import { brokenIn } from '../../support/world/laws.ts';
import { type Deed, demo, World } from '../../support/world.ts';

const numRuns = Math.ceil(Number(process.env.COPPICE_RUNS ?? 100) / 2);
const HANGS_MS = 1_000 * numRuns + 60_000;

/** Longer than any pause between two recoveries, and than the breaker stays open. */
const LONG_ENOUGH = seconds(3 * 3_600);

const draws = fc.array(fc.nat(999), { maxLength: 1_000, size: 'max' });

const policy =
  (mode: string, max_in_progress: string): Deed =>
  (verbs) =>
    verbs.createPolicy(demo, {
      name: 'health',
      spec: {
        type: 'senlin.policy.health',
        version: '1.3',
        properties: {
          detection: { interval: 60, node_update_timeout: 0, detection_modes: [{ type: mode }] },
          recovery: { actions: [{ name: 'RECREATE' }], max_in_progress },
        },
      },
    });
const attach: Deed = async (verbs, world) => {
  for (const { id } of world.store.everything('cluster')) await verbs.attachPolicy(demo, id, { policy: 'health', enabled: true });
};
const most = (world: World): readonly string[] =>
  world.store.everything('watch').flatMap(({ id, recoveries }) => {
    const open = recoveries.filter(({ ended }) => ended === null).map(({ nodeId }) => nodeId);
    return new Set(open).size < open.length ? [`${id} recovers somebody twice at once: ${open}`] : [];
  });

/** Members of watched clusters that are not as they should be, and nobody says why. */
const unhealed = (world: World): readonly string[] =>
  world.store.everything('watch').flatMap((watch) => {
    const cluster = world.store.everything('cluster').find(({ id }) => id === watch.id);
    if (!cluster) return [`${watch.id} watches over nobody`];
    if (!watch.enabled || cluster.suspended) return [];
    return world.store
      .everything('node')
      .filter((node) => node.clusterId === watch.id && !node.suspended && !node.standby)
      .filter((node) => node.status !== 'ACTIVE' || !world.cloud.things.some(({ physicalId }) => physicalId === node.physicalId))
      .map((node) => `${node.name} is ${node.status} (${node.statusReason}), ${node.physicalId}; ${JSON.stringify(watch.breaker)}`);
  });

/** Lives through one world whose clusters are watched, and fails with its story when in the end somebody is ill. */
async function live(deeds: readonly NamedDeed[], limit: string, draws: readonly number[]): Promise<void> {
  const world = new World({ draws, grown: true });
  const told = () => `\n${world.log.slice(0, 300).join('\n')}`;
  try {
    await world.found();
    await world.settle([policy('NODE_STATUS_POLLING', limit), attach, ...deeds.map(deedOf)]);
    world.chaos.hold(true);
    await world.pass(LONG_ENOUGH);
    await world.settle();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.stack : error}${told()}`);
  }
  const broken = [
    ...unhealed(world),
    ...most(world),
    // Who is in no watched cluster is nobody's to heal.
    ...brokenIn(world, ['an ACTIVE node has its resource']),
  ];
  if (broken.length > 0) throw new Error(`${broken.join('\n')}${told()}`);
}

describe('clusters with a health policy', () => {
  test(
    'whatever happens to them and behind their backs, heal once they can',
    () =>
      fc.assert(
        fc.asyncProperty(someDeeds(true), fc.constantFrom('1', '33%', '100%'), draws, (deeds, limit, draws) => live(deeds, limit, draws)),
        { numRuns },
      ),
    HANGS_MS,
  );
});
