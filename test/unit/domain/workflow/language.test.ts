import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { advance } from '../../../../lib/domain/workflow/advance.ts';
import { begin, nameOf } from '../../../../lib/domain/workflow/run.ts';
import { type Answer, answered, askings, completed, willAccept } from '../../../../lib/domain/workflow/task.ts';
import { factsAt, live, machineOf, START } from '../../../support/machines.ts';

/** A machine of the one state under test, where a second one shows what it handed on. */
const one = (state: JsonObject) => ({
  StartAt: 'A',
  States: { A: { ...state, ...('End' in state || 'Next' in state ? {} : { End: true }) } },
});
const result = (definition: Json, input: Json = {}, activities?: Parameters<typeof live>[2]): Json => {
  const { ended } = live(definition, input, activities).run;
  if (ended?.status === 'SUCCEEDED') return ended.output;
  return { status: ended?.status ?? 'none', error: ended && 'error' in ended ? ended.error : '' };
};
const failed = (error: string) => ({ status: 'FAILED', error });
const task = (more: JsonObject = {}) => one({ Type: 'Task', Resource: 'coppice:node.check', ...more });

describe('what goes in and out', () => {
  const input = { a: { b: [1, 2, 3] }, c: 'x', 'd-e': null };

  test.each<[string, JsonObject, Json]>([
    ['Pass hands on what it gets', {}, input],
    ['Result replaces it', { Result: { z: 1 } }, { z: 1 }],
    ['InputPath narrows', { InputPath: '$.a.b' }, [1, 2, 3]],
    ['InputPath null is nothing', { InputPath: null }, {}],
    ['InputPath with an index', { InputPath: '$.a.b[1]' }, 2],
    ['InputPath with brackets', { InputPath: "$['a']['b'][0]" }, 1],
    ['InputPath with a dash', { InputPath: '$.d-e' }, null],
    ['OutputPath narrows', { OutputPath: '$.c' }, 'x'],
    ['OutputPath null is nothing', { OutputPath: null }, {}],
    ['ResultPath puts the result into the input', { Result: 7, ResultPath: '$.r' }, { ...input, r: 7 }],
    ['ResultPath makes objects on the way', { Result: 7, ResultPath: '$.r.s' }, { ...input, r: { s: 7 } }],
    ['ResultPath replaces within a list', { Result: 7, ResultPath: '$.a.b[0]' }, { ...input, a: { b: [7, 2, 3] } }],
    ['ResultPath null drops the result', { Result: 7, ResultPath: null }, input],
    [
      'Parameters shape',
      { Parameters: { 'x.$': '$.c', y: { 'z.$': '$.a.b' }, w: [{ 'v.$': '$.c' }], u: 1 } },
      { x: 'x', y: { z: [1, 2, 3] }, w: [{ v: 'x' }], u: 1 },
    ],
    [
      'a path that may find many finds a list',
      { Parameters: { 'all.$': '$.a.b[*]', 'some.$': '$.a.b[?@ > 1]', 'none.$': '$..nope' } },
      { all: [1, 2, 3], some: [2, 3], none: [] },
    ],
    [
      'the context object',
      { Parameters: { 'id.$': '$$.Execution.Id', 'name.$': '$$.State.Name', 'm.$': '$$.StateMachine.Name' } },
      { id: 'exe', name: 'A', m: 'wf' },
    ],
  ])('%s', (_, state, output) => {
    expect(result(one({ Type: 'Pass', ...state }), input)).toEqual(output);
  });

  test.each<[string, JsonObject, string]>([
    ['InputPath to nowhere', { InputPath: '$.nope' }, 'States.Runtime'],
    ['Parameters from nowhere', { Parameters: { 'x.$': '$.nope' } }, 'States.ParameterPathFailure'],
    ['ResultPath through something else', { Result: 1, ResultPath: '$.c.d' }, 'States.ResultPathMatchFailure'],
    ['ResultPath beyond a list', { Result: 1, ResultPath: '$.a.b[9]' }, 'States.ResultPathMatchFailure'],
    ['more than a state may hand on', { Result: 'x'.repeat(60_000), ResultPath: '$.big' }, 'States.DataLimitExceeded'],
  ])('%s fails', (_, state, error) => {
    expect(result(one({ Type: 'Pass', ...state }), { ...input, long: 'y'.repeat(10_000) })).toEqual(failed(error));
  });

  test("ResultSelector shapes a task's result", () => {
    const state = task({ ResultSelector: { 'v.$': '$.value' }, ResultPath: '$.out' });
    expect(result(state, { a: 1 }, () => ({ kind: 'ok', result: { value: 5, noise: 1 } }))).toEqual({ a: 1, out: { v: 5 } });
  });
});

