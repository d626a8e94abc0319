import { describe, expect, test } from '@jest/globals';
import { healthRuleOf } from '../../../../lib/domain/health/read-rule.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';
import { aPolicy } from '../../../support/documents.ts';

const polls = { type: 'NODE_STATUS_POLLING' };
const events = { type: 'LIFECYCLE_EVENTS' };
const recreate = { actions: [{ name: 'RECREATE' }] };
const specOf = (version: string, detection: JsonObject, recovery: JsonObject): JsonObject => ({
  type: 'senlin.policy.health',
  version,
  properties: { detection, recovery },
});
const ruleOf = (version: string, detection: JsonObject, recovery: JsonObject) =>
  healthRuleOf(aPolicy({ type: `senlin.policy.health-${version}`, spec: specOf(version, detection, recovery) }));
const said = (version: string, detection: JsonObject, recovery: JsonObject) => {
  const read = validatePolicySpec(specOf(version, detection, recovery));
  return read.kind === 'fault' ? read.fault.message : 'ok';
};

/** The example of the specification that asked for workflows, to the letter. */
const SPECIFIED = {
  actions: [{ name: 'REBUILD' }, { name: 'WORKFLOW', params: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } }],
};

describe('a health policy as it is followed', () => {
  test('of an older version has a limit and a breaker all the same', () => {
    expect(ruleOf('1.0', { detection_modes: [polls] }, recreate)).toEqual({
      modes: [{ type: 'NODE_STATUS_POLLING' }],
      interval: 60,
      settling: 300,
      illWhen: 'ANY_FAILED',
      recovery: { operation: 'RECREATE', delete_timeout: 20, force_recreate: false },
      limit: { kind: 'percentage', number: 33 },
      breaker: { share: 55, window: 300, failures: 5, coolDown: 60 },
    });
  });

  test('of 1.3 says how many at once and when to stop', () => {
    const rule = ruleOf(
      '1.3',
      { detection_modes: [polls, events] },
      { ...recreate, max_in_progress: '4', breaker: { unhealthy_share: 20, failures: 2 } },
    );
    expect(rule).toMatchObject({ limit: { kind: 'count', number: 4 }, breaker: { share: 20, window: 300, failures: 2, coolDown: 60 } });
  });

  test('never looks less often than once an hour, whatever it says', () => {
    expect(ruleOf('1.2', { interval: 86_400, detection_modes: [polls] }, recreate)?.interval).toBe(3_600);
  });

  test.each([
    [undefined, 3],
    [0, 0],
    [60, 60],
    [10_000, 900],
  ])('that asks at a URL and pauses for %j seconds before it asks again waits for %d', (said, pause) => {
    const options = { poll_url: 'http://10.0.0.1/', ...(said !== undefined && { poll_url_retry_interval: said }) };
    expect(ruleOf('1.3', { detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options }] }, recreate)?.modes).toMatchObject([{ pause }]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    [
      'one action, as Senlin tells it',
      { actions: [{ name: 'REBOOT', params: { type: 'HARD' } }] },
      { operation: 'REBOOT', operation_params: { type: 'HARD' } },
    ],
    ['a chain of them', SPECIFIED, SPECIFIED],
    ['a workflow alone', { actions: [SPECIFIED.actions[1] as JsonObject] }, { actions: [SPECIFIED.actions[1] as JsonObject] }],
    ['what is fenced', { ...recreate, fencing: ['COMPUTE'] }, { operation: 'RECREATE', fencing: ['COMPUTE'] }],
  ])('tells recoveries of %s', (_, recovery, inputs) => {
    expect(ruleOf('1.3', { detection_modes: [polls] }, recovery)?.recovery).toEqual({
      ...inputs,
      delete_timeout: 20,
      force_recreate: false,
    });
  });

  test('of another kind is none', () => {
    expect(healthRuleOf(aPolicy())).toBeUndefined();
  });
});

