import { ACTION_KINDS, type ActionCase } from './cases.ts';
import { deedOf } from './deeds/deeds.ts';
import type { Facts } from './facts.ts';
import { judge } from './judge.ts';
import { liveThrough, type Verdict } from './live.ts';
import { World } from './world.ts';

/** What came of crashing one way of doing an action at every one of its awaits. */
export type Enumerated = ActionCase & {
  /** Awaits before and after which somebody was killed, each in a world of its own. */
  readonly points: number;
  /** How many of them were before a read, before and after a write, before and after a call, after a send. */
  readonly by: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly at: number; readonly where: string; readonly verdict: Verdict }[];
};

const FOR_EVER = Number.POSITIVE_INFINITY;
const factsFor = ({ facts }: ActionCase, at: number, forSeconds: number): Facts => ({
  seed: 1,
  draws: 0,
  grown: 2,
  trace: false,
  ...facts,
  hold: { at, forSeconds },
});

/** The awaits of consequence of an action and of all that comes of it, in the order in which they are come to when nothing goes wrong. */
export async function pointsOf(one: ActionCase): Promise<readonly string[]> {
  const world = await new World(factsFor(one, 0, 0)).found();
  await world.settle(one.deeds.map((deed) => deedOf(deed)));
  const points = [...world.turns.points];
  const broken = await judge(world);
  if (broken.length > 0) throw new Error(`${one.action} breaks a law undisturbed: ${broken.join('\n')}`);
  const happened = [...world.ledger.past.values()].some(({ action }) => action === one.action);
  if (!happened) throw new Error(`no ${one.action} happens in its own case`);
  return points;
}

/**
 * Kills whoever comes to an await, for each await of each action: none is left to chance. What the dead one had in hand comes again, as it does from
 * a queue, and everything has to settle without breaking a law.
 *
 * @param holds seconds to hold somebody up instead of killing them
 */
export async function enumerate(
  cases: readonly ActionCase[] = ACTION_KINDS,
  told: (done: Enumerated) => void = () => {},
  holds: readonly number[] = [FOR_EVER],
): Promise<readonly Enumerated[]> {
  const all: Enumerated[] = [];
  for (const one of cases) {
    const points = await pointsOf(one);
    const failures: { at: number; where: string; verdict: Verdict }[] = [];
    for (const [i, where] of points.entries()) {
      for (const forSeconds of holds) {
        const verdict = await liveThrough(factsFor(one, i + 1, forSeconds), one.deeds);
        if (verdict.broken.length > 0) failures.push({ at: i + 1, where, verdict });
      }
    }
    const by: Record<string, number> = {};
    for (const point of points) by[kindOf(point)] = (by[kindOf(point)] ?? 0) + 1;
    const done = { ...one, points: points.length, by, failures };
    told(done);
    all.push(done);
  }
  return all;
}

/** `before get node` is a read, whatever is read. */
const kindOf = (point: string): string => (/^before (get|list|find)/.test(point) ? 'before read' : point);
