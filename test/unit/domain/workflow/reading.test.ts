import { describe, expect, test } from '@jest/globals';
import { ChoiceRule } from '../../../../lib/domain/workflow/choice-schema.ts';
import { same } from '../../../../lib/domain/workflow/intrinsic-functions.ts';
import { stateChangeIn } from '../../../../lib/domain/workflow/state-change.ts';

describe('two values are the same', () => {
  test.each([
    [[1, 2], [1, 2], true],
    [[1, 2], [1, 3], false],
    [[1, 2], [2, 2], false],
    [[1], [1, 2], false],
    [[1, 2], [1], false],
    [[], [], true],
    [[], {}, false],
    [[1], 1, false],
    [{ a: [1] }, { a: [1] }, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
  ])('%j and %j: %s', (a, b, wanted) => expect(same(a, b)).toBe(wanted));
});

describe('that an execution has ended', () => {
  const detail = { executionArn: 'e', stateMachineArn: 'm', name: 'n', status: 'SUCCEEDED' };
  test('is heard of one by any name', () => {
    expect(stateChangeIn({ detail })).toEqual({ executionArn: 'e', stateMachineArn: 'm', name: 'n' });
    expect(stateChangeIn({ detail: { ...detail, status: 'RUNNING' } })).toBe('nothing');
  });
  test.each(['executionArn', 'stateMachineArn', 'name'])('is nothing we know without its %s', (field) =>
    expect(stateChangeIn({ detail: { ...detail, [field]: '' } })).toBe('unknown'),
  );
});

describe('tests that are made of others, within another', () => {
  const small = { Variable: '$.n', NumericLessThan: 3 };
  const read = (inner: object) => ChoiceRule.safeParse({ Next: 'End', Not: inner }).success;
  test.each(['And', 'Or'])('%s takes one and several, and not none', (name) =>
    expect([[], [small], [small, small]].map((tests) => read({ [name]: tests }))).toEqual([false, true, true]),
  );
});
