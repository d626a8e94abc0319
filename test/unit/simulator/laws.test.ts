import { describe, expect, test } from '@jest/globals';
import { live, liveThrough } from '../../../lib/simulator/live.ts';
import { scheduleOf } from '../../../lib/simulator/schedule.ts';

describe('a law is not broken by', () => {
  test('who goes into the pool instead of being deleted: seed 521565', async () => {
    const { log, broken } = await liveThrough({ draws: 0 }, [
      { name: 'foundGroup', draw: { which: 3, other: 9, much: 2, yes: true } },
      { name: 'warmUp', draw: { which: 3, other: 9, much: 9, yes: false } },
      { name: 'scaleIn', draw: { which: 1, other: 1, much: 6, yes: true } },
    ]);
    expect(log.some((line) => line.includes('CLUSTER_SCALE_IN group-0 SUCCEEDED'))).toBe(true);
    expect(broken).toEqual([]);
  }, 60_000);

  test('who was chosen and stays, as the action says, since nobody is to be deleted for now: seed 580547', async () => {
    const deeds = [
      { name: 'suspendCluster', draw: { which: 2, other: 1, much: 1, yes: false } },
      { name: 'sizeGroup', draw: { which: 3, other: 9, much: 8, yes: false } },
    ] as const;
    const { log, broken } = await liveThrough({ draws: 0, grown: true, grouped: true }, deeds);
    expect(log.some((line) => line.includes('group-1 ACTIVE 6/0'))).toBe(true);
    expect(broken).toEqual([]);
  }, 60_000);

  test('who was cheaper than their place, and goes before the place does: seed 579694', async () => {
    expect((await live(scheduleOf(579_694, { only: ['crowded'] }))).broken).toEqual([]);
  }, 60_000);

  test('whom a balancer keeps when their whole cluster goes by force, and who is listed for that: seed 1350840', async () => {
    expect((await live(scheduleOf(1_350_840))).broken).toEqual([]);
  }, 60_000);

  test.each([1_364_794, 1_428_737])(
    'deliveries side by side, where two clocks disagree by more than a lease lasts: seed %i',
    async (seed) => {
      expect((await live(scheduleOf(seed))).broken).toEqual([]);
    },
    60_000,
  );

  test('who is asked to stop when they have let go of their node already, and not written down their end: seed 561521', async () => {
    expect((await live(scheduleOf(561_521, { only: ['policed'] }))).broken).toEqual([]);
  }, 60_000);
});

// What was drawn for an action of one project was drawn again for one of another, a second later: the laws know actions by their ids.
// And for two recoveries in one commit, which no table takes; and for a cluster and a node, whose news have one number then.
test.each([837_842, 861_589, 869_060, 874_140])(
  'what is drawn twice is drawn for one: seed %i',
  async (seed) => {
    expect((await live(scheduleOf(seed))).broken).toEqual([]);
  },
  60_000,
);

// The cancelled creation of a member had gone to the archive when its cluster's ended, with that member one too many.
test('what was cancelled is remembered when it has gone for its age: seed 870861', async () => {
  expect((await live(scheduleOf(870_861))).broken).toEqual([]);
}, 60_000);