describe('intrinsic functions', () => {
  const input = { name: "O'Hara", n: 3, list: [1, 2, 2, { a: 1 }, { a: 1 }], text: '{"a":1}' };

  test.each<[string, Json]>([
    ["States.Format('{} has {}', $.name, $.n)", "O'Hara has 3"],
    ["States.Format('\\{{}\\} {}', $.n, $.list[3])", '{3} {"a":1}'],
    ["States.Format('it\\'s')", "it's"],
    ['States.JsonToString($.list)', '[1,2,2,{"a":1},{"a":1}]'],
    ['States.StringToJson($.text)', { a: 1 }],
    ["States.Array(1, 'two', true, null, -1.5, $.n)", [1, 'two', true, null, -1.5, 3]],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayUnique($.list)', [1, 2, { a: 1 }]],
    ['States.ArrayContains($.list, $.list[4])', true],
    ['States.ArrayContains($.list, 9)', false],
    ['States.ArrayGetItem($.list, 3)', { a: 1 }],
    ['States.ArrayPartition(States.Array(1,2,3), 2)', [[1, 2], [3]]],
    ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.JsonMerge($.list[3], States.StringToJson($.text), false)', { a: 1 }],
    ['States.MathAdd($.n, -1)', 2],
    ["States.StringSplit('a,b;;c', ',;')", ['a', 'b', 'c']],
    ["States.Format('{}', $['name'])", "O'Hara"],
    ['States.UUID()', 'uuid-main#1/v.$'],
    ["States.Format('{}', States.Format('({})', $.n))", '(3)'],
  ])('%s', (expression, value) => {
    expect(result(one({ Type: 'Pass', Parameters: { 'v.$': expression } }), input)).toEqual({ v: value });
  });

  test.each([
    "States.Format('{} {}', $.n)",
    'States.StringToJson($.name)',
    'States.ArrayLength($.n)',
    'States.ArrayRange(1, 100000, 1)',
    'States.ArrayGetItem($.list, 99)',
  ])('%s cannot be', (expression) => {
    expect(result(one({ Type: 'Pass', Parameters: { 'v.$': expression } }), input)).toEqual(failed('States.IntrinsicFailure'));
  });

  test('what comes with the data is data, however it looks', () => {
    const evil = { 'host.$': '$.secret', a: "States.Format('{}', $$.Execution.Id)", b: '<% 1+1 %>', c: '{{ 7*7 }}', secret: 's' };
    expect(result(one({ Type: 'Pass', Parameters: { 'given.$': '$' } }), evil)).toEqual({ given: evil });
    expect(result(task({ Parameters: { 'a.$': '$.a' } }), evil)).toEqual({ a: evil.a });
  });
});

