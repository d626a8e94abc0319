import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { answerHook } from '../../../../lib/domain/action/hook-answer.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, PARENT, putOf, step } from '../../../support/stepping.ts';

const HOOK = 'coppice.policy.lifecycle_hook';
const hookPolicy = (properties: JsonObject) =>
  aPolicy({ id: idOf('hook'), name: 'say when', type: `${HOOK}-1.0`, spec: { type: HOOK, version: '1.0', properties } });
const terminating = hookPolicy({
  transition: 'TERMINATING',
  timeout: 300,
  target: { url: 'https://example.org/hook' },
  metadata: { a: 1 },
});
const launching = hookPolicy({ transition: 'LAUNCHING', timeout: 300, default_result: 'ABANDON', target: { queue: 'hooks' } });
const zaqar = aPolicy({
  id: idOf('hook'),
  type: 'senlin.policy.deletion-1.1',
  spec: {
    type: 'senlin.policy.deletion',
    version: '1.1',
    properties: { hooks: { type: 'zaqar', params: { queue: 'zq' }, timeout: 180 } },
  },
});
const passage = { arrival: [{ do: 'hook', policyId: idOf('hook') }], departure: [{ do: 'hook', policyId: idOf('hook') }] };
const node = aNode({ lock: heldBy(ME), status: 'DELETING', was: { status: 'ACTIVE', statusReason: '' } });
const going = (over: Partial<Action> = {}) =>
  anAction('NODE_DELETE', { parentId: PARENT, inputs: { passage }, deadline: at(3600), ...over });
const ok: Outcome = { kind: 'ok' };

/** Announced and waiting since second 0. */
function waiting(policies = [terminating], first = going(), seen = { node }): Action {
  const announced = commitOf(step(first, { ...seen, policies }));
  return { ...commitOf(step(announced.next, { ...seen, policies }, { returned: ok, now: at(1) })).next, version: 9 };
}
const answer = (action: Action, result: 'CONTINUE' | 'ABANDON' | 'HEARTBEAT', now = at(10)): Action => {
  const answered = answerHook(action, { token: action.hook?.token ?? '', result }, now);
  if ('code' in answered) throw new Error(answered.message);
  return answered;
};

