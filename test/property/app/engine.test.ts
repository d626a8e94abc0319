import { describe, test } from '@jest/globals';
import { scheduleOf } from '../../../lib/simulator/schedule.ts';
import { shrink } from '../../../lib/simulator/shrink.ts';
import { simulate } from '../../../lib/simulator/simulate.ts';
import { WORLD_NAMES, WORLDS } from '../../../lib/simulator/worlds.ts';

/** How many schedules each kind of world lives through: the same ones each time, so that a change is judged by what it changes. Races are rare: other seeds and long runs are `npm run sim`. */
const RUNS = Number(process.env.COPPICE_RUNS ?? 25);
const FROM = Number(process.env.COPPICE_SEED ?? 1);
/** Far beyond what they take. */
const HANGS_MS = 5_000 * RUNS + 120_000;

describe('the service settles and breaks no law', () => {
  test.each(WORLD_NAMES.map((name) => [WORLDS[name].what, name] as const))(
    'when %s',
    async (_, name) => {
      const runs = name === 'large' ? Math.ceil(RUNS / 10) : RUNS;
      const { failures } = await simulate({ from: FROM, runs, wish: { only: [name] } });
      const [first] = failures;
      if (!first) return;
      const { schedule, verdict } = await shrink(scheduleOf(first.schedule.seed, { only: [name] }));
      throw new Error([...verdict.broken, ...verdict.log.slice(-200), JSON.stringify(schedule)].join('\n'));
    },
    HANGS_MS,
  );
});
