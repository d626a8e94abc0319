import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';
import { recording } from '../../../support/recording.ts';

describe('policies that Senlin took', () => {
  test.each([
    '322-policy-create-scaling-in',
    '323-policy-create-deletion',
    '325-policy-create-health-polling',
    '326-policy-create-health-url',
    '328-policy-create-affinity',
    '329-policy-create-lb',
    '331-policy-create-region',
  ])('%s', (file) => {
    const spec = recording(file).request.json.policy?.spec as JsonObject;
    expect(validatePolicySpec(spec)).toMatchObject({ kind: 'ok', properties: spec.properties });
  });
});

describe('policies that Senlin refused, in its words', () => {
  test.each([
    ['335-policy-create-bad-bad-type', 'policy-type.not-found'],
    // Answered as the server's error, and clients test for it.
    ['337-policy-create-bad-missing-prop', 'policy.spec.malformed'],
    ['338-policy-create-bad-bad-event', 'policy.spec.malformed'],
    ['340-policy-create-bad-unknown-prop', 'policy.spec.malformed'],
    ['343-policy-validate-bad', 'policy.spec.malformed'],
  ])('%s', (file, code) => {
    const { request, response } = recording(file);
    expect(validatePolicySpec(request.json.policy?.spec ?? null)).toMatchObject({
      kind: 'fault',
      fault: { kind: 'permanent', code, message: response.json.error?.message },
    });
  });
});

const validate = (type: string, properties: JsonObject) => {
  const [name, version = '1.0'] = type.split('-');
  const result = validatePolicySpec({ type: `senlin.policy.${name}`, version, properties });
  return result.kind === 'ok' ? 'ok' : `${result.fault.code}: ${result.fault.message}`;
};
const invalid = (message: string) => `policy.spec.invalid: ${message}`;

test.each<[JsonObject | undefined, string]>([
  [{}, 'ok'],
  [{ type: 'EXACT_CAPACITY', number: '2' }, 'ok'],
  [{ number: 0 }, invalid("the 'number' for 'adjustment' must be > 0")],
  [{ number: -1.5 }, invalid("the 'number' for 'adjustment' must be > 0")],
  [{ min_step: -1 }, invalid("the 'min_step' for 'adjustment' must be >= 0")],
  [{ cooldown: -1 }, invalid("the 'cooldown' for 'adjustment' must be >= 0")],
  [
    { type: 'DOUBLE' },
    "policy.spec.malformed: 'DOUBLE' must be one of the allowed values: EXACT_CAPACITY, CHANGE_IN_CAPACITY, CHANGE_IN_PERCENTAGE",
  ],
  [undefined, invalid("Required spec item 'adjustment' not provided")],
])('scaling by %j: %s', (adjustment, expected) => {
  expect(validate('scaling', { event: 'CLUSTER_SCALE_IN', ...(adjustment ? { adjustment } : {}) })).toBe(expected);
});

test.each<[JsonObject, string]>([
  [{}, 'ok'],
  [{ min_in_service: 0, max_batch_size: '3', pause_time: 0 }, 'ok'],
  [{ max_batch_size: -1 }, 'ok'],
  [{ max_batch_size: 0 }, invalid("the 'max_batch_size' must be > 0 or -1")],
  [{ max_batch_size: -2 }, invalid("the 'max_batch_size' must be > 0 or -1")],
  [{ min_in_service: -1 }, invalid("the 'min_in_service' must be >= 0")],
  [{ pause_time: -1 }, invalid("the 'pause_time' must be >= 0")],
])('batch %j: %s', (properties, expected) => expect(validate('batch', properties)).toBe(expected));