describe('a lifecycle hook on the way out', () => {
  test('is announced with a token nobody can guess, before anything is removed', () => {
    const { call, next } = commitOf(step(going(), { node, policies: [terminating] }));
    expect(call).toEqual({
      to: 'announce',
      token: `${ME}.out-0`,
      target: { url: 'https://example.org/hook' },
      message: {
        lifecycle_action_token: `${ME}.sesame`,
        node_id: node.id,
        resource_id: 'p-1',
        lifecycle_transition_type: 'termination',
        node_name: 'node-1',
        cluster_id: idOf('cluster'),
        hook: 'say when',
        default_result: 'ABANDON',
        heartbeat_timeout: 300,
        metadata: { a: 1 },
      },
    });
    expect(next.hook).toMatchObject({ transition: 'TERMINATING', since: at(0), until: at(300), result: null });
  });

  test('is announced with the same token again when the first time was lost', () => {
    const once = commitOf(step(going(), { node, policies: [terminating] }));
    const again = commitOf(step(once.next, { node, policies: [terminating] }, { now: at(60), secret: 'another' }));
    expect(again.call).toEqual(once.call);
    expect(again.next.hook?.until).toBe(at(300));
  });

  test('is signed where its policy has a secret', () => {
    const { call } = commitOf(step(going(), { node, policies: [{ ...terminating, sealedSecret: 'sealed' }] }));
    expect(call).toMatchObject({ signing: { sealed: 'sealed', of: { project: terminating.project, object: `policy/${terminating.id}` } } });
  });

  test('then waits without a worker, and is not disturbed by messages', () => {
    const action = waiting();
    expect(action).toMatchObject({ status: 'WAITING_LIFECYCLE_COMPLETION', dueAt: at(300), lease: null });
    expect(step(action, { node, policies: [terminating] }, { now: at(20) }).kind).toBe('idle');
  });

  test('stands in the reason of the node, which is past it when it is answered', () => {
    const announced = commitOf(step(going(), { node, policies: [terminating] }));
    const held = putOf('node', announced);
    expect(held).toMatchObject({ status: 'DELETING', statusReason: "Waiting for the lifecycle hook 'say when' to be completed." });
    expect(held?.was).toEqual(node.was);
    const on = commitOf(step(answer(waiting(), 'CONTINUE'), { node: held ?? node, policies: [terminating] }, { now: at(11) }));
    expect(putOf('node', on)).toMatchObject({ status: 'DELETING', statusReason: "Past the lifecycle hook 'say when'." });
  });

  test('goes on when it is answered', () => {
    const { call, next } = commitOf(step(answer(waiting(), 'CONTINUE'), { node, policies: [terminating] }, { now: at(11) }));
    expect(call).toMatchObject({ to: 'remove', force: false });
    expect(next).toMatchObject({ status: 'RUNNING', hook: { result: 'CONTINUE' } });
  });

  test.each(['CONTINUE', 'ABANDON'] as const)('goes on with %s when nobody does', (default_result) => {
    const policy = hookPolicy({ transition: 'TERMINATING', timeout: 300, default_result, target: { queue: 'q' } });
    expect(commitOf(step(waiting([policy]), { node, policies: [policy] }, { now: at(300) })).call).toMatchObject({ to: 'remove' });
  });

  test('a heartbeat gives it as long again, and not beyond the longest', () => {
    const policy = hookPolicy({ transition: 'TERMINATING', timeout: 300, max_wait: 450, target: { queue: 'q' } });
    const longer = answer(waiting([policy]), 'HEARTBEAT', at(100));
    expect([longer.hook?.until, longer.dueAt]).toEqual([at(400), at(400)]);
    expect(answer(longer, 'HEARTBEAT', at(390)).hook).toMatchObject({ until: at(450), heartbeats: 2 });
    expect(step(longer, { node, policies: [policy] }, { now: at(301) }).kind).toBe('idle');
  });

  test('ends in time for its action to end as well', () => {
    const { next } = commitOf(step(going({ deadline: at(200) }), { node, policies: [terminating] }));
    expect(next.hook).toMatchObject({ until: at(140), latest: at(140) });
  });

  test('answered before its announcement was, it does not wait', () => {
    const announced = commitOf(step(going(), { node, policies: [terminating] })).next;
    const answered = answer(announced, 'CONTINUE', at(1));
    expect(answered.dueAt).toBe(announced.dueAt);
    expect(commitOf(step(answered, { node, policies: [terminating] }, { returned: ok, now: at(2) })).call).toMatchObject({ to: 'remove' });
  });

  test('of which nobody could be told is waited for all the same, and says so', () => {
    const announced = commitOf(step(going({ attempts: 4 }), { node, policies: [terminating] })).next;
    for (const fault of [permanent('hook.untold', 'no such queue'), transient('hook.untold', 'no such queue')]) {
      const { next } = commitOf(
        step({ ...announced, attempts: 4 }, { node, policies: [terminating] }, { returned: { kind: 'fault', fault }, now: at(1) }),
      );
      expect(next).toMatchObject({ status: 'WAITING_LIFECYCLE_COMPLETION', statusReason: expect.stringContaining('no such queue') });
    }
  });

  test('cancelled, leaves the node as it was', () => {
    const ended = commitOf(step({ ...waiting(), signal: 'cancel' }, { node, policies: [terminating] }, { now: at(20) }));
    expect(ended.next.status).toBe('CANCELLED');
    expect(putOf('node', ended)).toMatchObject({ status: 'ACTIVE', was: null });
  });

  test('of the other way is passed over, and so is one whose policy is gone', () => {
    for (const policies of [[launching], []]) expect(commitOf(step(going(), { node, policies })).call).toMatchObject({ to: 'remove' });
  });

  test('abandoned, passes the hooks that are left', () => {
    const two = { ...passage, departure: [...passage.departure, ...passage.departure, { do: 'stop' }] };
    const action = waiting([terminating], going({ inputs: { passage: two } }));
    expect(commitOf(step(answer(action, 'ABANDON'), { node, policies: [terminating] })).call).toMatchObject({
      to: 'operate',
      operation: 'stop',
    });
    const more = commitOf(step(answer(action, 'CONTINUE'), { node, policies: [terminating] }));
    expect(more.call).toMatchObject({ to: 'announce', token: `${ME}.out-1` });
  });
});

