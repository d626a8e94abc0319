import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { validateProfileSpec } from '../../../../lib/domain/profile/validate-spec.ts';
import { recording } from '../../../support/recording.ts';

describe('profiles that Senlin took', () => {
  test.each([
    '067-profile-create-2',
    '068-profile-create-bigger',
    '070-profile-create-simulated-wait',
    '071-profile-create-heat',
    '089-profile-validate',
  ])('%s', (file) => {
    const { spec = null } = recording(file).request.json.profile ?? {};
    expect(validateProfileSpec(spec)).toMatchObject({ kind: 'ok', properties: (spec as JsonObject).properties });
  });
});

describe('profiles that Senlin refused, in its words', () => {
  test.each([
    ['082-profile-create-missing-required', 'profile.spec.invalid'],
    ['083-profile-create-unknown-property', 'profile.spec.invalid'],
    // These two Senlin answered as its own error; they are the client's.
    ['079-profile-create-no-type', 'profile.spec.malformed'],
    ['080-profile-create-no-version', 'profile.spec.malformed'],
  ])('%s', (file, code) => {
    const { request, response } = recording(file);
    const message = String(response.json.error?.message).replace('Failed in creating profile x: ', '');
    expect(validateProfileSpec(request.json.profile?.spec ?? null)).toMatchObject({
      kind: 'fault',
      fault: { kind: 'permanent', code, message },
    });
  });

  test('a type nobody knows', () => {
    const message = String(recording('047-profile-type-missing').response.json.error?.message);
    expect(validateProfileSpec({ type: 'os.bogus', version: '1.0', color: 'red' })).toMatchObject({
      fault: { code: 'profile-type.not-found', message },
    });
  });
});

const validate = (type: string, properties: JsonObject) => {
  const result = validateProfileSpec({ type, version: '1.0', properties });
  return result.kind === 'ok' ? 'ok' : `${result.fault.code}: ${result.fault.message}`;
};
const invalid = (message: string) => `profile.spec.invalid: ${message}`;

describe('os.nova.server', () => {
  test.each<[Json, string]>([
    [[{ network: 'private' }], 'ok'],
    [[{ port: 'p' }], 'ok'],
    [[{ network: 'n', port: 'p', vnic_type: 'direct', subnet: 's' }], 'ok'],
    [[{ network: 'n', floating_network: 'public', floating_ip: '10.0.0.1', fixed_ip: '10.1.0.1' }], 'ok'],
    [[], 'ok'],
    [[{}], "One of 'port' and 'network' must be provided"],
    [[{ network: 'n' }, { subnet: 's' }], "One of 'port' and 'network' must be provided"],
    [[{ port: 'p', fixed_ip: '10.1.0.1' }], "The 'port' property and the 'fixed_ip' property cannot be specified at the same time"],
    [[{ network: 'n', vnic_type: 'odd' }], "vnic_type: 'odd' is not supported.(supported types are: normal, direct, macvtap)"],
    [[{ network: 'n', floating_ip: '10.0.0.1' }], 'Must specify a network to create floating IP'],
    ['private', "'private' is not a List"],
  ])('networks %j: %s', (networks, expected) => {
    expect(validate('os.nova.server', { flavor: '1', networks })).toBe(expected === 'ok' ? 'ok' : invalid(expected));
  });

  test('networks are needed, and a clear sentence says so', () => {
    expect(validate('os.nova.server', { flavor: '1' })).toBe(invalid("Required spec item 'networks' not provided"));
  });

  test('a context has only keys that mean something', () => {
    const networks = [{ network: 'n' }];
    expect(validate('os.nova.server', { flavor: '1', networks, context: { region_name: 'r' } })).toBe('ok');
    expect(validate('os.nova.server', { flavor: '1', networks, context: { region_name: 'r', color: 'red' } })).toBe(
      invalid("Some keys in 'context' are invalid: ['color']"),
    );
  });
});

test.each<[JsonObject, string]>([
  [{ template: { a: 1 } }, 'ok'],
  [{ template_url: 'http://x' }, 'ok'],
  [{ template: { a: 1 }, timeout: null }, 'ok'],
  [{}, invalid('Both template and template_url are not specified.')],
  [{ template: {}, template_url: '' }, invalid('Both template and template_url are not specified.')],
])('os.heat.stack %j: %s', (properties, expected) => expect(validate('os.heat.stack', properties)).toBe(expected));

test.each<[JsonObject, string]>([
  [{ command: ['sleep', '60'] }, 'ok'],
  [{ command: ['a'], env: { A: '1' }, cwd: '/tmp', stop_signal: 'SIGINT', stop_timeout: 0 }, 'ok'],
  [{}, "Required spec item 'command' not provided"],
  [{ command: 'sleep 60' }, "'sleep 60' is not a List"],
  [{ command: [] }, "The 'command' must have at least one word"],
  [{ command: [''] }, "The first word of 'command' must not be empty"],
  [{ command: ['a\0b'] }, "The 'command' must not contain the character NUL"],
  [{ command: ['a'], env: { A: 1 } }, "The value of 'A' in 'env' must be a string"],
  [{ command: ['a'], env: { 'A=B': '1' } }, "'A=B' in 'env' cannot be the name of a variable"],
  [{ command: ['a'], env: { '': '1' } }, "'' in 'env' cannot be the name of a variable"],
  [{ command: ['a'], env: { A: '\0' } }, "The value of 'A' in 'env' must not contain the character NUL"],
  [{ command: ['a'], cwd: 'tmp' }, "The 'cwd' must be an absolute path"],
  [{ command: ['a'], stop_timeout: 3601 }, "The 'stop_timeout' must be between 0 and 3600"],
  [{ command: ['a'], stop_timeout: -1 }, "The 'stop_timeout' must be between 0 and 3600"],
])('local.process %j: %s', (properties, expected) => {
  expect(validate('local.process', properties)).toBe(expected === 'ok' ? 'ok' : invalid(expected));
});

test('local.process: the signals of POSIX and no others', () => {
  expect(validate('local.process', { command: ['a'], stop_signal: 'SIGUSR1' })).toBe('ok');
  expect(validate('local.process', { command: ['a'], stop_signal: 'TERM' })).toMatch(
    /^profile.spec.invalid: 'TERM' must be one of the allowed values: SIGABRT, /,
  );
});

test.each<[JsonObject, string]>([
  [{}, 'ok'],
  [
    { latency: '0.5', jitter: 0.1, create_failures: 2, failure_rate: 1, failure_kind: 'capacity', late_success: 'yes', unhealthy_after: 3 },
    'ok',
  ],
  [{ latency: -1 }, "The 'latency' must be at least 0"],
  [{ jitter: -0.1 }, "The 'jitter' must be at least 0"],
  [{ create_failures: -1 }, "The 'create_failures' must be at least 0"],
  [{ failure_rate: 1.1 }, "The 'failure_rate' must be between 0 and 1"],
  [{ unhealthy_after: -1 }, "The 'unhealthy_after' must be at least 0"],
  [{ failure_kind: 'odd' }, "'odd' must be one of the allowed values: transient, permanent, capacity"],
])('fake.node %j: %s', (properties, expected) => {
  expect(validate('fake.node', properties)).toBe(expected === 'ok' ? 'ok' : invalid(expected));
});

test('what is left out is filled in', () => {
  expect(validateProfileSpec({ type: 'local.process', version: 1, properties: { command: ['sleep', 60] } })).toMatchObject({
    type: 'local.process-1.0',
    properties: { command: ['sleep', '60'], env: {}, stop_signal: 'SIGTERM', stop_timeout: 10 },
  });
});
