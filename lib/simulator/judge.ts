import { after, instant, seconds } from '../domain/kernel/time.ts';
import { NO_LIMITS } from '../domain/quota/limits.ts';
import { brokenIn, lawOf, unexpectedIn } from './laws/laws.ts';
import { underWay } from './laws/refreshing.ts';
import { missingFromArchive } from './laws/what-is-kept.ts';
import { SWEEP } from './rounds.ts';
import { demo } from './tenants.ts';
import type { Deed, World } from './world.ts';

/** Longer than the longest pause of a bus that refused, and than a journal waits for who may be missing. */
const TELLING = seconds(3 * 3_600);

/** Longer than any pause between two recoveries, and than the breaker stays open. */
const HEALING = seconds(3 * 3_600);

/**
 * Every law that is broken, with its offenders, once all is over. What was left to the sweep, because requests may take effect late or
 * because somebody had nodes made anew by force, is the sweep's to find, in one go.
 */
export async function judge(world: World): Promise<readonly string[]> {
  const { archived, late, restored, told, watched } = world.facts;
  world.chance.hold(true);
  world.turns.hours.calmSince ??= world.now;
  await belated(world);
  if (!late && !restored) world.broken.push(...unexpectedIn(world));
  if (late || restored || world.ledger.forsaken().length > 0) await tidy(world);
  if (watched) await world.pass(HEALING);
  await refreshed(world);
  await useAgain(world);
  if (told) await world.pass(TELLING);
  if (archived) await letGo(world);
  return brokenIn(world);
}

/** Messages that are hours late come in the end, and change nothing. */
async function belated(world: World): Promise<void> {
  if (!world.post.hasReady() && world.post.latest <= world.now) return;
  world.now = instant(Math.max(world.now, world.post.latest));
  await world.pass(seconds(0));
  await world.settle();
}

/** Refreshes come to their end, which takes those that fail and go back a while. */
async function refreshed(world: World): Promise<void> {
  for (let hours = 0; hours < 6 && underWay(world).length > 0; hours++) await (await world.pass(seconds(3_600))).settle();
}

/** What is old goes in the end, and everything that went can be found. */
async function letGo(world: World): Promise<void> {
  for (let times = 0; times < 2; times++) {
    world.turns.tidy();
    await world.settle();
  }
  for (const line of await missingFromArchive(world))
    world.broken.push(`I15 nothing goes for its age before the archive has it, whole and as it last was: ${line}`);
  const [run] = world.store.everything('scavenging').flatMap(({ runs }) => runs.slice(0, 1));
  if (run?.outcome !== 'done') world.broken.push(`I15 what is old goes once the archive takes it: ${JSON.stringify(run)}`);
}

/** What the periodic sweep comes to, long after everything else is over. */
export async function tidy(world: World): Promise<World> {
  world.chance.hold(true);
  // What one sweep lists, the next removes.
  for (const wait of [seconds(3_600), SWEEP.grace]) {
    world.now = after(world.now, wait);
    world.turns.sweep();
    await world.settle();
  }
  return world;
}

/** Whether the world is still good for something: a new cluster comes up, and every old one can be looked at, in no more than minutes. */
export async function useAgain(world: World): Promise<World> {
  world.chance.hold(true);
  world.turns.undisturbed = true;
  const before = new Set(world.actions().map(({ id }) => id));
  const began = world.now;
  const old = world.store
    .everything('cluster')
    .filter(({ project }) => project === demo.projectId)
    .map(({ id }) => id);
  const asked = (name: string) => world.actions().filter((a) => a.parentId === null && !before.has(a.id) && a.action === name);
  const unchecked = () => {
    const checked = new Set(asked('CLUSTER_CHECK').map(({ target }) => target));
    return old.filter((id) => !checked.has(id) && world.ledger.cluster(id));
  };
  const check = (id: string): Deed => {
    return (verbs) => verbs.checkCluster(demo, id, { params: {} });
  };
  await world.settle([(verbs) => verbs.updateQuota({ ...demo, isAdmin: true }, demo.projectId, NO_LIMITS)]);
  await world.settle([(verbs) => verbs.createCluster(demo, { name: 'new', profile: 'plain', desiredCapacity: 2 }), ...old.map(check)]);
  // Whoever heals just then is in the way, and not for long.
  for (let again = 0; again < 3 && unchecked().length > 0; again++) await world.settle(unchecked().map(check));
  const made = asked('CLUSTER_CREATE').filter(({ status, targetName }) => status === 'SUCCEEDED' && targetName === 'new');
  if (made.length !== 1 || unchecked().length > 0)
    world.broken.push(`${lawOf('I3')}: ${made.length} made, ${old.length - unchecked().length} of ${old.length} checked`);
  if (world.now - began > (300 + 120 * old.length) * 1000) world.broken.push(`${lawOf('I3')}: it took ${(world.now - began) / 1000} s`);
  return world;
}
