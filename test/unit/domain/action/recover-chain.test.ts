import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { chainOf, isFenced, readChain } from '../../../../lib/domain/action/recover-chain.ts';
import { type Attempt, timelineOf } from '../../../../lib/domain/action/recover-timeline.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { aNode, anAction } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, putOf, step } from '../../../support/stepping.ts';

const lone = { clusterId: '' };
const ill = aNode({ ...lone, status: 'ERROR', statusReason: 'ill', lock: heldBy(ME) });
const ok: Outcome = { kind: 'ok' };
const no: Outcome = { kind: 'fault', fault: permanent('driver.refused', 'no') };
const sick: Outcome = { kind: 'unhealthy', reason: 'ill', gone: false };
const ALL = { actions: [{ name: 'REBOOT' }, { name: 'rebuild' }, { name: 'RECREATE' }] };

/** Plays a recovery: begins it, then gives one answer after the other to whatever it asks for. */
function play(inputs: JsonObject, answers: readonly Outcome[], over: Partial<Node> = {}, more: Partial<Action> = {}) {
  let node: Node = { ...ill, ...over };
  let action = anAction('NODE_RECOVER', { ...lone, inputs, ...more });
  const calls: string[] = [];
  const tokens: string[] = [];
  for (let i = 0; i <= answers.length; i++) {
    const returned = i === 0 ? undefined : answers[i - 1];
    const commit = commitOf(step(action, { node }, { now: at(i), ...(returned && { returned }) }));
    action = { ...commit.next, version: commit.next.version + 1 };
    node = putOf('node', commit) ?? node;
    if (commit.call) calls.push('operation' in commit.call ? commit.call.operation : commit.call.to);
    if (commit.call && 'token' in commit.call) tokens.push(commit.call.token);
  }
  return { action, node, calls, tokens, attempts: timelineOf(action) };
}
const outcomes = (attempts: readonly Attempt[]) => attempts.map(({ name, outcome }) => `${name} ${outcome}`);

describe('an ordered recovery', () => {
  test('stops at the first that helps', () => {
    const { calls, action, attempts, node } = play(ALL, [no, ok, ok]);
    expect(calls).toEqual(['reboot', 'rebuild', 'check']);
    expect(action).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'REBUILD' } });
    expect(node.status).toBe('ACTIVE');
    expect(attempts).toMatchObject([
      { name: 'REBOOT', began: '2023-11-14T22:13:20.000Z', ended: '2023-11-14T22:13:21.000Z', outcome: 'failed', reason: 'no' },
      { name: 'REBUILD', began: '2023-11-14T22:13:21.000Z', ended: '2023-11-14T22:13:23.000Z', outcome: 'succeeded', reason: '' },
    ]);
  });

  test('goes on when the node is no better for it', () => {
    const { calls, attempts } = play(ALL, [ok, sick, ok, sick, ok, { kind: 'ok', physicalId: 'p-2' }]);
    expect(calls).toEqual(['reboot', 'check', 'rebuild', 'check', 'remove', 'ensure']);
    expect(outcomes(attempts)).toEqual(['REBOOT failed', 'REBUILD failed', 'RECREATE succeeded']);
  });

  test('has a token for each attempt', () => {
    const { tokens } = play(ALL, [no, no, ok]);
    expect(new Set(tokens).size).toBe(3);
    expect(tokens[0]).toBe(ME);
  });

  test('passes over what this type cannot do', () => {
    const { calls, attempts, action } = play(ALL, [ok, { kind: 'ok', physicalId: 'p-2' }], { profileType: 'os.heat.stack-1.0' });
    expect(calls).toEqual(['remove', 'ensure']);
    expect(attempts[0]).toMatchObject({ name: 'REBOOT', outcome: 'skipped', reason: expect.stringContaining('is not supported') });
    expect(action.status).toBe('SUCCEEDED');
  });

  test('leaves a node alone that nothing could even be tried with', () => {
    const { calls, node, action } = play({ actions: [{ name: 'REBOOT' }, { name: 'REBUILD' }] }, [], { physicalId: null });
    expect(calls).toEqual([]);
    expect(node).toMatchObject({ status: 'ERROR', statusReason: 'ill' });
    expect(action).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('no physical resource to reboot') });
  });

  test('says of every attempt why it came to nothing', () => {
    const { node, action } = play({ actions: [{ name: 'REBOOT' }, { name: 'REBUILD' }] }, [no, ok, sick]);
    expect(action).toMatchObject({
      status: 'FAILED',
      statusReason: 'Nothing helped. REBOOT: no REBUILD: It is not well after that: ill.',
    });
    expect(node.status).toBe('ERROR');
  });

  test('a cloud that does not answer is one attempt that failed', () => {
    const silent: Outcome = { kind: 'fault', fault: transient('driver.timeout', 'silence') };
    const { calls } = play(ALL, [silent, silent, silent, silent, silent]);
    // Between two failures nothing is asked: the call is made again when the next step is taken.
    expect(calls.at(-1)).toBe('rebuild');
  });

  test('clears away what was half made before it tries the next', () => {
    const chain = { actions: [{ name: 'RECREATE' }, { name: 'REBOOT' }] };
    const { calls, node, action } = play(chain, [ok, no, ok]);
    expect(calls).toEqual(['remove', 'ensure', 'remove']);
    expect(node).toMatchObject({ physicalId: null, token: ME, status: 'ERROR' });
    expect(outcomes(timelineOf(action))).toEqual(['RECREATE failed', 'REBOOT skipped']);
  });

  test('undoes what was half made when there is no next', () => {
    const { calls, attempts } = play({ actions: [{ name: 'RECREATE' }] }, [ok, no, ok]);
    expect(calls).toEqual(['remove', 'ensure', 'remove']);
    expect(outcomes(attempts)).toEqual(['RECREATE failed']);
  });

  test('cancelled, says which attempt that hit', () => {
    const { action, node } = play(ALL, [no]);
    const ended = commitOf(step({ ...action, signal: 'cancel' }, { node }, { now: at(100) }));
    expect(ended.next.status).toBe('CANCELLED');
    expect(outcomes(timelineOf(ended.next))).toEqual(['REBOOT failed', 'REBUILD cancelled']);
  });
});

