import path from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

type Message = { readonly body: string; turn?: { rests?: boolean } };
const { nextOf } = (await import(path.resolve(import.meta.dirname, '../../../infra/local/fair-turns.mjs'))) as {
  readonly nextOf: (messages: readonly Message[], underway: readonly Message[], count: number) => readonly Message[];
};
/** @param many documents in it */
const about = (project: string, id = 0, many = 1): Message => ({
  body: JSON.stringify({ refs: Array.from({ length: many }, () => ({ project, id })) }),
});
const told = (messages: readonly Message[]) => messages.map(({ body }) => JSON.parse(body).refs[0].project).join('');

test.each<[string, string, number, string]>([
  ['aaaa', '', 2, 'aa'],
  ['aaab', '', 2, 'ab'],
  ['aaab', 'aa', 1, 'b'],
  ['aabbc', 'aabb', 3, 'cab'],
  ['ab', 'b', 2, 'ab'],
  ['', 'a', 3, ''],
])('of %s, while %s are under way, the next %i are %s', (waiting, underway, count, expected) => {
  const next = nextOf(
    [...waiting].map((one, i) => about(one, i)),
    [...underway].map((one) => about(one)),
    count,
  );
  expect(told(next)).toBe(expected);
});

test('a project that has twenty documents under way waits for itself, and for nobody else', () => {
  const underway = [about('a', 0, 10), about('a', 1, 10)];
  expect(told(nextOf([about('a', 2), about('b', 3), about('a', 4)], underway, 10))).toBe('b');
  expect(nextOf([about('a', 2)], underway, 10)).toEqual([]);
  expect(told(nextOf([about('a', 2, 10), about('a', 3, 10)], underway.slice(1), 10))).toBe('a');
});

test('what was given up, and waits to be tried again, is in nobody’s way', () => {
  const first = nextOf([about('a', 0, 10), about('a', 1, 10)], [], 2);
  expect(nextOf([about('a', 2)], first, 1)).toEqual([]);
  for (const { turn } of first) if (turn) turn.rests = true;
  expect(told(nextOf([about('a', 2)], first, 1))).toBe('a');
  // Received once more, it is under way again.
  expect(nextOf(first, [], 2)).toEqual(first);
  expect(nextOf([about('a', 2)], first, 1)).toEqual([]);
});

test('those of one project keep their order, and nobody is passed over for ever', () => {
  const projects = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
  fc.assert(
    fc.property(projects, projects, fc.integer({ min: 1, max: 10 }), (waiting, underway, count) => {
      const messages = waiting.map((one, i) => about(one, i));
      const next = nextOf(
        messages,
        underway.map((one) => about(one)),
        count,
      );
      expect(new Set(next).size).toBe(next.length);
      for (const project of ['a', 'b', 'c']) {
        const own = (some: readonly Message[]) => some.filter(({ body }) => body.includes(`"${project}"`));
        expect(own(next)).toEqual(own(messages).slice(0, own(next).length));
      }
      if (messages.length > 0 && underway.length < 20) expect(next.length).toBeGreaterThan(0);
    }),
  );
});
