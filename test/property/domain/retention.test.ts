import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant, seconds } from '../../../lib/domain/kernel/time.ts';
import { batchesOf, LARGEST_BATCH, readName, segmentOf } from '../../../lib/domain/retention/batch.ts';
import type { Candidate } from '../../../lib/domain/retention/candidate.ts';
import { over } from '../../../lib/domain/retention/choose.ts';
import type { Rule } from '../../../lib/domain/retention/rule.ts';

const NOW = 1_700_000_000_000;
const candidates = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    age: fc.integer({ min: 0, max: 400_000 }),
    object: fc.constantFrom('a', 'b'),
    failed: fc.boolean(),
    held: fc.boolean(),
    children: fc.integer({ min: 0, max: 3 }),
  }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const rules = fc.record(
  {
    maxAge: fc.integer({ min: 0, max: 400_000 }).map(seconds),
    maxCount: fc.integer({ min: 0, max: 5 }),
    per: fc.constantFrom('project' as const, 'object' as const),
    keepFailed: fc.oneof(fc.constant('forever' as const), fc.integer({ min: 0, max: 400_000 }).map(seconds)),
  },
  { requiredKeys: [] },
);
const made = ({
  id,
  age,
  children,
  ...rest
}: {
  id: string;
  age: number;
  children: number;
  object: string;
  failed: boolean;
  held: boolean;
}): Candidate => ({
  ...rest,
  ...{ id, project: 'p', version: 1, at: instant(NOW - age * 1_000) },
  along: Array.from({ length: children }, (_, i) => ({ id: `${id}/${i}`, project: 'p', version: 1 })),
});

test('what is left after a rule is what it keeps: asked again it lets nothing go, and of each group the newest are there', () => {
  fc.assert(
    fc.property(candidates, rules, (drawn, limits) => {
      const rule: Rule = { name: 'r', kind: 'event', disposition: 'delete', ...limits };
      const all = drawn.map(made);
      const gone = new Set(over(rule, all, instant(NOW)));
      const left = all.filter((one) => !gone.has(one));
      if (limits.maxAge === undefined && limits.maxCount === undefined && limits.keepFailed === undefined) expect(left).toEqual([]);
      else expect(over(rule, left, instant(NOW))).toEqual([]);
      const counted = left.filter(({ failed }) => !failed || limits.keepFailed === undefined);
      if (limits.maxCount !== undefined && limits.per !== 'object') expect(counted.length).toBeLessThanOrEqual(limits.maxCount);
      if (limits.keepFailed === 'forever') expect([...gone].filter(({ failed }) => failed)).toEqual([]);
      // Nobody stays for whom a younger one of the same sort went.
      const sameSort = [...gone].filter(({ failed }) => !failed || limits.keepFailed === undefined);
      const wronged = counted.filter(({ at, object }) => sameSort.some((one) => one.object === object && one.at > at));
      expect(wronged).toEqual([]);
    }),
  );
});

test('batches hold everybody once, in their order, children before those they go along with, none too large and none of two days', () => {
  fc.assert(
    fc.property(candidates, (drawn) => {
      const chosen = over({ name: 'r', kind: 'event', disposition: 'delete', maxCount: 0 }, drawn.map(made), instant(NOW));
      const batches = batchesOf(chosen);
      expect(batches.flat().map(({ id }) => id)).toEqual(chosen.flatMap(({ along, id }) => [...along.map((child) => child.id), id]));
      const dayOf = new Map(
        chosen.flatMap(({ along, id, at }) => [id, ...along.map((child) => child.id)].map((each) => [each, Math.floor(at / 86_400_000)])),
      );
      expect(batches.filter((batch) => batch.length > LARGEST_BATCH || new Set(batch.map(({ id }) => dayOf.get(id))).size !== 1)).toEqual(
        [],
      );
    }),
  );
});

test('a batch has a thousand at most, also where more go along with one another', () => {
  const one: Candidate = { id: 'x', project: 'p', version: 1, at: instant(NOW), object: 'a', failed: false, held: false, along: [] };
  const along = Array.from({ length: 1_000 }, (_, i) => ({ id: `x/${i}`, project: 'p', version: 1 }));
  expect(batchesOf([{ ...one, along }]).map(({ length }) => length)).toEqual([1_000, 1]);
});

test('a project is one segment of a name, whatever it is called, and no other project is the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }), (a, b) => {
      expect(segmentOf(a)).toMatch(/^[A-Za-z0-9_%-]+$/);
      if (a !== b) expect(segmentOf(a)).not.toBe(segmentOf(b));
      const name = `event/${segmentOf(a)}/2023-11-14/20231114T221320000Z-20231114T221321999Z-0123456789abcdef`;
      expect(readName(name)).toMatchObject({
        kind: 'event',
        project: segmentOf(a),
        first: '2023-11-14T22:13:20.000Z',
        last: '2023-11-14T22:13:21.999Z',
      });
    }),
  );
  expect(segmentOf('../other')).toBe('%2E%2E%2Fother');
});