describe('what a health policy may say', () => {
  test.each<[string, string, JsonObject, JsonObject, string]>([
    [
      '1.2',
      'several actions',
      { detection_modes: [polls] },
      SPECIFIED,
      "'WORKFLOW' must be one of the allowed values: REBOOT, REBUILD, RECREATE",
    ],
    [
      '1.2',
      'two actions',
      { detection_modes: [polls] },
      { actions: [{ name: 'REBOOT' }, { name: 'RECREATE' }] },
      "Only one 'actions' is supported for now.",
    ],
    ['1.3', 'several actions', { detection_modes: [polls] }, SPECIFIED, 'ok'],
    [
      '1.2',
      'events and polling together',
      { detection_modes: [polls, events] },
      recreate,
      'Invalid detection modes in health policy: NODE_STATUS_POLLING, LIFECYCLE_EVENTS',
    ],
    ['1.3', 'events and polling together', { detection_modes: [polls, events] }, recreate, 'ok'],
    [
      '1.2',
      'the load balancer',
      { detection_modes: [{ type: 'LB_STATUS_POLLING' }] },
      recreate,
      "'LB_STATUS_POLLING' must be one of the allowed values: LIFECYCLE_EVENTS, NODE_STATUS_POLLING, NODE_STATUS_POLL_URL, HYPERVISOR_STATUS_POLLING",
    ],
    ['1.3', 'the load balancer', { detection_modes: [{ type: 'LB_STATUS_POLLING' }] }, recreate, 'ok'],
    ['1.2', 'a limit', { detection_modes: [polls] }, { ...recreate, max_in_progress: '1' }, "Unrecognizable spec item 'max_in_progress'"],
    [
      '1.3',
      'a limit of nobody',
      { detection_modes: [polls] },
      { ...recreate, max_in_progress: '0' },
      "the 'max_in_progress' must be a number of nodes, or a percentage from 1% to 100%",
    ],
    [
      '1.3',
      'a limit of more than all',
      { detection_modes: [polls] },
      { ...recreate, max_in_progress: '101%' },
      "the 'max_in_progress' must be a number of nodes, or a percentage from 1% to 100%",
    ],
    [
      '1.3',
      'a share of nothing',
      { detection_modes: [polls] },
      { ...recreate, breaker: { unhealthy_share: 0 } },
      "the 'unhealthy_share' must be a percentage from 1 to 100",
    ],
    [
      '1.3',
      'a workflow without a name',
      { detection_modes: [polls] },
      { actions: [{ name: 'WORKFLOW', params: {} }] },
      '/properties/recovery/actions/0/params/workflow_name: Invalid input: expected string, received undefined.',
    ],
  ])('%s with %s', (version, _, detection, recovery, answer) => {
    expect(said(version, detection, recovery)).toContain(answer);
  });
});

describe('a URL that nodes are asked at', () => {
  const asked = (poll_url: string, more: object = {}, version = '1.3') =>
    said(version, { detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options: { poll_url, ...more } }] }, recreate);

  test.each(['http://{nodename}:8080/healthz', 'https://{address}/', 'http://127.0.0.1:{index}1234/', 'http://10.0.0.1/'])(
    '%s is taken',
    (url) => {
      expect(asked(url)).toBe('ok');
    },
  );

  test.each([
    ['', "the 'poll_url' is required"],
    ['http://a/\r\nX: y', 'characters that must be escaped'],
    ['http://user:secret@a/', 'must not carry a user name'],
    ['http://a:22/', 'names port 22'],
    ['file:///etc/passwd', 'does not begin with https:// or http://'],
    ['http://169.254.169.254/latest', 'metadata'],
    ['http://{name}/', '{name} is not replaced by anything'],
  ])('%s is not', (url, why) => {
    expect(asked(url)).toContain(why);
  });

  test('with a pattern that cannot be read is not', () => {
    expect(asked('http://a/', { poll_url_healthy_response: '(a)\\1' })).toContain(
      "the 'poll_url_healthy_response' cannot be read as a regular expression: \\1 is not supported",
    );
  });

  test('may name any port in a version that Senlin had, which took them all; it is not asked there all the same', () => {
    expect(asked('http://127.0.0.1:1/health', {}, '1.2')).toBe('ok');
  });
});