describe('Choice', () => {
  const choose = (rule: JsonObject, input: Json) =>
    result(
      {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
          Yes: { Type: 'Pass', Result: 'yes', End: true },
          No: { Type: 'Pass', Result: 'no', End: true },
        },
      },
      input,
    );
  const v = '$.v';

  test.each<[JsonObject, Json, 'yes' | 'no']>([
    [{ Variable: v, StringEquals: 'a' }, 'a', 'yes'],
    [{ Variable: v, StringEquals: 'a' }, 1, 'no'],
    [{ Variable: v, StringLessThan: 'b' }, 'a', 'yes'],
    [{ Variable: v, StringGreaterThanEquals: 'b' }, 'b', 'yes'],
    [{ Variable: v, StringMatches: 'log-*.txt' }, 'log-2026.txt', 'yes'],
    [{ Variable: v, StringMatches: 'log-*.txt' }, 'log-2026.tx', 'no'],
    [{ Variable: v, StringMatches: '*a*b*' }, 'xxaxxbxx', 'yes'],
    [{ Variable: v, StringMatches: 'a\\*' }, 'a*', 'yes'],
    [{ Variable: v, StringMatches: 'a\\*' }, 'ab', 'no'],
    [{ Variable: v, StringMatches: 'aa*aa' }, 'aaa', 'no'],
    [{ Variable: v, StringMatches: 'a*x*c' }, 'abc', 'no'],
    [{ Variable: v, StringMatches: 'a*bc*c' }, 'abc', 'no'],
    [{ Variable: v, NumericEquals: 1 }, 1, 'yes'],
    [{ Variable: v, NumericEquals: 1 }, '1', 'no'],
    [{ Variable: v, NumericLessThanEquals: 1 }, 1, 'yes'],
    [{ Variable: v, NumericGreaterThan: 1 }, 1, 'no'],
    [{ Variable: v, BooleanEquals: true }, true, 'yes'],
    [{ Variable: v, TimestampEquals: '2026-01-01T00:00:00Z' }, '2026-01-01T01:00:00+01:00', 'yes'],
    [{ Variable: v, TimestampLessThan: '2026-01-01T00:00:00Z' }, '2025-12-31T23:59:59Z', 'yes'],
    [{ Variable: v, IsNull: true }, null, 'yes'],
    [{ Variable: v, IsNumeric: true }, 1, 'yes'],
    [{ Variable: v, IsString: false }, 1, 'yes'],
    [{ Variable: v, IsBoolean: true }, 0, 'no'],
    [{ Variable: v, IsTimestamp: true }, '2026-01-01T00:00:00Z', 'yes'],
    [{ Variable: v, IsPresent: true }, null, 'yes'],
    [{ Variable: '$.w', IsPresent: false }, null, 'yes'],
    [{ Variable: v, NumericEqualsPath: '$.other' }, 5, 'yes'],
    [{ Not: { Variable: v, NumericEquals: 1 } }, 1, 'no'],
    [
      {
        And: [
          { Variable: v, IsNumeric: true },
          { Variable: v, NumericGreaterThan: 1 },
        ],
      },
      2,
      'yes',
    ],
    [
      {
        And: [
          { Variable: '$.w', IsPresent: true },
          { Variable: '$.w', IsNull: false },
        ],
      },
      2,
      'no',
    ],
    [
      {
        Or: [
          { Variable: v, NumericEquals: 1 },
          { Variable: v, NumericEquals: 2 },
        ],
      },
      2,
      'yes',
    ],
    [
      {
        Or: [
          { Variable: v, NumericEquals: 1 },
          { Variable: v, NumericEquals: 2 },
        ],
      },
      3,
      'no',
    ],
  ])('%j of %j: %s', (rule, value, answer) => {
    expect(choose(rule, { v: value, other: 5 })).toBe(answer);
  });

  test('without a choice that fits, and without a default, it fails', () => {
    const definition = {
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices: [{ Variable: '$.v', IsNull: true, Next: 'Y' }] }, Y: { Type: 'Succeed' } },
    };
    expect(result(definition, { v: 1 })).toEqual(failed('States.NoChoiceMatched'));
    expect(result(definition, {})).toEqual(failed('States.Runtime'));
  });
});

