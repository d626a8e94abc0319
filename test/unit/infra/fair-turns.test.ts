import path from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

type Message = { readonly body: string };
const { fairly } = (await import(path.resolve(import.meta.dirname, '../../../infra/local/fair-turns.mjs'))) as {
  readonly fairly: (messages: readonly Message[], underway: readonly Message[], count: number) => readonly Message[];
};
const about = (project: string, id = 0): Message => ({ body: JSON.stringify({ refs: [{ project, id }] }) });
const told = (messages: readonly Message[]) => messages.map(({ body }) => JSON.parse(body).refs[0].project).join('');

test.each<[string, string, number, string]>([
  ['aaaa', '', 2, 'aaaa'],
  ['aaab', '', 2, 'abaa'],
  ['aaab', 'aa', 1, 'baaa'],
  ['aabbc', 'aabb', 3, 'cabab'],
  ['ab', 'b', 2, 'ab'],
  ['', 'a', 3, ''],
])('of %s, while %s are under way, the next %i are in front: %s', (waiting, underway, count, expected) => {
  expect(
    told(
      fairly(
        [...waiting].map((one, i) => about(one, i)),
        [...underway].map((one) => about(one)),
        count,
      ),
    ),
  ).toBe(expected);
});

test('none is lost or doubled, and those of one project keep their order', () => {
  const projects = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
  fc.assert(
    fc.property(projects, projects, fc.integer({ min: 1, max: 10 }), (waiting, underway, count) => {
      const messages = waiting.map((one, i) => about(one, i));
      const turns = fairly(
        messages,
        underway.map((one) => about(one)),
        count,
      );
      expect(new Set(turns)).toEqual(new Set(messages));
      for (const project of ['a', 'b', 'c']) {
        const own = (some: readonly Message[]) => some.filter(({ body }) => body.includes(`"${project}"`));
        expect(own(turns)).toEqual(own(messages));
      }
    }),
  );
});
