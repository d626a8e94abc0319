import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mix } from '../../../lib/domain/kernel/ids.ts';
import type { Json, JsonObject } from '../../../lib/domain/kernel/json.ts';
import { advance } from '../../../lib/domain/workflow/advance.ts';
import type { Run } from '../../../lib/domain/workflow/run.ts';
import { type Answer, answered } from '../../../lib/domain/workflow/task.ts';
import { fill } from '../../../lib/domain/workflow/template.ts';
import { factsAt, live, machineOf, paths } from '../../support/machines.ts';

/** A machine in which everything leads on, so that every one of them ends. */
const machine = (depth: number): fc.Arbitrary<JsonObject> =>
  fc.array(state(depth), { minLength: 1, maxLength: 4 }).map((states) => ({
    StartAt: 'S0',
    States: Object.fromEntries([
      ...states.map((made, i) => [
        `S${i}`,
        { ...made, ...(made.Type === 'Choice' ? { Default: `S${i + 1}`, Choices: choices(i) } : { Next: `S${i + 1}` }) },
      ]),
      [`S${states.length}`, { Type: 'Succeed' }],
    ]),
  }));
const choices = (i: number): Json => [{ Variable: '$.v', IsPresent: true, Next: `S${i + 1}` }];

const care = fc.record(
  {
    Retry: fc.constant([{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 2, JitterStrategy: 'FULL' }]),
    ResultPath: fc.constantFrom('$.r', '$.deep.er'),
    ResultSelector: fc.constant({ 'got.$': '$', 'id.$': 'States.UUID()' }),
  },
  { requiredKeys: ['ResultPath'] },
);

function state(depth: number): fc.Arbitrary<JsonObject> {
  const task = care.map((more) => ({ Type: 'Task', Resource: 'coppice:node.check', ...more }) as JsonObject);
  const plain = fc.oneof(
    task,
    fc.constant<JsonObject>({ Type: 'Pass', Parameters: { 'id.$': 'States.UUID()', 'was.$': '$$.State.Name' }, ResultPath: '$.p' }),
    fc.integer({ min: 0, max: 90 }).map((Seconds): JsonObject => ({ Type: 'Wait', Seconds })),
    fc.constant<JsonObject>({ Type: 'Choice' }),
  );
  if (depth === 0) return plain;
  const branches = fc.array(machine(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: fc.tuple(branches, care).map(([Branches, more]): JsonObject => ({ Type: 'Parallel', Branches, ...more })) },
    {
      weight: 1,
      arbitrary: fc.tuple(machine(depth - 1), care, fc.nat(2)).map(
        ([ItemProcessor, more, MaxConcurrency]): JsonObject => ({
          Type: 'Map',
          ItemsPath: '$.items',
          ItemSelector: { 'items.$': '$.items', 'i.$': '$$.Map.Item.Index' },
          ItemProcessor: ItemProcessor as never,
          MaxConcurrency,
          ...more,
        }),
      ),
    },
  );
}

/** Answers that follow from the name of what is asked, as those of activities that are safe to repeat do. */
const world =
  (seed: number) =>
  (_: Json, __: string, name: string): Answer => {
    const draw = mix(name, seed) % 7;
    if (draw === 0) return { kind: 'failed', failure: { error: 'Bad.Luck', cause: name } };
    return { kind: 'ok', result: { name } };
  };

describe('a run', () => {
  test('stored, killed and taken up again at any step comes to the same', () => {
    fc.assert(
      fc.property(machine(2), fc.nat(6), fc.infiniteStream(fc.boolean()), (definition, seed, lost) => {
        const input = { items: [1, 2] };
        const calm = live(definition, input, world(seed));
        let before: Run | undefined;
        const stormy = live(definition, input, world(seed), (run) => {
          // What was decided is lost before it was stored: whoever comes next begins at what was stored last.
          const next = before !== undefined && lost.next().value ? before : run;
          before = JSON.parse(JSON.stringify(next)) as Run;
          return before;
        });
        // Of two branches that fail at the same moment, either may be the one that is told of.
        if (calm.run.ended?.status === 'SUCCEEDED') expect(stormy.run.ended).toEqual(calm.run.ended);
        else expect(stormy.run.ended?.status).toBe(calm.run.ended?.status);
        expect(stormy.now).toBe(calm.now);
      }),
      { numRuns: 100 },
    );
  });

  test('takes an answer once, however often it comes', () => {
    fc.assert(
      fc.property(machine(1), fc.nat(6), (definition, seed) => {
        const read = machineOf(definition);
        const answers = world(seed);
        const once = live(definition, { items: [1] }, answers);
        const seen: [string, Answer][] = [];
        const twice = live(
          definition,
          { items: [1] },
          (input, resource, name) => {
            const answer = answers(input, resource, name);
            seen.push([name, answer]);
            return answer;
          },
          (run) =>
            seen
              .slice(0, -1)
              .reduce(
                (next, [name, answer]) =>
                  answered(read, next, name, answer, factsAt(run.branches[0]?.enteredAt ?? factsAt(0 as never).now)),
                run,
              ),
        );
        expect(twice.run.ended).toEqual(once.run.ended);
      }),
      { numRuns: 200 },
    );
  });

  test('that cannot move stays as it is', () => {
    fc.assert(
      fc.property(machine(2), (definition) => {
        const read = machineOf(definition);
        live(definition, { items: [1, 2] }, world(1), (run) => {
          const now = factsAt(Math.max(...run.branches.map(({ enteredAt }) => enteredAt), 0) as never);
          const moved = advance(read, run, now);
          expect(advance(read, moved, now)).toBe(moved);
          return run;
        });
      }),
      { numRuns: 100 },
    );
  });
});

test('data is never taken for the language', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const data = { given: value, 'k.$': "States.Format('{}', $.given)", s: '$.given' } as Json;
      const scope = { data, context: {}, paths, uuid: () => 'u' };
      expect(fill({ 'all.$': '$', 'one.$': '$.given' }, scope)).toEqual({
        kind: 'ok',
        value: { all: data, one: (data as JsonObject).given },
      });
    }),
  );
});
