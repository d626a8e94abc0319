import { describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

type Heard = readonly unknown[];

/** A wire whose verbs write down what they are asked. */
function listening() {
  const heard: Heard[] = [];
  const verb = (name: string) => async (caller: { readonly insists?: true }, text: string, request: unknown) => {
    heard.push([name, caller.insists ?? false, text, request]);
    return { kind: 'ok', actionId: 'a-1' } as const;
  };
  const names = [
    'suspendCluster',
    'resumeCluster',
    'protectNodes',
    'suspendNode',
    'resumeNode',
    'scaleOut',
    'checkNode',
    'attachPolicy',
    'operateNode',
    'operateCluster',
  ];
  const wire = wireWith(Object.fromEntries(names.map((name) => [name, verb(name)])) as Partial<Clustering>);
  const ask = async (url: string, json: unknown, version = '1.15') => {
    const { status, body } = await wire(asking('POST', url, json, { version }));
    return { status, message: JSON.parse(body).error?.message as string | undefined };
  };
  return { heard, ask };
}

const CLUSTER = '/v1/clusters/web/actions';
const NODE = '/v1/nodes/n/actions';

describe('suspension and protection on the wire', () => {
  test.each<[string, object, Heard]>([
    [CLUSTER, { suspend: {} }, ['suspendCluster', false, 'web', {}]],
    [
      CLUSTER,
      { suspend: { processes: ['Terminate', 'Launch'], reason: 'r' } },
      ['suspendCluster', false, 'web', { processes: ['Launch', 'Terminate'], reason: 'r' }],
    ],
    [CLUSTER, { resume: { processes: ['Launch'] } }, ['resumeCluster', false, 'web', { processes: ['Launch'] }]],
    [CLUSTER, { protect_nodes: { nodes: ['a'] } }, ['protectNodes', false, 'web', { nodes: ['a'], protect: true }]],
    [CLUSTER, { unprotect_nodes: { nodes: ['a'] } }, ['protectNodes', false, 'web', { nodes: ['a'], protect: false }]],
    [NODE, { suspend: {} }, ['suspendNode', false, 'n', {}]],
    [NODE, { resume: {} }, ['resumeNode', false, 'n', {}]],
  ])('%s %j', async (url, json, expected) => {
    const { heard, ask } = listening();
    expect((await ask(url, json)).status).toBe(202);
    expect(heard).toEqual([expected]);
    expect(await ask(url, json, '1.14')).toEqual({ status: 400, message: "API version '1.14' is not supported on this method." });
    expect(heard).toHaveLength(1);
  });

  test.each<[object, string]>([
    [{ suspend: { processes: ['Dance'] } }, "Value 'Dance' is not acceptable for field 'processes'. It takes: Launch, Terminate, "],
    [{ suspend: { processes: [] } }, "Value for 'processes' must have at least 1 item(s)."],
    [{ suspend: { processes: ['Launch', 'Launch'] } }, "Items for 'processes' must be unique"],
    [{ suspend: { because: 'r' } }, 'Additional properties are not allowed'],
    [{ protect_nodes: {} }, "'nodes' is a required property"],
  ])('%j is refused', async (json, message) => {
    const { heard, ask } = listening();
    const answer = await ask(CLUSTER, json);
    expect({ status: answer.status, message: answer.message?.slice(0, message.length) }).toEqual({ status: 400, message });
    expect(heard).toEqual([]);
  });
});

describe('force', () => {
  test.each<[string, object, Heard]>([
    [CLUSTER, { scale_out: { count: 1, force: true } }, ['scaleOut', true, 'web', { count: 1 }]],
    [CLUSTER, { scale_out: { force: false } }, ['scaleOut', false, 'web', {}]],
    [CLUSTER, { policy_attach: { policy_id: 'p', force: true } }, ['attachPolicy', true, 'web', { policy: 'p', enabled: true }]],
    [
      '/v1/nodes/n/ops?force=true',
      { reboot: { type: 'SOFT' } },
      ['operateNode', true, 'n', { operation: 'reboot', params: { type: 'SOFT' } }],
    ],
    [
      '/v1/clusters/web/ops?force=false',
      { reboot: {} },
      ['operateCluster', false, 'web', { operation: 'reboot', params: {}, filters: {} }],
    ],
  ])('%s %j', async (url, json, [verb, insists, text, request]) => {
    const { heard, ask } = listening();
    expect((await ask(url, json)).status).toBe(202);
    expect(heard).toEqual([[verb, insists, text, expect.objectContaining(request as object)]]);
  });

  test('is nothing older clients can say', async () => {
    const { heard, ask } = listening();
    expect((await ask(CLUSTER, { policy_attach: { policy_id: 'p', force: true } }, '1.14')).status).toBe(400);
    expect((await ask(CLUSTER, { scale_out: { force: true } }, '1.14')).status).toBe(202);
    expect((await ask('/v1/nodes/n/ops?force=true', { reboot: {} }, '1.14')).status).toBe(202);
    expect(heard.map(([, insists]) => insists)).toEqual([false, false]);
  });

  test('is true or false', async () => {
    const { ask } = listening();
    expect(await ask(CLUSTER, { scale_out: { force: 'please' } })).toEqual({ status: 400, message: "'please' is not of type 'boolean'" });
  });
});

test.each([
  ['cluster.suspended', 409],
  ['node.suspended', 409],
  ['suspension.unsupported', 422],
])('%s is answered with %i', async (code, status) => {
  const wire = wireWith({ suspendNode: async () => ({ kind: 'refused', fault: permanent(code, 'Why.') }) });
  expect((await wire(asking('POST', NODE, { suspend: {} }, { version: '1.15' }))).status).toBe(status);
});
