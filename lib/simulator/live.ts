import { seconds } from '../domain/kernel/time.ts';
import { deedOf, type NamedDeed } from './deeds/deeds.ts';
import type { Way } from './deeds/draw.ts';
import type { Facts } from './facts.ts';
import { judge } from './judge.ts';
import { factsOf, type Schedule } from './schedule.ts';
import { World } from './world.ts';

/** How one life went. */
export type Verdict = {
  /** Empty when every law held and everything settled. */
  readonly broken: readonly string[];
  readonly log: readonly string[];
  /** The strokes of fate that fell, in order. */
  readonly strokes: readonly string[];
  /** Awaits at which somebody might have been held, where somebody was to be. */
  readonly awaits: number;
};

/** What somebody adds who simulates something of their own. */
export type Own = { readonly ways?: Readonly<Record<string, Way>>; readonly facts?: Facts };

/** Lives through one world. A world that does not settle, and anything thrown that is not a misfortune, is broken like a law. */
export async function live(schedule: Schedule, { ways, facts }: Own = {}): Promise<Verdict> {
  return liveThrough({ ...factsOf(schedule), ...facts }, schedule.deeds, ways);
}

export async function liveThrough(facts: Facts, deeds: readonly NamedDeed[], ways?: Readonly<Record<string, Way>>): Promise<Verdict> {
  // Whoever else is in this process has a turn now and then.
  await new Promise(setImmediate);
  const world = new World(facts);
  const verdict = (broken: readonly string[]): Verdict => ({
    broken,
    log: world.log,
    strokes: world.chance.strokes,
    awaits: world.turns.moments,
  });
  try {
    await (await world.found()).settle(deeds.map((deed) => deedOf(deed, ways)));
    if (facts.lingers) await (await world.pass(seconds(facts.lingers))).settle();
    return verdict(await judge(world));
  } catch (error) {
    return verdict([...world.broken, error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}
