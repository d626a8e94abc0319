import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { T0 } from '../../../support/documents.ts';
import { factsOf, type Situation, someMembers, verdictOf } from '../../../support/policy-facts.ts';

const TYPE = 'senlin.policy.scaling-1.0';
const out = (adjustment: JsonObject, situation: Situation = {}) =>
  verdictOf(TYPE, { event: 'CLUSTER_SCALE_OUT', adjustment }, { action: 'CLUSTER_SCALE_OUT', ...situation });
const into = (adjustment: JsonObject, situation: Situation = {}) =>
  verdictOf(TYPE, { event: 'CLUSTER_SCALE_IN', adjustment }, { action: 'CLUSTER_SCALE_IN', ...situation });

describe('how many come, of four', () => {
  test.each<[string, JsonObject, Situation, number]>([
    ['one, when nothing is said', {}, {}, 1],
    ['so many more', { number: 3 }, {}, 3],
    ['up to so many', { type: 'EXACT_CAPACITY', number: 9 }, {}, 5],
    ['a percentage', { type: 'CHANGE_IN_PERCENTAGE', number: 50 }, {}, 2],
    ['a percentage, rounded down', { type: 'CHANGE_IN_PERCENTAGE', number: 74 }, {}, 2],
    ['a percentage of nothing, at least the least step', { type: 'CHANGE_IN_PERCENTAGE', number: 10, min_step: 2 }, {}, 2],
    ['the count of the request before all', { number: 3 }, { inputs: { count: 2 } }, 2],
    ['as many as there is room for, by best effort', { number: 5, best_effort: true }, { cluster: { maxSize: 6 } }, 2],
    ['as many as the operator allows, by best effort', { number: 5, best_effort: true }, { more: { mostNodes: 7 } }, 3],
    ['none, by best effort, where there is no room', { number: 5, best_effort: true }, { cluster: { maxSize: 4 } }, 0],
    ['none, and not fewer, by best effort beyond the bounds', { number: 5, best_effort: true }, { cluster: { maxSize: 2 } }, 0],
  ])('%s', (_, adjustment, situation, count) => {
    expect(out(adjustment, situation)).toMatchObject({ kind: 'go', decisions: { creation: { count } } });
  });
});

describe('how many go, of four', () => {
  test.each<[string, JsonObject, Situation, number]>([
    ['one', {}, {}, 1],
    ['down to so many', { type: 'EXACT_CAPACITY', number: 1 }, {}, 3],
    ['a percentage', { type: 'CHANGE_IN_PERCENTAGE', number: 50 }, {}, 2],
    ['the count of the request before all', { number: 3 }, { inputs: { count: 2 } }, 2],
    ['as many as can be spared, by best effort', { number: 9, best_effort: true }, { cluster: { minSize: 3 } }, 1],
    ['none, and not fewer, by best effort below the bounds', { number: 1, best_effort: true }, { cluster: { minSize: 6 } }, 0],
  ])('%s', (_, adjustment, situation, count) => {
    expect(into(adjustment, situation)).toMatchObject({ kind: 'go', decisions: { deletion: { count } } });
  });
});

describe('what is refused', () => {
  test.each<[string, ReturnType<typeof out>, string]>([
    ['more than the bounds', out({ number: 3 }, { cluster: { maxSize: 6 } }), "greater than the cluster's max_size (6)"],
    ['fewer than the bounds', into({ number: 3 }, { cluster: { minSize: 2 } }), "less than the cluster's min_size (2)"],
    ['more than the operator allows', out({ number: 3 }, { more: { mostNodes: 6 } }), 'maximum number of nodes'],
    ['a goal behind', out({ type: 'EXACT_CAPACITY', number: 4 }), "Invalid count (0) for action 'CLUSTER_SCALE_OUT'."],
    ['a goal farther behind', into({ type: 'EXACT_CAPACITY', number: 9 }), "Invalid count (-5) for action 'CLUSTER_SCALE_IN'."],
    ['part of a node, as older versions let in', out({ number: 1.5 }), 'Invalid count (1.5)'],
    ['part of a node asked for', out({}, { inputs: { count: 0.5 } }), 'Invalid count (0.5)'],
  ])('%s', (_, verdict, reason) => {
    expect(verdict).toMatchObject({ kind: 'refuse', fault: { message: expect.stringContaining(reason) } });
  });

  test('anything, for as long as it cools down', () => {
    const { binding } = factsOf(TYPE, {});
    const since = (s: number) => ({ more: { binding: { ...binding, lastOp: instant(T0 - s * 1000) } } });
    expect(out({ cooldown: 60 }, since(59))).toMatchObject({ kind: 'refuse', fault: { code: 'action.cooldown' } });
    expect(out({ cooldown: 60 }, since(60)).kind).toBe('go');
    expect(out({ cooldown: 0 }, since(0)).kind).toBe('go');
  });
});

test('the other event is no business of its', () => {
  expect(into({}, { action: 'CLUSTER_SCALE_OUT' }).kind).toBe('pass');
  expect(out({}, { action: 'CLUSTER_SCALE_IN', members: someMembers(1) }).kind).toBe('pass');
});