describe('the old one', () => {
  const recreate = { actions: [{ name: 'RECREATE' }] };

  test.each<[string, JsonObject, string]>([
    ['stays: nothing is made', recreate, 'remove'],
    ['stays: by force something is', { ...recreate, force_recreate: true }, 'ensure'],
    ['stays and is fenced: no force helps', { ...recreate, force_recreate: true, fencing: ['COMPUTE'] }, 'remove'],
    ['likewise', { operation: 'RECREATE', operation_params: { fence_compute: true }, force_recreate: true }, 'remove'],
    ['likewise', { actions: [{ name: 'RECREATE', params: { fence_compute: true } }], force_recreate: true }, 'remove'],
  ])('%s: %j', (_, inputs, lastCall) => {
    expect(play(inputs, [no]).calls.at(-1)).toBe(lastCall);
  });

  test('may take as long as was said, whatever the cloud asks for', () => {
    const inputs = { ...recreate, delete_timeout: 20 };
    const pending: Outcome = { kind: 'pending', again: seconds(90) };
    const { action, node } = play(inputs, [pending]);
    expect(action.dueAt).toBe(at(20));
    expect(step(action, { node }, { now: at(19) })).toMatchObject({ call: { to: 'remove' } });
    const late = commitOf(step(action, { node }, { now: at(20) }));
    expect(late.next).toMatchObject({ status: 'FAILED', statusReason: 'The old resource was still there after 20 seconds.' });
    const forced = commitOf(step({ ...action, inputs: { ...inputs, force_recreate: true } }, { node }, { now: at(20) }));
    expect(forced.call?.to).toBe('ensure');
  });

  test('is asked to go at least once, however late whoever asks', () => {
    const inputs = { ...recreate, delete_timeout: 20, force_recreate: true };
    const { action, node } = play(inputs, []);
    // Whoever was to ask died first: nobody knows whether the cloud ever heard of it.
    const again = commitOf(step(action, { node }, { now: at(500) }));
    expect(again.call).toMatchObject({ to: 'remove', resource: { physicalId: ill.physicalId } });
    const asked = { ...again.next, version: again.next.version + 1 };
    const busy: Outcome = { kind: 'fault', fault: transient('driver.throttled', 'slow down') };
    const refused = commitOf(step(asked, { node }, { now: at(501), returned: busy }));
    const left = commitOf(step({ ...refused.next, version: 9 }, { node }, { now: at(502) }));
    expect(left.call?.to).toBe('ensure');
  });

  test('is said to be left where it would not go', () => {
    const up: Outcome = { kind: 'ok', physicalId: 'p-2' };
    const { attempts, node } = play({ ...recreate, force_recreate: true }, [no, up]);
    expect(attempts).toMatchObject([{ name: 'RECREATE', outcome: 'succeeded', reason: 'The old resource is left to the sweep: no' }]);
    expect(node).toMatchObject({ status: 'ACTIVE', physicalId: 'p-2', token: ME });
    const full: Outcome = { kind: 'fault', fault: permanent('driver.refused', 'full') };
    const { attempts: failed } = play({ ...recreate, force_recreate: true }, [no, full, ok]);
    expect(failed).toMatchObject([{ outcome: 'failed', reason: 'The old resource is left to the sweep: no full' }]);
  });

  test('is not left to a sweep that could not find it', () => {
    const { calls, attempts, node } = play({ ...recreate, force_recreate: true }, [no], { token: null });
    expect(calls).toEqual(['remove']);
    expect(attempts).toMatchObject([{ outcome: 'failed', reason: 'no It was adopted: the sweep would not know it for ours.' }]);
    expect(node).toMatchObject({ status: 'ERROR', physicalId: ill.physicalId });
  });

  test('is not left behind by an attempt where another must prove it dead', () => {
    const actions = [{ name: 'RECREATE' }, { name: 'RECREATE', params: { fence_compute: true } }];
    const { calls, attempts } = play({ actions, force_recreate: true }, [no, no]);
    expect(calls).toEqual(['remove', 'remove']);
    expect(outcomes(attempts)).toEqual(['RECREATE failed', 'RECREATE failed']);
  });

  test('has its time anew at the second attempt', () => {
    const chain = { actions: [{ name: 'RECREATE' }, { name: 'RECREATE' }], delete_timeout: 20 };
    const { action } = play(chain, [no, { kind: 'pending', again: seconds(90) }]);
    expect(action.dueAt).toBe(at(21));
  });
});

