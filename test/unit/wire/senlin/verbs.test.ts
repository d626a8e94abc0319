import { describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { refused } from '../../../../lib/domain/kernel/fault.ts';
import { asking, ORIGIN, wireWith } from '../../../support/senlin-wire.ts';

async function heard(verb: keyof Clustering, url: string, json: unknown): Promise<unknown> {
  let told: readonly unknown[] | undefined;
  const listen = async (_caller: unknown, ...rest: readonly unknown[]) => {
    told = rest;
    return { kind: 'ok', actionId: 'act-1' } as const;
  };
  const response = await wireWith({ [verb]: listen })(asking('POST', url, json));
  expect({ status: response.status, body: response.body }).toEqual({ status: 202, body: '{"action":"act-1"}' });
  expect(response.headers.Location).toBe(`${ORIGIN}/v1/actions/act-1`);
  return told?.at(-1);
}

const there = { kind: 'ok' } as never;

const complaint = async (url: string, json: unknown, version = '1.14'): Promise<string> => {
  const { status, body } = await wireWith({ showCluster: async () => there, showNode: async () => there })(
    asking('POST', url, json, { version }),
  );
  return `${status} ${JSON.parse(body).error.message}`;
};

test('a list of ways to recover is passed on, and what is no list of such is refused', async () => {
  let heardOf: unknown;
  const wire = wireWith({
    recoverNode: async (_caller, _text, request) => {
      heardOf = request;
      return { kind: 'ok', actionId: 'act-1' };
    },
    showNode: async () => there,
  });
  const ask = (recover: object) => wire(asking('POST', '/v1/nodes/x/actions', { recover }, { version: '1.15' }));
  const actions = [{ name: 'REBOOT' }, { name: 'RECREATE', params: { fence_compute: true } }];
  expect((await ask({ actions, fencing: ['COMPUTE'] })).status).toBe(202);
  expect(heardOf).toEqual({ actions, fencing: ['COMPUTE'] });
  for (const wrong of [[], 'REBOOT', [1], {}]) expect((await ask({ actions: wrong })).status).toBe(400);
});

const CLUSTER = '/v1/clusters/x/actions';
const NODE = '/v1/nodes/x/actions';

test('a size that was left alone is said in a header, and asked for as a declaration from 1.15 on', async () => {
  const asked: object[] = [];
  const resizeCluster: Clustering['resizeCluster'] = async ({ insists = false }, _, { declares }) => {
    asked.push({ insists, declares });
    return { kind: 'ok', actionId: 'a', warning: 'It stays at 4.' };
  };
  const ask = wireWith({ resizeCluster });
  const resize = { adjustment_type: 'EXACT_CAPACITY', number: 2, force: true };
  const { status, headers } = await ask(asking('POST', CLUSTER, { resize }, { version: '1.15' }));
  expect([status, headers.Warning]).toEqual([202, '299 - "It stays at 4."']);
  await ask(asking('POST', CLUSTER, { resize }));
  expect(asked).toEqual([
    { insists: true, declares: true },
    { insists: false, declares: false },
  ]);
});

describe('what is asked of clusters', () => {
  test.each<[keyof Clustering, object, object]>([
    ['scaleOut', { scale_out: { count: '2' } }, { count: 2 }],
    ['scaleOut', { scale_out: { count: null } }, {}],
    ['scaleIn', { scale_in: { other: 1 } }, {}],
    [
      'resizeCluster',
      { resize: { adjustment_type: 'CHANGE_IN_CAPACITY', number: -1.5, min_step: 3 } },
      { adjustmentType: 'CHANGE_IN_CAPACITY', number: -1, strict: true },
    ],
    [
      'resizeCluster',
      { resize: { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 12.5, min_step: 3, strict: false } },
      { adjustmentType: 'CHANGE_IN_PERCENTAGE', number: 12.5, minStep: 3, strict: false },
    ],
    ['resizeCluster', { resize: { max_size: -1, min_size: 2, strict: null } }, { maxSize: -1, minSize: 2, strict: true }],
    ['addNodes', { add_nodes: { nodes: ['a', 'b'] } }, { nodes: ['a', 'b'] }],
    ['replaceNodes', { replace_nodes: { nodes: { a: 'b' } } }, { nodes: { a: 'b' } }],
    ['attachPolicy', { policy_attach: { policy_id: 'p' } }, { policy: 'p', enabled: true }],
    ['attachPolicy', { policy_attach: { policy_id: 'p', enabled: false } }, { policy: 'p', enabled: false }],
    ['detachPolicy', { policy_detach: { policy_id: 'p' } }, { policy: 'p' }],
    ['updateBinding', { policy_update: { policy_id: 'p' } }, { policy: 'p' }],
    ['checkCluster', { check: { anything: [1] } }, { params: { anything: [1] } }],
    ['recoverCluster', { recover: {} }, {}],
    [
      'recoverCluster',
      { recover: { operation: 'reboot', operation_params: { type: 'soft' }, check: true, check_capacity: false } },
      { operation: 'REBOOT', operationParams: { type: 'soft' }, check: true, checkCapacity: false },
    ],
    ['completeLifecycle', { complete_lifecycle: { lifecycle_action_token: 't' } }, { token: 't' }],
  ])('%s: %j', async (verb, json, request) => {
    expect(await heard(verb, CLUSTER, json)).toEqual(expect.objectContaining(request));
  });

  test.each([
    [{ add_nodes: { nodes: null } }, "Value for 'nodes' must have at least 1 item(s)."],
    [{ add_nodes: { nodes: ['a', 'a'] } }, "Items for 'nodes' must be unique"],
    [{ add_nodes: { nodes: 'aab' } }, "Items for 'nodes' must be unique"],
    [{ add_nodes: { nodes: [1] } }, "1 is not of type 'string'"],
    [{ add_nodes: { nodes: [null] } }, "Field `nodes[0]' cannot be None"],
    [{ add_nodes: { nodes: 5 } }, 'A list is required in field nodes, not a int'],
    [
      { del_nodes: { nodes: ['a'], destroy_after_deletion: 'perhaps' } },
      "Unrecognized value 'perhaps', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'",
    ],
    [{ del_nodes: { nodes: ['a'], destroy_after_deletion: 'true' } }, "'true' is not of type 'boolean', 'null'"],
    [{ replace_nodes: { nodes: { old: null } } }, "Field `nodes[old]' cannot be None"],
    [{ replace_nodes: { nodes: { a: 'c', b: 'c' } } }, 'Map contains duplicated values'],
    [{ replace_nodes: { nodes: ['a'] } }, 'The data provided is not a map'],
    [{ resize: { number: 1 } }, 'Missing adjustment_type value for size adjustment.'],
    [{ resize: { strict: true } }, 'Not enough parameters to do resize action.'],
    [{ resize: { adjustment_type: 'EXACT_CAPACITY', number: 'x' } }, "could not convert string to float: 'x'"],
    [{ resize: { adjustment_type: 'EXACT_CAPACITY', number: '5' } }, "'5' is not of type 'number', 'null'"],
    [
      { resize: { adjustment_type: 'EXACT_CAPACITY', number: -1 } },
      "The 'number' must be non-negative integer for adjustment type 'EXACT_CAPACITY'.",
    ],
    [{ resize: { min_size: 5, max_size: 4 } }, 'The specified min_size (5) is greater than the specified max_size (4).'],
    [{ policy_attach: { policy_id: 'p', enabled: 1 } }, "1 is not of type 'boolean', 'null'"],
    [{ recover: { operation: 5 } }, 'operation has to be a string.'],
    [{ recover: { operation: 'REBOOT', operation_params: [] } }, 'operation_params must be a map.'],
    [
      { recover: { operation: 'REBOOT', operation_params: { type: 'GENTLE' } } },
      "Type field 'GENTLE' in operation_params has to be one of the following: SOFT, HARD.",
    ],
    [{ recover: { operation_params: {} } }, "Action parameter ['operation_params'] is not recognizable."],
    [{ recover: { a: 1, b: 2 } }, "Action parameter ['a', 'b'] is not recognizable."],
    // Newer than this client: forgetting it would recover the cluster in another way than was asked for.
    [{ recover: { actions: [{ name: 'REBOOT' }] } }, "Action parameter ['actions'] is not recognizable."],
    [{ complete_lifecycle: {} }, "Field `lifecycle_action_token' cannot be None"],
    [{ constructor: {} }, "Unrecognized action 'constructor' specified"],
  ])('not %j', async (json, message) => {
    expect(await complaint(CLUSTER, json)).toBe(`400 ${message}`);
  });

  test('what is missing is missing, whatever it was to recover by', async () => {
    const missing = async () => refused('cluster.not-found', "The cluster 'x' could not be found.");
    const { status, body } = await wireWith({ showCluster: missing })(asking('POST', CLUSTER, { recover: { a: 1 } }));
    expect([status, JSON.parse(body).error.message]).toEqual([404, "The cluster 'x' could not be found."]);
  });

  test('some came later', async () => {
    expect(await complaint(CLUSTER, { complete_lifecycle: { lifecycle_action_token: 't' } }, '1.8')).toMatch(/API version '1.8'/);
    expect(await complaint(CLUSTER, { replace_nodes: { nodes: { a: 'b' } } }, '1.2')).toMatch(/API version '1.2'/);
  });
});

describe('what is asked of nodes', () => {
  test.each<[keyof Clustering, object, object]>([
    ['checkNode', { check: {} }, { params: {} }],
    [
      'recoverNode',
      { recover: { check: true, delete_timeout: 30, force_recreate: true } },
      { check: true, deleteTimeout: 30, forceRecreate: true },
    ],
  ])('%s: %j', async (verb, json, request) => {
    expect(await heard(verb, NODE, json)).toEqual(expect.objectContaining(request));
  });

  test.each([
    [{}, 'No action specified.'],
    [{ check: null }, 'The params provided is not a map.'],
    [{ recover: { check_capacity: true } }, "Action parameter ['check_capacity'] is not recognizable."],
  ])('not %j', async (json, message) => {
    expect(await complaint(NODE, json)).toBe(`400 ${message}`);
  });
});

describe('operations', () => {
  test('of a node: the value is the parameters', async () => {
    expect(await heard('operateNode', '/v1/nodes/x/ops', { reboot: { type: 'HARD' } })).toEqual({
      operation: 'reboot',
      params: { type: 'HARD' },
    });
    expect(await heard('operateNode', '/v1/nodes/x/ops', { pause: null })).toEqual({ operation: 'pause', params: {} });
  });

  test('of a cluster: they stand a level deeper, and are not seen elsewhere', async () => {
    const url = '/v1/clusters/x/ops';
    const all = { operation: 'reboot', params: { type: 'HARD' }, filters: { role: 'r' } };
    expect(await heard('operateCluster', url, { reboot: { params: { type: 'HARD' }, filters: { role: 'r' } } })).toEqual(all);
    expect(await heard('operateCluster', url, { reboot: { type: 'HARD' } })).toEqual({ operation: 'reboot', params: {}, filters: {} });
  });

  test.each([
    ['/v1/clusters/x/ops', { reboot: null }, 'The data provided is not a map'],
    ['/v1/clusters/x/ops', { reboot: { params: [] } }, "[] is not of type 'object', 'null'"],
    ['/v1/clusters/x/ops', { reboot: { filters: { color: 'red' } } }, "Filter key 'color' is unsupported."],
    ['/v1/clusters/x/ops', { a: {}, b: {} }, 'Multiple operations specified'],
    ['/v1/nodes/x/ops', { reboot: 5 }, 'The params provided is not a map.'],
    ['/v1/nodes/x/ops', { a: {}, b: {} }, 'Multiple operations specified.'],
  ])('%s: not %j', async (url, json, message) => {
    expect(await complaint(url, json)).toBe(`400 ${message}`);
  });
});
