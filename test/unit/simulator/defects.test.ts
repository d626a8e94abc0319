import { describe, expect, test } from '@jest/globals';
import type { LawId } from '../../../lib/simulator/laws/law.ts';
import { COMMIT_LAWS, LAWS_AT_REST, NO_LAW_YET, SIGHT_LAWS } from '../../../lib/simulator/laws/laws.ts';
import { live, liveThrough } from '../../../lib/simulator/live.ts';
import { scheduleOf } from '../../../lib/simulator/schedule.ts';
import { DEFECTS } from '../../support/defects.ts';

/** Far more than it takes: a defect that so many lives do not show is one that the laws do not see. */
const MOST_LIVES = 120;

describe('a service that is wrong in one small way breaks a law', () => {
  test.each(DEFECTS)(
    '$law: $what',
    async ({ law, worlds = [], deeds, defects, driver, ways }) => {
      const seen = new Set<string>();
      const own = { facts: { trace: false, ...(defects && { defects }), ...(driver && { driver }) }, ...(ways && { ways }) };
      for (let seed = 1; seed <= MOST_LIVES && !seen.has(law); seed++) {
        const { broken } = deeds
          ? await liveThrough({ seed, draws: 0, grown: true, ...own.facts }, deeds, ways)
          : await live(scheduleOf(seed, { only: worlds }), own);
        for (const line of broken) seen.add(line.split(' ')[0] ?? '');
      }
      expect([...seen]).toContain(law);
    },
    120_000,
  );

  test('every law is there or it is said why not, and every one that is there can fail', () => {
    const numbers = Array.from({ length: 24 }, (_, i): LawId => `I${i + 1}`);
    const held = new Set([...COMMIT_LAWS, ...LAWS_AT_REST, ...SIGHT_LAWS].map(({ id }) => id));
    expect(numbers.filter((id) => !held.has(id) && !(id in NO_LAW_YET))).toEqual([]);
    expect([...held].filter((id) => !DEFECTS.some(({ law }) => law === id))).toEqual([]);
  });
});