describe('a workflow of which nobody says that it is over', () => {
  const mend = { workflow_name: 'mend' };
  const chain = { actions: [{ name: 'WORKFLOW', params: mend }, { name: 'REBOOT' }] };
  const around = { actions: [{ name: 'RECREATE', params: { before: mend } }] };
  const over: Outcome = { kind: 'fault', fault: permanent('workflow.failed', 'it failed') };
  const broken: Outcome = { kind: 'fault', fault: permanent('service.broken', 'it threw') };

  test('is stopped before anything else is tried', () => {
    expect(play(chain, [broken]).calls).toEqual(['run', 'halt']);
    expect(play(chain, [broken, ok]).calls).toEqual(['run', 'halt', 'reboot']);
    expect(play(chain, [over]).calls).toEqual(['run', 'reboot']);
  });

  test('is stopped before the recovery ends', () => {
    expect(play(around, [broken]).calls).toEqual(['run', 'halt']);
    expect(play(around, [over])).toMatchObject({ calls: ['run'], action: { status: 'FAILED' } });
    const { action } = play(around, [broken, no]);
    expect(action).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('could not be removed yet') });
  });
});

describe('what was asked for', () => {
  const SEED = [{ name: 'REBUILD' }, { name: 'WORKFLOW', params: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } }];

  test('reads the list of a health policy', () => {
    expect(readChain(SEED, '/recovery/actions')).toEqual({
      kind: 'ok',
      chain: [
        { name: 'REBUILD', params: {} },
        { name: 'WORKFLOW', params: {}, workflow: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } },
      ],
    });
  });

  test('reads workflows around a recovery, and keeps them from the driver', () => {
    const params = { before: { workflow_name: 'verify' }, after: { workflow_name: 'confirm', inputs: { a: 1 }, timeout: 60 }, image: 'x' };
    expect(readChain([{ name: 'REBUILD', params }], '')).toEqual({
      kind: 'ok',
      chain: [
        {
          name: 'REBUILD',
          params: { image: 'x' },
          before: { workflow_name: 'verify', inputs: {} },
          after: { workflow_name: 'confirm', inputs: { a: 1 }, timeout: 60 },
        },
      ],
    });
  });

  test.each<[unknown, string]>([
    [[], '/actions: '],
    ['REBOOT', '/actions: '],
    [Array.from({ length: 11 }, () => ({ name: 'REBOOT' })), '/actions: '],
    [[{ name: 'REBOOT' }, { name: 'PRAY' }], '/actions/1/name: '],
    [[{ name: 'REBOOT', parms: {} }], '/actions/0: '],
    [[{ name: 'REBOOT', params: [] }], '/actions/0/params: '],
    [[{ name: 'WORKFLOW' }], '/actions/0/params/workflow_name: '],
    [[{ name: 'WORKFLOW', params: { workflow_name: 'w', input: {} } }], '/actions/0/params: '],
    [[{ name: 'REBOOT', params: { before: { workflow_name: '' } } }], '/actions/0/params/before/workflow_name: '],
    [[{ name: 'REBOOT', params: { after: { workflow_name: 'w', timeout: 0 } } }], '/actions/0/params/after/timeout: '],
  ])('points at what is wrong with %j', (actions, pointer) => {
    const read = readChain(actions, '/actions');
    expect(read).toMatchObject({ kind: 'fault', fault: { code: 'recovery.invalid' } });
    expect(read.kind === 'fault' && read.fault.message.startsWith(pointer)).toBe(true);
  });

  test("takes Senlin's single operation for a chain of one", () => {
    expect(chainOf({ operation: 'REBOOT', operation_params: { type: 'SOFT' } })).toEqual([{ name: 'REBOOT', params: { type: 'SOFT' } }]);
    expect(chainOf({})).toEqual([{ name: 'RECREATE', params: {} }]);
    expect(isFenced({ fencing: ['COMPUTE'] }, { name: 'RECREATE', params: {} })).toBe(true);
    expect(isFenced({}, { name: 'RECREATE', params: {} })).toBe(false);
  });
});
