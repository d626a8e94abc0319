import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { MOST_DEFINITION, readMachine } from '../../../../lib/domain/workflow/definition.ts';
import { paths } from '../../../support/machines.ts';

const one = (state: JsonObject): JsonObject => ({ StartAt: 'A', States: { A: state } });
const node = { Type: 'Task', Resource: 'coppice:node.check', End: true };
const faults = (definition: Json) => {
  const read = readMachine(definition, paths);
  return read.kind === 'ok' ? [] : read.faults.map(({ pointer, message }) => `${pointer} ${message}`);
};

describe('a definition is read or refused as a whole', () => {
  test.each<[Json, string]>([
    [{}, '/StartAt '],
    [[], ' '],
    [{ StartAt: 'B', States: { A: { Type: 'Succeed' } } }, "/StartAt There is no state 'B'."],
    [{ StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } }, '/States/B No state leads here.'],
    [one({ Type: 'Dream', End: true }), '/States/A/Type '],
    [one({ Type: 'Pass' }), '/States/A Exactly one of Next and End is expected.'],
    [one({ Type: 'Pass', End: true, Next: 'A' }), '/States/A Exactly one of Next and End is expected.'],
    [one({ Type: 'Pass', Next: 'B' }), "/States/A/Next There is no state 'B'."],
    [one({ ...node, Resource: 'arn:aws:lambda:us-east-1:1:function:x' }), '/States/A/Resource '],
    [one({ ...node, Resource: 'coppice:node.check.waitForTaskToken' }), '/States/A/Resource '],
    [one({ ...node, Resource: '__proto__' }), '/States/A/Resource '],
    // What the language has and this interpreter has not is refused, never passed over.
    [one({ ...node, HeartbeatSeconds: 5 }), '/States/A/HeartbeatSeconds It is not supported here.'],
    [one({ ...node, Credentials: {} }), '/States/A/Credentials It is not supported here.'],
    [one({ ...node, Arguments: {} }), '/States/A/Arguments It is not supported here.'],
    [one({ ...node, Assign: {} }), '/States/A/Assign It is not supported here.'],
    [{ ...one(node), QueryLanguage: 'JSONata' }, '/QueryLanguage '],
    [
      one({ Type: 'Map', ItemProcessor: { ...one(node), ProcessorConfig: { Mode: 'DISTRIBUTED' } }, End: true }),
      '/States/A/ItemProcessor/ProcessorConfig/Mode ',
    ],
    [
      one({ Type: 'Map', ItemProcessor: one({ ...node, Next: 'X' }), End: true }),
      "/States/A/ItemProcessor/States/A/Next There is no state 'X'.",
    ],
    [
      one({ Type: 'Parallel', Branches: [one(node), one({ Type: 'Pass' })], End: true }),
      '/States/A/Branches/1/States/A Exactly one of Next and End is expected.',
    ],
    [one({ Type: 'Map', Iterator: one(node), End: true }), '/States/A/ItemProcessor '],
    [one({ ...node, InputPath: 'a' }), '/States/A/InputPath '],
    [one({ ...node, InputPath: '$.[' }), '/States/A/InputPath '],
    [one({ ...node, ResultPath: '$.a[*]' }), '/States/A/ResultPath '],
    [one({ ...node, Parameters: { a: { 'b.$': 5 } } }), '/States/A/Parameters/a/b.$ A path or an intrinsic function is text.'],
    [one({ ...node, Parameters: { 'b.$': "States.Hash('x', 'MD5')" } }), "/States/A/Parameters/b.$ 'States.Hash' is not supported."],
    [one({ ...node, Parameters: { 'b.$': "States.Format('x'" } }), '/States/A/Parameters/b.$ '],
    [one({ ...node, Parameters: { 'b.$': 'States.UUID() and more' } }), "/States/A/Parameters/b.$ 'and more' is left over."],
    [one({ Type: 'Wait', End: true }), '/States/A Exactly one of Seconds'],
    [one({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true }), '/States/A Exactly one of Seconds'],
    [one({ Type: 'Wait', Timestamp: 'tomorrow', End: true }), '/States/A/Timestamp '],
    [
      one({ Type: 'Choice', Choices: [{ Variable: '$.a', StringEquals: 'a', NumericEquals: 1, Next: 'A' }] }),
      '/States/A/Choices/0 Exactly one comparison',
    ],
    [one({ Type: 'Choice', Choices: [{ StringEquals: 'a', Next: 'A' }] }), '/States/A/Choices/0/Variable A comparison needs its Variable.'],
    [one({ Type: 'Choice', Choices: [{ Not: { Variable: '$.[', IsNull: true }, Next: 'A' }] }), '/States/A/Choices/0/Not/Variable '],
    [one({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }] }), "/States/A/Choices/0/Next There is no state 'B'."],
    [one({ ...node, Retry: [{ ErrorEquals: [] }] }), '/States/A/Retry/0/ErrorEquals '],
    [one({ ...node, Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] }), '/States/A/Retry/0/BackoffRate '],
    [one({ ...node, Catch: [{ ErrorEquals: ['X'], Next: 'Z' }] }), "/States/A/Catch/0/Next There is no state 'Z'."],
    [{ ...one(node), Comment: 'x'.repeat(MOST_DEFINITION) }, ' It is longer than'],
  ])('%j', (definition, expected) => {
    const said = faults(definition);
    expect(said.some((line) => line.startsWith(expected)) || said).toBe(true);
  });

  test('says everything that is wrong, and no more than anybody reads', () => {
    expect(faults({ StartAt: 'X', States: { A: { Type: 'Pass' }, B: { Type: 'Pass', Next: 'Q' } } }).length).toBeGreaterThan(3);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`S${i}`, { Type: 'Pass' }]));
    expect(faults({ StartAt: 'S0', States: many })).toHaveLength(20);
  });

  test('takes comments and what AWS writes by itself', () => {
    expect(
      faults({ ...one({ ...node, Comment: 'c' }), Comment: 'c', Version: '1.0', TimeoutSeconds: 60, QueryLanguage: 'JSONPath' }),
    ).toEqual([]);
  });
});