test.each<[string, JsonObject, string]>([
  ['deletion-1.0', {}, 'ok'],
  ['deletion-1.1', { hooks: { type: 'webhook', params: { url: 'http://x' }, timeout: 60 } }, 'ok'],
  ['deletion-1.0', { hooks: {} }, 'ok'],
  ['deletion-9.9', {}, "policy-type.version: The policy_type 'senlin.policy.deletion' has no version '9.9'. Supported versions: 1.0, 1.1."],
  ['bogus-1.0', {}, "policy-type.not-found: The policy_type 'senlin.policy.bogus-1.0' could not be found."],
  ['deletion-1.1', { grace_period: -1 }, invalid("the 'grace_period' must be >= 0")],
  ['deletion-1.1', { hooks: { timeout: -1 } }, invalid("the 'timeout' for 'hooks' must be >= 0")],
  ['affinity', {}, 'ok'],
  [
    'affinity',
    { servergroup: { policies: 'odd' } },
    "policy.spec.malformed: 'odd' must be one of the allowed values: affinity, soft-affinity, anti-affinity, soft-anti-affinity",
  ],
])('%s %j: %s', (type, properties, expected) => expect(validate(type, properties)).toBe(expected));

test.each<[JsonObject, string]>([
  [{ pool: { subnet: 's' }, vip: { subnet: 's' } }, 'ok'],
  [
    {
      pool: { subnet: 's', session_persistence: { type: 'SOURCE_IP', cookie_name: 'c' } },
      vip: { network: 'n' },
      health_monitor: { delay: '1' },
    },
    'ok',
  ],
  [{ pool: {}, vip: { subnet: 's' } }, "policy.spec.malformed: Required spec item 'subnet' not provided"],
  [{ vip: { subnet: 's' } }, invalid("Required spec item 'pool' not provided")],
  [{ pool: { subnet: 's' }, vip: {} }, invalid('At least one of VIP Subnet or Network must be defined.')],
  [{ pool: { subnet: 's' } }, invalid('At least one of VIP Subnet or Network must be defined.')],
])('loadbalance %j: %s', (properties, expected) => {
  for (const version of ['1.0', '1.1', '1.2', '1.3']) expect(validate(`loadbalance-${version}`, properties)).toBe(expected);
});

describe.each([
  ['zone_placement', 'zones'],
  ['region_placement', 'regions'],
])('%s', (type, item) => {
  test.each<[JsonObject[] | undefined, string]>([
    [[{ name: 'a' }, { name: 'b', weight: 0 }], 'ok'],
    [undefined, invalid(`Required spec item '${item}' not provided`)],
    [[{ weight: 1 }], invalid("Required spec item 'name' not provided")],
    [[{ name: 'a', weight: -1 }], invalid("the 'weight' of 'a' must be >= 0")],
    [[{ name: 'a', weight: 0 }], invalid(`the '${item}' must have at least one with a 'weight' > 0`)],
    [[], invalid(`the '${item}' must have at least one with a 'weight' > 0`)],
  ])('%j: %s', (places, expected) => expect(validate(type, places ? { [item]: places } : {})).toBe(expected));
});