describe('a hook of the deletion policy', () => {
  test('speaks as Senlin does, and its token is the action', () => {
    const { call, next } = commitOf(step(going(), { node, policies: [zaqar] }));
    expect(call).toMatchObject({ target: { queue: 'zq' } });
    expect(call).toHaveProperty('message', {
      lifecycle_action_token: ME,
      node_id: node.id,
      resource_id: 'p-1',
      lifecycle_transition_type: 'termination',
    });
    // From its own start, whenever its parent began.
    expect(next.hook?.until).toBe(at(180));
  });

  test('holds up only nodes that are well', () => {
    const ill = { ...node, was: { status: 'ERROR' as const, statusReason: '' } };
    expect(commitOf(step(going(), { node: ill, policies: [zaqar] })).call).toMatchObject({ to: 'remove' });
  });
});

describe('a lifecycle hook on the way in', () => {
  const newborn = aNode({ lock: heldBy(ME), status: 'CREATING', physicalId: null, token: null });
  const creating = anAction('NODE_CREATE', { parentId: PARENT, inputs: { passage }, deadline: at(3600) });
  const policies = [launching];
  const asked = commitOf(step(creating, { node: newborn, policies }));
  const up = commitOf(step(asked.next, { node: newborn, policies }, { returned: { kind: 'ok', physicalId: 'p-7' } }));
  const there = putOf('node', up) ?? newborn;
  const held = { ...commitOf(step(up.next, { node: there, policies }, { returned: ok, now: at(1) })).next, version: 9 };

  test('is announced once the resource is up, which the node knows by then', () => {
    expect(up.call).toMatchObject({ to: 'announce', message: { lifecycle_transition_type: 'launch', resource_id: 'p-7' } });
    expect(there).toMatchObject({ physicalId: 'p-7', token: ME, status: 'CREATING' });
  });

  test('the node says what it waits for, and no longer once it goes on', () => {
    expect(there.statusReason).toBe("Waiting for the lifecycle hook 'say when' to be completed.");
    const done = commitOf(step(answer(held, 'CONTINUE'), { node: there, policies }));
    expect(putOf('node', done)).toMatchObject({ statusReason: 'Creation succeeded', was: null });
  });

  test('answered, the node is ACTIVE', () => {
    const done = commitOf(step(answer(held, 'CONTINUE'), { node: there, policies }));
    expect(putOf('node', done)).toMatchObject({ status: 'ACTIVE', physicalId: 'p-7' });
    expect(done.next.status).toBe('SUCCEEDED');
  });

  test.each([
    ['abandoned', () => answer(held, 'ABANDON'), at(10)],
    ['never answered', () => held, at(301)],
  ])('%s, the resource is removed and the node is in ERROR', (_, action, now) => {
    const undoing = commitOf(step(action(), { node: there, policies }, { now }));
    expect(undoing.call).toMatchObject({ to: 'remove', force: true });
    const failed = commitOf(step(undoing.next, { node: there, policies }, { returned: ok, now }));
    expect(failed.next).toMatchObject({ status: 'FAILED', statusReason: "The launch was abandoned at the lifecycle hook 'say when'." });
    expect(putOf('node', failed)).toMatchObject({ status: 'ERROR', physicalId: null });
  });
});

describe('an answer', () => {
  const action = waiting();
  const token = action.hook?.token ?? '';
  const code = (over: Partial<Action>, said: string, now = at(10)) => {
    const answered = answerHook({ ...action, ...over }, { token: said, result: 'CONTINUE' }, now);
    return 'code' in answered ? answered.code : 'taken';
  };

  test('is taken once, in time, from who has the token', () => {
    expect(code({}, token)).toBe('taken');
    expect(code(answer(action, 'CONTINUE'), token)).toBe('hook.over');
    expect(code({}, token, at(300))).toBe('hook.over');
    expect(code({ signal: 'cancel' }, token)).toBe('hook.over');
    expect(code({ status: 'CANCELLED', dueAt: null }, token)).toBe('hook.over');
  });

  test.each([ME, `${ME}.`, `${ME}.sesam`, `${ME}.sesame2`, `${ME}.SESAME`])('with the token %s is none', (said) => {
    expect(code({}, said)).toBe('action.not-found');
  });
});

