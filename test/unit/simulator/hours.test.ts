import { describe, expect, test } from '@jest/globals';
import { seconds } from '../../../lib/domain/kernel/time.ts';
import { live } from '../../../lib/simulator/live.ts';
import { scheduleOf } from '../../../lib/simulator/schedule.ts';
import { World } from '../../../lib/simulator/world.ts';

describe('since when all is calm', () => {
  test('a world that has grown is not calm yet: chance was only held', async () => {
    const world = await new World({ seed: 1, draws: 100, grown: true, deaf: true }).found();
    expect(world.turns.hours.calmSince).toBeUndefined();
    await world.pass(seconds(3_600));
    expect(world.chance.isSpent).toBe(true);
    expect(world.turns.hours.calmSince).toBeGreaterThan(0);
  });

  // Every worker that was told of a creation in two hours was ended by the fifteen minutes of AWS, or died.
  test('nobody is late whom nobody came to look at: seed 403090', async () => {
    expect((await live(scheduleOf(403_090, { only: ['deaf'] }))).broken).toEqual([]);
  }, 60_000);
});

describe('when the clock is set back', () => {
  // By five minutes, between the preview of a schedule and its making: it fired for instants that had not been shown.
  test('what was shown before says nothing of what is made after: seed 828131', async () => {
    expect((await live(scheduleOf(828_131))).broken).toEqual([]);
  }, 60_000);
});