describe('health', () => {
  const mode = (type: string, options?: JsonObject) => ({ type, ...(options ? { options } : {}) });
  const health = (detection: JsonObject, recovery: JsonObject = { actions: [{ name: 'RECREATE' }] }) => ({ detection, recovery });
  const [poll, url, host, events] = ['NODE_STATUS_POLLING', 'NODE_STATUS_POLL_URL', 'HYPERVISOR_STATUS_POLLING', 'LIFECYCLE_EVENTS'].map(
    (type) => mode(type),
  );

  test.each<[string, JsonObject, string]>([
    ['polling in all ways', health({ detection_modes: [poll, url, host] as JsonObject[] }), 'ok'],
    ['events alone', health({ detection_modes: [events] as JsonObject[] }), 'ok'],
    ['no way at all', health({ detection_modes: [] }, { actions: [] }), 'ok'],
    [
      'two addresses',
      health({
        detection_modes: [mode('NODE_STATUS_POLL_URL', { poll_url: 'http://a' }), mode('NODE_STATUS_POLL_URL', { poll_url: 'http://b' })],
      }),
      'ok',
    ],
    ['fencing', health({ detection_modes: [] }, { actions: [], fencing: ['COMPUTE'] }), 'ok'],
    ['no detection', { recovery: { actions: [] } }, "policy.spec.malformed: Required spec item 'detection' not provided"],
    ['no modes', health({}), invalid("Required spec item 'detection_modes' not provided")],
    ['no actions', health({ detection_modes: [] }, {}), invalid("Required spec item 'actions' not provided")],
    [
      'two actions',
      health({ detection_modes: [] }, { actions: [{ name: 'REBOOT' }, { name: 'REBUILD' }] }),
      "policy.spec.malformed: Only one 'actions' is supported for now.",
    ],
    [
      'an action nobody knows',
      health({ detection_modes: [] }, { actions: [{ name: 'PRAY' }] }),
      "policy.spec.malformed: 'PRAY' must be one of the allowed values: REBOOT, REBUILD, RECREATE",
    ],
    [
      'events beside polling',
      health({ detection_modes: [poll, events] as JsonObject[] }),
      invalid('Invalid detection modes in health policy: NODE_STATUS_POLLING, LIFECYCLE_EVENTS'),
    ],
    [
      'events twice',
      health({ detection_modes: [events, events] as JsonObject[] }),
      invalid('Invalid detection modes in health policy: LIFECYCLE_EVENTS, LIFECYCLE_EVENTS'),
    ],
    [
      'the same twice',
      health({ detection_modes: [poll, poll] as JsonObject[] }),
      invalid('Duplicate detection modes are not allowed in health policy: NODE_STATUS_POLLING, NODE_STATUS_POLLING'),
    ],
    [
      'too often',
      health({ interval: 59, detection_modes: [] }),
      invalid('Specified interval of 59 seconds has to be larger than health_check_interval_min of 60 seconds set in configuration.'),
    ],
  ])('%s', (_what, properties, expected) => {
    for (const version of ['1.0', '1.1', '1.2']) expect(validate(`health-${version}`, properties)).toBe(expected);
  });

  test('from 1.3 on a URL that is to be asked has to be there', () => {
    const asks = (options: JsonObject) => health({ detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options }] });
    expect(validate('health-1.2', asks({}))).toBe('ok');
    expect(validate('health-1.3', asks({ poll_url: 'http://example.com/' }))).toBe('ok');
    expect(validate('health-1.3', asks({}))).toBe(invalid("the 'poll_url' is required where the 'type' is NODE_STATUS_POLL_URL"));
  });

  test('how often is too often is the operator’s to say', () => {
    const spec = { type: 'senlin.policy.health', version: '1.1', properties: health({ interval: 10, detection_modes: [] }) };
    expect(validatePolicySpec(spec, { leastHealthInterval: 10 })).toMatchObject({ kind: 'ok' });
    expect(validatePolicySpec(spec, { leastHealthInterval: 11 })).toMatchObject({ kind: 'fault' });
  });
});

test('a policy may be described', () => {
  const spec = { type: 'senlin.policy.batch', version: 1, description: 'Gently.', properties: {} };
  expect(validatePolicySpec(spec)).toMatchObject({
    type: 'senlin.policy.batch-1.0',
    properties: { min_in_service: 1, max_batch_size: -1, pause_time: 60 },
  });
});

test.each<[string, JsonObject, string]>([
  ['zone_placement', { zones: [{ name: 'a' }, { name: 'a', weight: 5 }] }, invalid("the 'zones' name 'a' twice")],
  ['region_placement', { regions: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }, invalid("the 'regions' name 'a' twice")],
  ['region_placement', { regions: [{ name: 'a', cap: 0 }, { name: 'b' }] }, 'ok'],
])('places shared by %s %j: %s', (kind, properties, expected) => {
  expect(validate(kind, properties)).toBe(expected);
});

test.each<[JsonObject, string]>([
  [{ timeout: 0 }, "the 'timeout' must be between 1 and 172800"],
  [{ timeout: 1 }, 'ok'],
  [{ timeout: 172_800 }, 'ok'],
  [{ timeout: 172_801 }, "the 'timeout' must be between 1 and 172800"],
  [{ timeout: 60, max_wait: 59 }, "the 'max_wait' must be between the 'timeout' and 172800"],
  [{ timeout: 60, max_wait: 60 }, 'ok'],
  [{ target: {} }, "the 'target' must have a 'queue', a 'topic' or a 'url'"],
  [{ target: { queue: 'q' } }, 'ok'],
  [{ target: { queue: 'q', url: 'https://hooks.example/' } }, "the 'target' must have one of 'queue', 'topic' and 'url'"],
])('a lifecycle hook with %j: %s', (over, expected) => {
  const properties = { transition: 'LAUNCHING', ...over };
  const read = validatePolicySpec({ type: 'coppice.policy.lifecycle_hook', version: '1.0', properties });
  expect(read.kind === 'ok' ? 'ok' : read.fault.message).toBe(expected);
});