describe('a lifecycle hook that tells nobody', () => {
  const quiet = hookPolicy({ transition: 'TERMINATING', timeout: 300 });

  test('waits at once, is told of as an event, and its token is there for all to see', () => {
    const commit = commitOf(step(going(), { node, policies: [quiet] }));
    const { next, call } = commit;
    expect(call).toBeUndefined();
    expect(next).toMatchObject({ status: 'WAITING_LIFECYCLE_COMPLETION', hook: { token: `${ME}.out-0`, open: true, result: null } });
    expect(putOf('event', commit)).toMatchObject({
      type: 'hook-waiting',
      objectId: node.id,
      sequence: 1,
      data: { hook: 'say when', lifecycle_action_token: `${ME}.out-0` },
    });
    expect(putOf('node', commit)).toMatchObject({ history: { count: 1 } });
  });

  test('is told of once, however often it is looked at', () => {
    const { next } = commitOf(step(going(), { node, policies: [quiet] }));
    expect(step({ ...next, version: 9 }, { node, policies: [quiet] }, { now: at(10) }).kind).toBe('idle');
  });

  test('goes on when it is answered', () => {
    const { next } = commitOf(step(going(), { node, policies: [quiet] }));
    const { call } = commitOf(step(answer({ ...next, version: 9 }, 'CONTINUE'), { node, policies: [quiet] }, { now: at(11) }));
    expect(call).toMatchObject({ to: 'remove' });
  });
});

test('an answer counts though the hook is gone by then', () => {
  const first = anAction('NODE_CREATE', { parentId: PARENT, inputs: { passage }, deadline: at(3600), state: { called: true }, lease: 0 });
  const born = aNode({ lock: heldBy(ME), status: 'CREATING', physicalId: null, token: ME });
  const quiet = hookPolicy({ transition: 'LAUNCHING', timeout: 300 });
  const { next } = commitOf(step(first, { node: born, policies: [quiet] }, { returned: { kind: 'ok', physicalId: 'p-1' } }));
  const up = { ...born, physicalId: 'p-1' };
  const { next: left } = commitOf(step(answer({ ...next, version: 9 }, 'ABANDON'), { node: up, policies: [] }, { now: at(11) }));
  expect(left.closing).toMatchObject({ status: 'FAILED', reason: "The launch was abandoned at the lifecycle hook 'that is gone'." });
});

describe("a group's hook", () => {
  const data = { auto_scaling: { group: 'web', account: '123456789012' } };
  const target = { queue: 'arn:aws:sqs:us-east-1:123456789012:hooks' };
  const policy = { ...hookPolicy({ transition: 'TERMINATING', timeout: 300, target, metadata: { notification_metadata: 'hello' } }), data };

  test("is told in AWS's words, with a UUID for a token", () => {
    const secret = '0123456789abcdef'.repeat(4);
    const { call, next, writes } = commitOf(step(going(), { node, policies: [policy] }, { secret }));
    const token = '01234567-89ab-4cde-8f01-23456789abcd';
    expect(next.hook?.token).toBe(token);
    expect(call).toMatchObject({
      target,
      message: {
        Service: 'AWS Auto Scaling',
        AccountId: '123456789012',
        AutoScalingGroupName: 'web',
        LifecycleHookName: 'say when',
        EC2InstanceId: expect.stringMatching(/^i-[0-9a-f]{17}$/),
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        Origin: 'AutoScalingGroup',
        Destination: 'EC2',
        LifecycleActionToken: token,
        NotificationMetadata: 'hello',
      },
    });
    expect(JSON.stringify(writes.filter((write) => 'put' in write && write.put === 'event'))).not.toContain(token);
  });
});
