import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { deedOf, inNeed, muchToDo, type NamedDeed, someDeeds, underPolicies, underRules } from '../../support/world/deeds.ts';
import { SETTLED_LAWS } from '../../support/world/laws.ts';
import { type Facts, World } from '../../support/world.ts';

/** How many schedules each family of worlds lives through. Races are rare: a long run is tens of thousands. */
const numRuns = Number(process.env.COPPICE_RUNS ?? 100);
/** Far beyond what they take: only a hang gets there, and looking for the smallest counterexample, which ends in time to tell what it has. */
const HANGS_MS = 1_000 * numRuns + 120_000;
const TELLS_MS = HANGS_MS - 60_000;

const HAS_ITS_RESOURCE = 'an ACTIVE node has its resource';
const SAYS_WHAT_IS_LEFT = 'what an action made that did not succeed is gone, or it says that it is not';
for (const law of [HAS_ITS_RESOURCE, SAYS_WHAT_IS_LEFT])
  if (!(law in SETTLED_LAWS)) throw new Error(`that law has another name now: ${law}`);

/** Lists are about ten long unless told otherwise, and workers would hardly meet. */
const draws = fc.array(fc.nat(999), { maxLength: 1_500, size: 'max' });

/** Lives through one world, and fails with the story of it when it does not settle or a law of test/support/world/laws.ts is broken. */
async function live(deeds: readonly NamedDeed[], facts: Facts, exceptions: readonly string[] = []): Promise<void> {
  const world = new World(facts);
  const told = () => `\n${world.log.slice(0, 200).join('\n')}`;
  try {
    await (await world.found()).settle(deeds.map(deedOf));
    const broken = await world.judge(exceptions);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.stack : error}${told()}`);
  }
}

/** @param share of the runs: some worlds are larger than others */
const always = (deeds: fc.Arbitrary<NamedDeed[]>, facts: Facts, exceptions: readonly string[] = [], share = 1) =>
  fc.assert(
    fc.asyncProperty(deeds, draws, fc.boolean(), (deeds, draws, grown) => live(deeds, { grown, ...facts, draws }, exceptions)),
    { numRuns: Math.ceil(numRuns * share), interruptAfterTimeLimit: TELLS_MS, markInterruptAsFailure: true },
  );

describe('the engine settles and breaks no law', () => {
  test('whatever workers, messages, clouds and users do', () => always(someDeeds(), {}), HANGS_MS);

  test('when nodes are held up on their way into and out of service', () => always(underRules, {}), HANGS_MS);

  test('when balancers and hooks have stood there all along', () => always(underRules, { grown: true, guarded: true }), HANGS_MS);

  test('when clusters have policies', () => always(underPolicies, {}), HANGS_MS);

  test('when no message comes before its alarm has rung', () => always(someDeeds(), { deaf: true }), HANGS_MS);

  test(
    'when clouds do what they were asked long after nobody waits for it, and the sweep runs at any time',
    () =>
      // A removal that comes late may take what was mended meanwhile, and a creation may come after it was undone: only the next look can tell.
      always(someDeeds(), { late: true }, [HAS_ITS_RESOURCE, SAYS_WHAT_IS_LEFT]),
    HANGS_MS,
  );

  test('when resources disappear behind its back', () => always(someDeeds(true), {}, [HAS_ITS_RESOURCE]), HANGS_MS);

  test('when nodes are brought back again and again', () => always(inNeed, {}, [HAS_ITS_RESOURCE]), HANGS_MS);

  test('when a cluster has more nodes than one commit holds', () => always(muchToDo, { mostNodes: 200 }, [], 0.1), HANGS_MS);
});