test.each<[JsonObject, string]>([
  [{ pool: { subnet: 's', protocol_port: 0 } }, invalid("the 'protocol_port' of 'pool' must be between 1 and 65535")],
  [{ vip: { subnet: 's', protocol_port: 65_536 } }, invalid("the 'protocol_port' of 'vip' must be between 1 and 65535")],
  [{ vip: { subnet: 's', connection_limit: -2 } }, invalid("the 'connection_limit' of 'vip' must be >= 0 or -1")],
  [
    { pool: { subnet: 's', session_persistence: { type: 'APP_COOKIE' } } },
    invalid("the 'session_persistence' of 'pool' must have a 'cookie_name' where its 'type' is APP_COOKIE"),
  ],
  [{ pool: { subnet: 's', session_persistence: { type: 'APP_COOKIE', cookie_name: 'c' } } }, 'ok'],
  [{ health_monitor: { id: 'theirs', delay: 1 } }, 'ok'],
  [{ health_monitor: { delay: 0, timeout: 0 } }, invalid("the 'delay' of 'health_monitor' must be > 0")],
  [{ health_monitor: { timeout: -1 } }, invalid("the 'timeout' of 'health_monitor' must be > 0")],
  [{ health_monitor: { max_retries: 11 } }, invalid("the 'max_retries' of 'health_monitor' must be between 1 and 10")],
  [{ health_monitor: { type: 'HTTP', url_path: 'up' } }, invalid("the 'url_path' of 'health_monitor' must begin with '/'")],
  [{ lb_status_timeout: 0 }, invalid("the 'lb_status_timeout' must be > 0")],
])('a load balancer with %j: %s', (over, expected) => {
  const spec = { pool: { subnet: 's' }, vip: { subnet: 's' }, ...over };
  expect(validate('loadbalance-1.4', spec)).toBe(expected);
  // Senlin took it, and such specs are stored.
  expect(validate('loadbalance-1.3', spec)).toBe('ok');
});

test.each<[JsonObject, JsonObject, string]>([
  [{ node_update_timeout: -1 }, {}, invalid("the 'node_update_timeout' must be >= 0")],
  [{ node_update_timeout: 0 }, {}, 'ok'],
  [{}, { node_delete_timeout: -1 }, invalid("the 'node_delete_timeout' must be >= 0")],
  [
    { detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options: { poll_url: 'http://a.example/', poll_url_retry_limit: -1 } }] },
    {},
    invalid("the 'poll_url_retry_limit' must be >= 0"),
  ],
  [
    { detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options: { poll_url: 'http://a.example/', poll_url_retry_interval: -1 } }] },
    {},
    invalid("the 'poll_url_retry_interval' must be >= 0"),
  ],
])('health with detection %j and recovery %j: %s', (detection, recovery, expected) => {
  const modes = { detection_modes: [{ type: 'NODE_STATUS_POLLING' }] };
  const spec = { detection: { ...modes, ...detection }, recovery: { actions: [{ name: 'RECREATE' }], ...recovery } };
  expect(validate('health-1.3', spec)).toBe(expected);
  expect(validate('health-1.2', spec)).toBe('ok');
});

test.each(['pool', 'vip'])('a load balancing policy without its %s is refused, and nothing else is said', (missing) => {
  const whole = { pool: { subnet: 's' }, vip: { subnet: 's' } };
  const properties = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== missing));
  expect(validatePolicySpec({ type: 'senlin.policy.loadbalance', version: '1.4', properties })).toMatchObject({ kind: 'fault' });
  expect(validatePolicySpec({ type: 'senlin.policy.loadbalance', version: '1.4', properties: whole })).toMatchObject({ kind: 'ok' });
});
