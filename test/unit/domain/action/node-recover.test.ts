import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, anAction, aProfile, idOf } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, PARENT, putOf, running, step } from '../../../support/stepping.ts';

const lone = { clusterId: '' };
const broken = aNode({ ...lone, status: 'ERROR', statusReason: 'ill', lock: heldBy(ME) });
const begin = (inputs: JsonObject, node = broken) => commitOf(step(anAction('NODE_RECOVER', { ...lone, inputs }), { node }));
const answered = (phase: string, returned: Outcome, inputs: JsonObject = {}, node = broken) =>
  commitOf(step(running('NODE_RECOVER', { ...lone, inputs, state: { phase }, lease: 4 }), { node }, { returned }));
const ok: Outcome = { kind: 'ok' };
const refused: Outcome = { kind: 'fault', fault: permanent('driver.refused', 'no') };

describe('NODE_RECOVER', () => {
  test('removes what there is, then makes it anew under its own id', () => {
    const removing = begin({});
    expect(removing.call).toMatchObject({ to: 'remove', force: true, resource: { physicalId: 'p-1' } });
    expect(putOf('node', removing)).toMatchObject({ status: 'RECOVERING', was: { status: 'ERROR', statusReason: 'ill' } });

    const creating = answered('removing', ok);
    expect(creating.call).toMatchObject({ to: 'ensure', token: ME, resource: { token: ME, physicalId: null, memory: {} } });
    expect(putOf('node', creating)).toMatchObject({ token: ME, physicalId: null, status: 'RECOVERING' });

    const done = answered('creating', { kind: 'ok', physicalId: 'p-2' }, {}, { ...broken, token: ME, physicalId: null, was: null });
    expect(done.next.status).toBe('SUCCEEDED');
    expect(putOf('node', done)).toMatchObject({ status: 'ACTIVE', physicalId: 'p-2', token: ME, data: { recovery: 'RECREATE' } });
  });

  test('makes it of what its cluster is made of by now, where that is to be so', () => {
    const node = aNode({ status: 'ERROR', lock: heldBy(ME) });
    const cluster = aCluster({ nodes: [node.id], profileId: idOf('newer'), config: { 'node.follows_profile': true } });
    const newer = aProfile({ id: idOf('newer') });
    const recover = running('NODE_RECOVER', { state: { phase: 'removing' }, lease: 4 });
    const removed = (more: object, profiles = [newer]) =>
      step(recover, { node, cluster: { ...cluster, ...more }, profiles }, { returned: ok });
    expect(putOf('node', commitOf(removed({})))).toMatchObject({ profileId: newer.id, physicalId: null });
    expect(putOf('node', commitOf(removed({ config: {} })))).toMatchObject({ profileId: node.profileId });
    expect(putOf('node', commitOf(removed({ profileType: 'other' })))).toMatchObject({ profileId: node.profileId });
  });

  test('makes a node at once that has nothing behind it', () => {
    expect(begin({}, { ...broken, physicalId: null, token: null }).call).toMatchObject({ to: 'ensure', token: ME });
  });

  test.each<[JsonObject, string | undefined]>([
    [{}, undefined],
    [{ force_recreate: true }, 'ensure'],
  ])('goes on when the old one will not go, only by force: %j', (inputs, to) => {
    const next = answered('removing', refused, inputs);
    expect(next.call?.to).toBe(to);
    if (to === undefined)
      expect(putOf('node', next)).toMatchObject({ status: 'ERROR', statusReason: 'Recovery failed: no', physicalId: 'p-1' });
  });

  test('undoes what it may have made when that fails', () => {
    const undoing = answered('creating', refused, {}, { ...broken, token: ME, physicalId: null });
    expect(undoing.call).toMatchObject({ to: 'remove', force: true, resource: { token: ME } });
  });

  test('takes a second look first when asked to, and leaves a healthy node alone', () => {
    expect(begin({ check: true }).call).toMatchObject({ to: 'check' });
    const well = answered('checking', ok, { check: true });
    expect(putOf('node', well)).toMatchObject({ status: 'ACTIVE', statusReason: 'Recover: Node is ACTIVE.' });
    expect(answered('checking', { kind: 'unhealthy', reason: 'ill', gone: false }, { check: true }).call).toMatchObject({ to: 'remove' });
    expect(begin({ check: true }, { ...broken, physicalId: null }).call).toMatchObject({ to: 'remove' });
  });

  test.each<[JsonObject, object]>([
    [{ operation: 'REBOOT' }, { to: 'operate', operation: 'reboot', params: { type: 'HARD' }, token: ME }],
    [
      { operation: 'REBOOT', operation_params: { type: 'SOFT' } },
      { operation: 'reboot', params: { type: 'SOFT' } },
    ],
    [
      { operation: 'REBUILD', operation_params: { image: 'x' } },
      { to: 'operate', operation: 'rebuild', params: { image: 'x' } },
    ],
    [{ operation: 'RECREATE' }, { to: 'remove' }],
  ])('%j', (inputs, call) => {
    expect(begin(inputs).call).toMatchObject(call);
  });

  test('is done when the operation is and the node is seen to be well', () => {
    const looking = answered('repairing', { kind: 'ok', memory: { up: 1 } }, { operation: 'REBOOT' });
    expect(looking.call).toMatchObject({ to: 'check', resource: { physicalId: 'p-1', memory: { up: 1 } } });
    expect(putOf('node', looking)).toMatchObject({ status: 'RECOVERING', memory: { up: 1 } });
    expect(putOf('node', answered('proving', ok, { operation: 'REBOOT' }))).toMatchObject({ status: 'ACTIVE', physicalId: 'p-1' });
    expect(
      putOf('node', answered('proving', { kind: 'unhealthy', reason: 'still ill', gone: false }, { operation: 'REBOOT' })),
    ).toMatchObject({ status: 'ERROR', statusReason: 'Recovery failed: It is not well after that: still ill.' });
    expect(
      putOf('node', answered('proving', { kind: 'fault', fault: permanent('driver.refused', 'not my job') }, { operation: 'REBOOT' })),
    ).toMatchObject({ status: 'ACTIVE' });
    expect(putOf('node', answered('repairing', refused, { operation: 'REBOOT' }))).toMatchObject({
      status: 'ERROR',
      statusReason: 'Recovery failed: no',
    });
  });

  test('cannot reboot what has no resource, nor what has no reboot', () => {
    expect(begin({ operation: 'REBOOT' }, { ...broken, physicalId: null }).next).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('no physical resource to reboot'),
    });
    const stack = begin({ operation: 'REBUILD' }, { ...broken, profileType: 'os.heat.stack-1.0' });
    expect(stack.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('is not supported') });
    expect(putOf('node', stack)).toMatchObject({ status: 'ERROR', statusReason: 'ill' });
  });

  test('begun again after a crash between its two writes removes under its own name first', () => {
    const half = { ...broken, token: ME, physicalId: null, status: 'RECOVERING' } as const;
    const again = commitOf(step(running('NODE_RECOVER', { parentId: PARENT, state: { phase: 'removing' } }), { node: half }));
    expect(again.call).toMatchObject({ to: 'remove', resource: { token: ME } });
  });

  test('cancelled before anything happened leaves the node as it was', () => {
    const marked = { ...broken, status: 'RECOVERING', was: { status: 'ERROR', statusReason: 'ill' } } as const;
    const ended = commitOf(
      step(running('NODE_RECOVER', { ...lone, signal: 'cancel', state: { phase: 'checking' } }), { node: marked }, { now: at(3) }),
    );
    expect(putOf('node', ended)).toMatchObject({ status: 'ERROR', statusReason: 'ill', was: null });
    expect(ended.next.status).toBe('CANCELLED');
    expect(idOf('node')).toBe(putOf('node', ended)?.id);
  });
});