describe('waiting and ending', () => {
  test.each<[JsonObject, number]>([
    [{ Seconds: 90 }, 90],
    [{ SecondsPath: '$.n' }, 7],
    [{ SecondsPath: '$.longest' }, 99_999_999],
    [{ Timestamp: '2023-11-14T22:14:20Z' }, 60],
    [{ TimestampPath: '$.t' }, 20],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('Wait %j', (state, length) => {
    const { run, now } = live(one({ Type: 'Wait', ...state, OutputPath: '$.n' }), { n: 7, t: '2023-11-14T22:13:40Z', longest: 99_999_999 });
    expect((now - START) / 1000).toBe(length);
    expect(run.ended).toMatchObject({ status: 'SUCCEEDED', output: 7 });
  });

  test('Fail says what it was told to say', () => {
    const { run } = live({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Mine', Cause: 'because' } } }, {});
    expect(run.ended).toEqual({ status: 'FAILED', error: 'Mine', cause: 'because' });
    const told = live(
      { StartAt: 'F', States: { F: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('of {}', $.e)" } } },
      { e: 'X' },
    );
    expect(told.run.ended).toEqual({ status: 'FAILED', error: 'X', cause: 'of X' });
  });

  test('one that goes in circles is stopped', () => {
    const { run } = live({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }, {});
    expect(run.ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('a task that fails', () => {
  const refused: Answer = { kind: 'failed', failure: { error: 'Node.Unhealthy', cause: 'ill' } };
  const healsAfter = (n: number, then: Answer = { kind: 'ok', result: 'well' }) => {
    let calls = 0;
    return () => (calls++ < n ? refused : then);
  };

  test('fails the run when nobody minds', () => {
    expect(result(task(), {}, () => refused)).toEqual(failed('Node.Unhealthy'));
  });

  test('is tried again, ever later', () => {
    const retry = task({
      Retry: [{ ErrorEquals: ['Node.Unhealthy'], IntervalSeconds: 10, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 60 }],
    });
    const { run, now, asked } = live(retry, {}, healsAfter(3));
    expect(run.ended).toMatchObject({ status: 'SUCCEEDED', output: 'well' });
    expect((now - START) / 1000).toBe(10 + 30 + 60);
    // Each try has a name of its own, or the second would be taken for the first.
    expect(new Set(asked).size).toBe(4);
    expect(result(retry, {}, healsAfter(4))).toEqual(failed('Node.Unhealthy'));
  });

  test('counts each Retry by itself, and starts afresh after the state', () => {
    const retry = task({
      Retry: [
        { ErrorEquals: ['Other'], MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 1, JitterStrategy: 'FULL' },
      ],
    });
    expect(result(retry, {}, healsAfter(1))).toBe('well');
    expect(result(retry, {}, healsAfter(2))).toEqual(failed('Node.Unhealthy'));
  });

  test('is caught, with what went wrong', () => {
    const caught = (ErrorEquals: string[], ResultPath?: string) => ({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: 'coppice:node.check',
          Catch: [{ ErrorEquals, Next: 'B', ...(ResultPath && { ResultPath }) }],
          End: true,
        },
        B: { Type: 'Pass', End: true },
      },
    });
    expect(result(caught(['States.TaskFailed']), { i: 1 }, () => refused)).toEqual({ Error: 'Node.Unhealthy', Cause: 'ill' });
    expect(result(caught(['States.ALL'], '$.err'), { i: 1 }, () => refused)).toEqual({
      i: 1,
      err: { Error: 'Node.Unhealthy', Cause: 'ill' },
    });
    expect(result(caught(['Else']), {}, () => refused)).toEqual(failed('Node.Unhealthy'));
  });

  test('is over when it takes too long, and a late answer changes nothing', () => {
    const slow = task({ TimeoutSeconds: 30 });
    const { run, now } = live(slow, {}, () => ({ kind: 'pending', again: 7 as never }));
    expect(run.ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((now - START) / 1000).toBe(30);
    expect(answered(machineOf(slow), run, 'main#1', { kind: 'ok', result: 1 }, factsAt(now))).toBe(run);
    expect(
      result(task({ TimeoutSeconds: 30, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }), {}, () => ({
        kind: 'pending',
        again: 7 as never,
      })),
    ).toEqual(failed('States.Timeout'));
  });

  test('what fails in passing is asked for again by the same name', () => {
    let calls = 0;
    const { run, asked } = live(task(), {}, () =>
      calls++ < 4 ? { kind: 'transient', failure: { error: 'Busy', cause: '' } } : { kind: 'ok', result: 1 },
    );
    expect(run.ended?.status).toBe('SUCCEEDED');
    expect(new Set(asked).size).toBe(1);
  });
});

describe('Parallel and Map', () => {
  const twice: JsonObject = {
    StartAt: 'P',
    States: {
      P: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'coppice:node.check', End: true } } },
          { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, Next: 'B' }, B: { Type: 'Pass', Result: 'b', End: true } } },
        ],
        ResultPath: '$.both',
        End: true,
      },
    },
  };
  const each = (more: JsonObject = {}): JsonObject => ({
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'T', States: { T: { Type: 'Task', Resource: 'coppice:node.check', End: true } } },
        End: true,
        ...more,
      },
    },
  });

  test('Parallel gives what its branches gave, in order', () => {
    expect(result(twice, { i: 1 })).toEqual({ i: 1, both: [{ i: 1 }, 'b'] });
  });

  test('one branch that fails takes the others with it', () => {
    const { run, now } = live(twice, {}, () => ({ kind: 'failed', failure: { error: 'X', cause: '' } }));
    expect(run.ended).toMatchObject({ status: 'FAILED', error: 'X' });
    expect(now).toBe(START);
    const caught = structuredClone(twice) as never as { States: { P: JsonObject; B?: JsonObject } };
    Object.assign(caught.States.P, { Catch: [{ ErrorEquals: ['States.BranchFailed'], Next: 'B', ResultPath: '$.e' }] });
    caught.States.B = { Type: 'Succeed' };
    expect(result(caught as never, { i: 1 }, () => ({ kind: 'failed', failure: { error: 'X', cause: '' } }))).toEqual({
      i: 1,
      e: { Error: 'X', Cause: '' },
    });
  });

  test('and is caught with nobody left of them', () => {
    const { P } = (twice as { States: { P: JsonObject } }).States;
    const caught = { ...P, Catch: [{ ErrorEquals: ['X'], Next: 'L' }] };
    const machine = machineOf({ StartAt: 'P', States: { P: caught, L: { Type: 'Wait', Seconds: 60, End: true } } });
    const run = advance(machine, begin('P', {}, START), factsAt(START));
    const [asking] = askings(machine, run, START);
    if (!asking) throw new Error('nobody is asked');
    const failure = { error: 'X', cause: '' };
    const next = answered(machine, run, nameOf(asking.branch), { kind: 'failed', failure }, factsAt(START));
    expect([run, next].map(({ branches }) => branches.map(({ at }) => at))).toEqual([['P', 'A', 'W'], ['L']]);
  });

  test('Map goes through its items, so many at a time', () => {
    expect(result(each(), [1, 2, 3], (n) => ({ kind: 'ok', result: { n } }))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(result(each(), [])).toEqual([]);
    expect(
      result(each({ ItemsPath: '$.list', ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'all.$': '$.other' } }), {
        list: ['a', 'b'],
        other: 9,
      }),
    ).toEqual([
      { v: 'a', i: 0, all: 9 },
      { v: 'b', i: 1, all: 9 },
    ]);
    expect(result(each(), { not: 'a list' })).toEqual(failed('States.Runtime'));
    const machine = machineOf(each({ MaxConcurrency: 2 }));
    const run = advance(machine, begin('M', [1, 2, 3, 4], START), factsAt(START));
    expect(run.branches.filter(({ parent }) => parent !== null)).toHaveLength(2);
  });
});

