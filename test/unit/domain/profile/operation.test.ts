import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { dockerContainer } from '../../../../lib/domain/profile/docker-container.ts';
import { fakeNode } from '../../../../lib/domain/profile/fake-node.ts';
import { heatStack } from '../../../../lib/domain/profile/heat-stack.ts';
import { localProcess } from '../../../../lib/domain/profile/local-process.ts';
import { novaServer } from '../../../../lib/domain/profile/nova-server.ts';
import { checkOperation, operation, parameter } from '../../../../lib/domain/profile/operation.ts';
import { recording } from '../../../support/recording.ts';

describe('operations Senlin refused, in its words', () => {
  test.each(['235-cluster-op-bad', '287-node-op-bad'])('%s', (file) => {
    const message = String(recording(file).response.json.error?.message);
    expect(checkOperation(novaServer, 'levitate', {})).toEqual({
      kind: 'fault',
      fault: { kind: 'permanent', code: 'operation.unsupported', message },
    });
  });

  test('236-cluster-op-bad-params', () => {
    const { request, response } = recording('236-cluster-op-bad-params');
    const params = request.json.reboot?.params as JsonObject;
    expect(checkOperation(novaServer, 'reboot', params)).toEqual({
      kind: 'fault',
      fault: { kind: 'permanent', code: 'operation.params.invalid', message: String(response.json.error?.message) },
    });
  });
});

describe('a parameter that is a secret', () => {
  const type = {
    name: 'a',
    version: '1.0',
    operations: {
      lock: operation('Lock.', {
        key: { ...parameter('String', 'With what.'), secret: 'sealed' as const },
        door: parameter('String', 'Which.'),
      }),
    },
  };
  const said = (params: JsonObject) => {
    const read = checkOperation(type as never, 'lock', params);
    return read.kind === 'ok' ? read.params : read.fault.code;
  };

  test('may be named instead of told, and another may not', () => {
    expect(said({ key: { secret_ref: 'coppice:door' } })).toEqual({ key: { secret_ref: 'coppice:door' } });
    expect(said({ key: 'hunter2' })).toEqual({ key: 'hunter2' });
    expect(said({ key: { secret_ref: 'nowhere' } })).toBe('operation.params.invalid');
    expect(said({ key: { a: 1 } })).toBe('operation.params.invalid');
    expect(said({ door: { secret_ref: 'coppice:door' } })).toBe('operation.params.invalid');
  });
});

describe('parameters', () => {
  const type = {
    name: 'a',
    version: '1.0',
    operations: {
      move: operation('Move.', {
        to: parameter('String', 'Where.', { required: true }),
        by: parameter('Integer', 'How far.', { default: 1 }),
      }),
    },
  };

  test.each([
    [novaServer, 'reboot', { type: 'HARD' }, { type: 'HARD' }],
    [novaServer, 'reboot', {}, { type: 'SOFT' }],
    [novaServer, 'pause', {}, {}],
    [novaServer, 'evacuate', { host: 'h' }, { host: 'h' }],
    [dockerContainer, 'restart', { wait_time: '5' }, { wait_time: 5 }],
    [dockerContainer, 'restart', {}, {}],
    [localProcess, 'kill', {}, { signal: 'SIGKILL' }],
    [localProcess, 'kill', { signal: 'SIGHUP' }, { signal: 'SIGHUP' }],
    [fakeNode, 'suspend', {}, {}],
    // Takes anything, as Senlin shows it, and heeds nothing.
    [heatStack, 'abandon', { any: 1 }, { any: 1 }],
    [type, 'move', { to: 'x' }, { to: 'x', by: 1 }],
  ])('%# %j', (of, name, params, expected) => expect(checkOperation(of, name, params)).toEqual({ kind: 'ok', params: expected }));

  test.each([
    [novaServer, 'pause', { x: 1 }, "Unrecognizable parameter 'x'."],
    [novaServer, 'reboot', { type: 3 }, 'value is not a string.'],
    [novaServer, 'reboot', { type: null }, 'value is not a string.'],
    [dockerContainer, 'restart', { wait_time: 'x' }, "The value 'x' is not a valid Integer."],
    [localProcess, 'start', { constructor: 1 }, "Unrecognizable parameter 'constructor'."],
    [type, 'move', {}, "Required parameter 'to' not provided."],
  ])('%# %j is refused: %s', (of, name, params, message) => {
    expect(checkOperation(of, name, params)).toMatchObject({ kind: 'fault', fault: { code: 'operation.params.invalid', message } });
  });

  test('what every object inherits is no operation', () => {
    expect(checkOperation(novaServer, 'toString', {})).toMatchObject({ fault: { code: 'operation.unsupported' } });
  });
});
