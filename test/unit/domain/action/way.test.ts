import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { GivenUp } from '../../../../lib/domain/action/machine.ts';
import type { Step } from '../../../../lib/domain/action/passage.ts';
import type { Way } from '../../../../lib/domain/action/taken.ts';
import { goBack, goOn, isBorne, setOut, wentBack } from '../../../../lib/domain/action/way.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { input, PARENT } from '../../../support/stepping.ts';

const balance = (drain: boolean) => ({ do: 'balance', policyId: 'p', data: {}, drain }) as unknown as Step;
const hook = { do: 'hook', policyId: 'p' } as unknown as Step;
const stop = { do: 'stop' } as unknown as Step;
const rest = (must: boolean): Step => ({ do: 'operate', operation: 'stop', undo: 'start', must });
const way = (out: boolean, ...steps: readonly Step[]): Way => setOut(steps, out, aNode({}));

describe('what fails for good on the way of a node', () => {
  test.each<[string, Way | null | undefined, boolean]>([
    ['holds it up where a balancer does not take it in', way(false, balance(false)), false],
    ['holds it up where a balancer does not take it in, though it would drain', way(false, balance(true)), false],
    ['holds it up where a balancer does not let it go that is to be drained', way(true, balance(true)), false],
    ['does not where a balancer does not let it go otherwise', way(true, balance(false)), true],
    ['does not where nobody hears of it', way(false, hook), true],
    ['does not where it will not stop', way(true, stop), true],
    ['holds it up where it will not be woken', way(false, rest(true)), false],
    ['does not where it will not be put to rest', way(false, rest(false)), true],
    ['does not where it will not be put to rest on its way out either', way(true, rest(false)), true],
    ['is nothing once it is through', { ...way(true, stop), at: 1 }, false],
    ['is nothing where there is no way', null, false],
    ['is nothing where there never was', undefined, false],
  ])('%s', (_, on, expected) => expect(isBorne(on)).toBe(expected));
});

const policy = aPolicy({ id: idOf('lb'), name: 'front', type: 'senlin.policy.loadbalance-1.3' });
const front: Step = { do: 'balance', policyId: policy.id, data: {}, drain: false };
const refused: Outcome = { kind: 'fault', fault: permanent('driver.refused', 'no') };
const ill: Outcome = { kind: 'unhealthy', reason: 'ill', gone: false };
const ok: Outcome = { kind: 'ok' };
const self = anAction('NODE_OPERATION', { parentId: PARENT });

describe('a step of the way', () => {
  const on = (step: Step, returned?: Outcome, node = aNode({}), out = false) =>
    goOn(self, setOut([step], out, node), input({ node, policies: [policy] }, returned ? { returned } : {}), (further) => further);

  test('asks for its operation, and is behind the node once that is done', () => {
    expect(on(rest(true))).toMatchObject({ kind: 'call', call: { to: 'operate', operation: 'stop' }, state: { at: 0 } });
    expect(on(rest(true), ok).kind).toBe('through');
  });

  test.each<[string, Outcome, string]>([
    ['refused', refused, 'no'],
    ['answered with bad news', ill, 'ill'],
  ])('that must be done and is %s holds the node up, and says why', (_, returned, why) => {
    expect(on(rest(true), returned)).toMatchObject({ kind: 'giveUp', fault: { message: why } });
    expect(on(rest(false), returned).kind).toBe('through');
    expect(on(front, returned)).toMatchObject({
      kind: 'giveUp',
      fault: { code: 'balancer.failed', message: `The load balancer of policy 'front' failed: ${why}` },
    });
  });

  test('is nothing for a node that has no resource, or whose type knows no such operation', () => {
    expect(on(rest(true), undefined, aNode({ physicalId: null })).kind).toBe('through');
    expect(on({ ...rest(true), operation: 'sing' } as Step).kind).toBe('through');
    expect(on({ ...front, policyId: 'gone' } as Step).kind).toBe('through');
  });
});

describe('the way back', () => {
  const node = aNode({ data: { lb_member: 'm' } });
  const givenUp = (undone: boolean): GivenUp => ({
    ...input({ node, policies: [policy] }),
    reason: '',
    first: false,
    undone,
    signalled: false,
  });
  const done = (out: boolean, ...steps: readonly Step[]): Way => ({ ...setOut(steps, out, node), at: steps.length });
  const back = (on: Way, undone = false) => {
    const next = goBack(self, on, givenUp(undone));
    return next && [next.call.to === 'operate' ? next.call.operation : next.call.to, next.way.back];
  };

  test('is from the last step to the first, each until it is answered', () => {
    const in2 = done(false, rest(true), front);
    expect(back(in2)).toEqual(['balance', 1]);
    // What was answered then was the undoing of something else.
    expect(back(in2, true)).toEqual(['balance', 1]);
    expect(back({ ...in2, back: 1 })).toEqual(['balance', 1]);
    expect(back({ ...in2, back: 1 }, true)).toEqual(['start', 0]);
    expect(back({ ...in2, back: 0 }, true)).toBeUndefined();
  });

  test('begins where the node has come to', () => {
    expect(back({ ...setOut([rest(true), front], false, node), at: 0 })).toEqual(['start', 0]);
  });

  test('puts nobody where they were not, and asks nothing of a balancer that nobody knows any more', () => {
    expect(back(done(true, front))).toEqual(['balance', 0]);
    expect(back({ ...done(true, front), balanced: false })).toBeUndefined();
    expect(back({ ...done(false, front), balanced: false })).toEqual(['balance', 0]);
    expect(back(done(true, { ...front, policyId: 'gone' } as Step))).toBeUndefined();
  });

  test('wakes again what was put to rest, unless it is only to be removed then', () => {
    expect(back(done(true, rest(false)))).toEqual(['start', 0]);
    expect(back(done(false, rest(true)))).toEqual(['start', 0]);
    expect(back(done(true, stop))).toEqual(['start', 0]);
    expect(back(done(false, rest(false)))).toBeUndefined();
  });

  test.each<[string, Way, Outcome | undefined, object]>([
    ['on its way in it is no member', done(false, hook, front), undefined, { data: {} }],
    [
      'taken back it is the member that it is now',
      done(true, hook, front),
      { kind: 'ok', data: { [node.id]: 'm2' } },
      { data: { lb_member: 'm2' } },
    ],
    ['not taken back it is to be looked at', done(true, hook, front), refused, { status: 'WARNING', data: { lb_member: 'm' } }],
    ['unanswered it is as it was', done(true, hook, front), undefined, {}],
    ['past no balancer it is as it was', done(true, hook, stop), refused, {}],
    ['it is not put where it was not', { ...done(true, front), balanced: false }, refused, {}],
  ])('%s', (_, on, returned, expected) => {
    const left = wentBack(on, node, { ...givenUp(true), returned });
    expect(left).toMatchObject(expected);
    if (Object.keys(expected).length === 0) expect(left).toEqual({});
  });
});