describe('a task that somebody else completes', () => {
  const machine = machineOf(
    one({
      Type: 'Task',
      Resource: 'coppice:http.waitForTaskToken',
      Parameters: { ApiEndpoint: 'https://x', 'token.$': '$$.Task.Token' },
      TimeoutSeconds: 60,
    }),
  );
  const facts = factsAt(START);
  const waiting = () => {
    const run = advance(machine, begin('A', {}, START), facts);
    return willAccept(run, run.branches[0] as never, 'digest');
  };

  test('ends with what it is completed with, once', () => {
    const called = answered(machine, waiting(), 'main#1', { kind: 'ok', result: 'the call’s own answer' }, facts);
    const done = completed(machine, called, 'main#1', 'digest', { kind: 'ok', value: { approved: true } }, facts);
    expect(done?.ended).toEqual({ status: 'SUCCEEDED', output: { approved: true } });
    expect(done && completed(machine, done, 'main#1', 'digest', { kind: 'ok', value: 2 }, facts)).toBeUndefined();
  });

  test('may be completed before the call is answered', () => {
    const done = completed(machine, waiting(), 'main#1', 'digest', { kind: 'failed', failure: { error: 'No', cause: '' } }, facts);
    expect(done?.ended).toMatchObject({ status: 'FAILED', error: 'No' });
    expect(done && answered(machine, done, 'main#1', { kind: 'ok', result: 1 }, facts)).toBe(done);
  });

  test.each([
    ['main#1', 'another'],
    ['main#2', 'digest'],
  ])('not by another token: %s %s', (name, digest) => {
    expect(completed(machine, waiting(), name, digest, { kind: 'ok', value: 1 }, facts)).toBeUndefined();
  });
});
