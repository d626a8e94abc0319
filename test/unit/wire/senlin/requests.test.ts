import { describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { refused } from '../../../../lib/domain/kernel/fault.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

type Options = Parameters<typeof asking>[3];

/** What a use case was asked, when our wire is asked this. */
async function heard(verb: keyof Clustering, method: string, url: string, json?: unknown, options?: Options): Promise<readonly unknown[]> {
  let told: readonly unknown[] | undefined;
  const listen = async (_caller: unknown, ...rest: readonly unknown[]) => {
    told = rest;
    return refused('request.malformed', 'that will do');
  };
  const response = await wireWith({ [verb]: listen })(asking(method, url, json, options));
  if (!told) throw new Error(`${verb} was not asked: ${response.status} ${response.body}`);
  return told;
}

const complaint = async (method: string, url: string, json?: unknown, options?: Options): Promise<string> => {
  const { status, body } = await wireWith()(asking(method, url, json, options));
  return `${status} ${JSON.parse(body).error.message}`;
};

describe('creating a cluster', () => {
  const create = (fields: object) =>
    heard('createCluster', 'POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'p', ...fields } });

  test('numbers may be text, and null is as good as nothing', async () => {
    expect(await create({ desired_capacity: '2', min_size: null, max_size: null, timeout: null, metadata: null, config: null })).toEqual([
      { name: 'web', profile: 'p', desiredCapacity: 2, minSize: undefined, maxSize: undefined, timeout: undefined },
    ]);
  });

  test('zero means none, of bounds and of timeouts', async () => {
    expect(await create({ max_size: 0, timeout: 0, min_size: 0 })).toEqual([
      expect.objectContaining({ maxSize: undefined, timeout: undefined, minSize: 0 }),
    ]);
    expect(await create({ max_size: -1 })).toEqual([expect.objectContaining({ maxSize: -1 })]);
  });

  test('settings are taken at every version', async () => {
    const body = { cluster: { name: 'web', profile_id: 'p', config: { a: 1 } } };
    expect(await heard('createCluster', 'POST', '/v1/clusters', body, { version: '1.0' })).toEqual([
      expect.objectContaining({ config: { a: 1 } }),
    ]);
  });

  test.each([
    [{ name: 5 }, 'The server could not comply with the request since it is either malformed or otherwise incorrect.'],
    [{ name: null }, "Field `name' cannot be None"],
    [
      { name: 'a\n' },
      'The value for the \'name\' (a\n) contains illegal characters. It must contain only alphanumeric or "_-.~" characters and must start with letter.',
    ],
    [{ profile_id: {} }, 'A string is required in field profile_id, not a dict'],
    [{ profile_id: 3 }, "3 is not of type 'string'"],
    [{ min_size: 'x' }, "The value for min_size must be an integer: 'x'."],
    [{ min_size: 1001 }, 'The value for the min_size field must be less than or equal to 1000.'],
    [{ max_size: '-1' }, "'-1' does not match '^[0-9]*$'"],
    [{ desired_capacity: true }, "True is not of type 'integer', 'string', 'null'"],
    [{ desired_capacity: [] }, "The value for desired_capacity must be an integer: '[]'."],
    [{ timeout: -1 }, "Value must be >= 0 for field 'timeout'."],
    [{ timeout: 2 ** 31 }, "Value must be <= 2147483647 for field 'timeout'."],
    [{ metadata: '{}' }, "'{}' is not of type 'object', 'null'"],
    [{ a: 1, b: 2 }, "Additional properties are not allowed ('a', 'b' were unexpected)"],
  ])('not with %j', async (fields, message) => {
    expect(await complaint('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'p', ...fields } })).toBe(`400 ${message}`);
  });

  test('what is missing is said before what is too much', async () => {
    expect(await complaint('POST', '/v1/clusters', { cluster: { x: 1 } })).toBe("400 'name' is a required property");
  });
});

describe('fields that came with a later version are read and forgotten before it', () => {
  test.each([
    [
      'updateCluster',
      'PATCH',
      '/v1/clusters/x',
      { cluster: { name: 'y', profile_only: true, config: {} } },
      '1.5',
      { name: 'y', profile: undefined, profileOnly: undefined },
    ],
    [
      'updateCluster',
      'PATCH',
      '/v1/clusters/x',
      { cluster: { profile_only: true, config: {} } },
      '1.6',
      { profile: undefined, profileOnly: true },
    ],
    [
      'updateCluster',
      'PATCH',
      '/v1/clusters/x',
      { cluster: { config: {} } },
      '1.7',
      { profile: undefined, profileOnly: undefined, config: {} },
    ],
    ['updateNode', 'PATCH', '/v1/nodes/x', { node: { tainted: true, role: 'r' } }, '1.12', { role: 'r', profile: undefined }],
    ['updateNode', 'PATCH', '/v1/nodes/x', { node: { tainted: true } }, '1.13', { tainted: true, profile: undefined }],
    [
      'deleteNodes',
      'POST',
      '/v1/clusters/x/actions',
      { del_nodes: { nodes: ['n'], destroy_after_deletion: true } },
      '1.3',
      { nodes: ['n'], destroy: false },
    ],
    [
      'deleteNodes',
      'POST',
      '/v1/clusters/x/actions',
      { del_nodes: { nodes: ['n'], destroy_after_deletion: true } },
      '1.4',
      { nodes: ['n'], destroy: true },
    ],
    ['deleteCluster', 'DELETE', '/v1/clusters/x?force=true', undefined, '1.7', { force: false }],
    ['deleteCluster', 'DELETE', '/v1/clusters/x?force=TRUE', undefined, '1.8', { force: true }],
    ['deleteCluster', 'DELETE', '/v1/clusters/x', { force: true }, '1.14', { force: true }],
    ['deleteCluster', 'DELETE', '/v1/clusters/x?force=false', { force: true }, '1.14', { force: false }],
    ['deleteNode', 'DELETE', '/v1/nodes/x', { force: 'true' }, '1.8', { force: true }],
    ['deleteNode', 'DELETE', '/v1/nodes/x', { force: true }, '1.7', { force: false }],
  ] as const)('%s %s %s %j at %s', async (verb, method, url, json, version, request) => {
    expect(await heard(verb, method, url, json, { version })).toEqual(['x', request]);
  });
});

describe('deleting by force', () => {
  test.each([
    ['/v1/clusters/x?force=perhaps', undefined, "Invalid value 'perhaps' specified for 'force'"],
    ['/v1/clusters/x', { force: 'true' }, "'true' is not of type 'boolean', 'null'"],
    ['/v1/nodes/x', { other: 1 }, "None is not of type 'boolean'"],
    ['/v1/nodes/x', { force: 'perhaps' }, "Invalid value 'perhaps' specified for 'force'"],
  ])('not with %s %j', async (url, json, message) => {
    expect(await complaint('DELETE', url, json)).toBe(`400 ${message}`);
  });
});

describe('lists', () => {
  const list = (query: string) => heard('listClusters', 'GET', `/v1/clusters?${query}`, undefined, { as: 'admin' });
  const plain = { sort: [], filters: {}, globalProject: false };

  test('everything, when nothing is said', async () => {
    expect(await heard('listClusters', 'GET', '/v1/clusters')).toEqual([plain]);
    expect(await list('limit=&marker=&sort=&global_project=')).toEqual([{ ...plain, limit: undefined, marker: undefined }]);
  });

  test('all at once', async () => {
    expect(
      await list(
        'limit=5&marker=00000000-0000-4000-8000-000000000000&sort=name:desc,init_at&name=a&name=b&status=ACTIVE&global_project=True',
      ),
    ).toEqual([
      {
        limit: 5,
        marker: '00000000-0000-4000-8000-000000000000',
        sort: [
          { key: 'name', descending: true },
          { key: 'init_at', descending: false },
        ],
        filters: { name: ['a', 'b'], status: ['ACTIVE'] },
        globalProject: true,
      },
    ]);
  });

  test('names may be escaped', async () => {
    expect(await list('name=a%20b+c')).toEqual([{ ...plain, limit: undefined, marker: undefined, filters: { name: ['a b c'] } }]);
  });

  test('bindings', async () => {
    expect(await heard('listBindings', 'GET', '/v1/clusters/x/policies?enabled=True&policy_type=a-1.0&sort=enabled:desc')).toEqual([
      'x',
      { sort: [{ key: 'enabled', descending: true }], filters: { enabled: ['true'], policy_type: ['a-1.0'] } },
    ]);
  });

  test.each([
    ['/v1/clusters?color=1', "400 Invalid parameter 'color'"],
    ['/v1/nodes?color=1', '400 Invalid parameter color'],
    ['/v1/clusters/x/policies?limit=1', '400 Invalid parameter limit'],
    ['/v1/clusters/x/policies?enabled=yes', "400 Invalid value 'yes' specified for 'enabled'"],
    ['/v1/clusters?limit=1.5', "400 The value for limit must be an integer: '1.5'."],
    ['/v1/clusters?marker=x', "400 The value for marker is not a valid UUID: 'x'."],
    ['/v1/clusters?status=A&status=ACTIVE', '400 Field value A is invalid'],
    ["/v1/clusters?status=%5B'bad-status'%5D", "400 Field value ['bad-status'] is invalid"],
    ['/v1/clusters?sort=,name', "400 Missing sort key for 'sort'."],
    ['/v1/clusters?global_project=1', "400 Invalid value '1' specified for 'global_project'"],
    ['/v1/clusters?global_project=true&limit=x', "400 The value for limit must be an integer: 'x'."],
    ['/v1/clusters?global_project=true', '403 You are not authorized to complete this operation.'],
    ['/v1/clusters?__proto__=1', "400 Invalid parameter '__proto__'"],
  ])('%s: %s', async (url, message) => {
    expect(await complaint('GET', url)).toBe(message);
  });
});

describe('nodes and actions', () => {
  test('details are asked for in any case', async () => {
    expect(await heard('showNode', 'GET', '/v1/nodes/x?show_details=True')).toEqual(['x', { details: true }]);
    expect(await heard('showNode', 'GET', '/v1/nodes/x')).toEqual(['x', { details: false }]);
  });

  test('an empty cluster is none', async () => {
    const [request] = await heard('createNode', 'POST', '/v1/nodes', { node: { name: 'n', profile_id: 'p', cluster_id: '' } });
    expect(request).toEqual({ name: 'n', profile: 'p', cluster: undefined });
  });

  test('adoption needs no overrides, and takes null for them', async () => {
    const what = { identity: 'i', type: 't-1.0' };
    expect(await heard('adoptNode', 'POST', '/v1/nodes/adopt', what)).toEqual([what]);
    expect(await heard('previewAdoption', 'POST', '/v1/nodes/adopt-preview', { ...what, overrides: null, snapshot: null })).toEqual([what]);
    expect(await complaint('POST', '/v1/nodes/adopt-preview', { ...what, name: 'n' })).toMatch(/^400 Additional properties/);
  });

  test('a path into nodes is decoded and may go deep', async () => {
    expect(await heard('collectCluster', 'GET', '/v1/clusters/x/attrs/%24.a%5B%3F(%40.b)%5D/c')).toEqual(['x', { path: '$.a[?(@.b)]/c' }]);
  });

  test('actions are cancelled, and nothing else', async () => {
    expect(await heard('cancelAction', 'PATCH', '/v1/actions/x?force=True', { action: { status: 'CANCELLED' } })).toEqual([
      'x',
      { force: true },
    ]);
    expect(await complaint('PATCH', '/v1/actions/x', { action: { status: 'DONE' } })).toBe('400 Unknown status DONE for action x.');
    expect(await complaint('PATCH', '/v1/actions/x', { action: {} })).toBe("400 'status' is a required property");
  });
});

describe('listing events', () => {
  test.each(['CLUSTER_SCALE_IN', 'NODE_HEALTH', 'CLUSTER_HEALTH', 'RECEIVER_NOTIFY'])(
    'takes every action that an event may have: %s',
    async (action) => {
      const [asked] = await heard('listEvents', 'GET', `/v1/events?action=${action}`);
      expect(asked).toMatchObject({ filters: { action: [action] } });
    },
  );
});
