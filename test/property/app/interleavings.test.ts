import { describe, expect, test } from '@jest/globals';
import { DEEDS, type NamedDeed } from '../../../lib/simulator/deeds/deeds.ts';
import { liveThrough } from '../../../lib/simulator/live.ts';

/**
 * Every await of every thing a user can ask for, and of all that comes of it: whoever comes to it is held up, for no time, for longer
 * than any lease, or for ever, while somebody else asks for something else and that runs its course.
 *
 * The ordinary run tries one disturbance at each await, the long run each.
 */
const EACH = process.env.COPPICE_RUNS !== undefined;
const HELD_FOR = [0, 100, Number.POSITIVE_INFINITY];

const of = (name: string, i: number): NamedDeed => ({ name, draw: { which: 0, other: i % 5, much: 2 + (i % 2), yes: i % 2 === 0 } });
const some = <T>(items: readonly T[], n: number): readonly T[] => (EACH ? items : [items[n % items.length] as T]);

/** What has nodes come and go, and what may befall them at a gate. */
const PASSING = [
  'scaleOut',
  'scaleIn',
  'deleteNode',
  'deleteNodes',
  'replaceNodes',
  'recoverNode',
  'recoverNodeSomehow',
  'standByNodes',
].flatMap((name) => [of(name, 0), of(name, 5)]);
const MEANWHILE = [
  'answerHook',
  'cancel',
  'deleteNode',
  'answerHook',
  'cancelRoot',
  'checkCluster',
  'detachPolicy',
  'deleteCluster',
  'enterStandby',
];

/** @returns how many awaits of consequence there were */
async function live(
  first: NamedDeed,
  second: NamedDeed | undefined,
  hold: { readonly at: number; readonly forSeconds: number },
  guarded = false,
): Promise<number> {
  const facts = { seed: 1, draws: 0, grown: 2, guarded, hold };
  const { broken, log, awaits } = await liveThrough(facts, [first, ...(second ? [second] : [])]);
  const told = () => `${first.name}, then ${second?.name}, at ${hold.at} for ${hold.forSeconds} s\n${log.slice(0, 150).join('\n')}`;
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\n${told()}`);
  return awaits;
}

/** Cancelling has nothing to cancel in a world at rest, and nobody waits there for a hook to be answered; the great cluster has no place in a small one, and a watch is no action. */
const beginnings = DEEDS.filter(
  (name) => !name.startsWith('cancel') && name !== 'answerHook' && name !== 'fillCluster' && name !== 'watchOver',
).flatMap((name) => [of(name, 0), of(name, 5)]);

/** Holds up each await in its turn. @param others what somebody else may ask for meanwhile */
async function each(first: NamedDeed, others: readonly string[], guarded: boolean): Promise<void> {
  const moments = await live(first, undefined, { at: 0, forSeconds: 0 }, guarded);
  expect(moments).toBeGreaterThan(0);
  for (let at = 1; at <= moments; at++) {
    for (const second of some(others, at)) {
      for (const forSeconds of some(HELD_FOR, at + Math.floor(at / 3))) await live(first, of(second, at), { at, forSeconds }, guarded);
    }
  }
}

describe('held up at any await, while somebody else asks for something', () => {
  test.each(beginnings)('$name settles and breaks no law, with $draw.much and $draw.yes', (first) => each(first, DEEDS, false), 600_000);

  test.each(PASSING)(
    'and so does $name where balancers and hooks stand, with $draw.much and $draw.yes',
    (first) => each(first, MEANWHILE, true),
    600_000,
  );
});
