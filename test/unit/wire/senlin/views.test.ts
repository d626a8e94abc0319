import { describe, expect, test } from '@jest/globals';
import type { Action, Hook } from '../../../../lib/domain/action/action.ts';
import type { Binding, Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import { unlocked } from '../../../../lib/domain/cluster/lock.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { Event } from '../../../../lib/domain/event/event.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Policy } from '../../../../lib/domain/policy/policy.ts';
import type { Profile } from '../../../../lib/domain/profile/profile.ts';
import { v1 } from '../../../../lib/wire/senlin/microversion.ts';
import { actionSchema, actionView } from '../../../../lib/wire/senlin/views/action.ts';
import { bindingSchema, bindingView } from '../../../../lib/wire/senlin/views/binding.ts';
import { clusterSchema, clusterView } from '../../../../lib/wire/senlin/views/cluster.ts';
import { eventSchema, eventView } from '../../../../lib/wire/senlin/views/event.ts';
import { hookSchema } from '../../../../lib/wire/senlin/views/hook.ts';
import { inOrder } from '../../../../lib/wire/senlin/views/in-order.ts';
import { nodeSchema, nodeView } from '../../../../lib/wire/senlin/views/node.ts';
import { policySchema, policyView, validatedPolicyView } from '../../../../lib/wire/senlin/views/policy.ts';
import { profileSchema, profileView, validatedProfileView } from '../../../../lib/wire/senlin/views/profile.ts';
import { serviceSchema, serviceView } from '../../../../lib/wire/senlin/views/service-info.ts';

const NOW = instant(Date.UTC(2026, 0, 1, 10, 0, 0, 123));
const owned = { id: 'id-1', project: 'proj1', user: 'user1', domain: null, version: 1 };

const profile: Profile = {
  ...owned,
  name: 'p',
  type: 't-1.0',
  spec: { type: 't', properties: { b: 1, a: 2 } },
  metadata: {},
  createdAt: NOW,
  updatedAt: null,
};
const policy: Policy = { ...owned, name: 'p', type: 't-1.0', spec: {}, data: {}, createdAt: NOW, updatedAt: NOW };
const binding: Binding = { id: 'b-1', policyId: 'pol-1', policyType: 't-1.0', enabled: true, priority: 100, data: null, lastOp: NOW };
const cluster: Cluster = {
  ...owned,
  name: 'web',
  profileId: 'prof-1',
  profileType: 't-1.0',
  minSize: 0,
  maxSize: -1,
  desiredCapacity: 2,
  timeout: seconds(600),
  status: 'ACTIVE',
  statusReason: 'fine',
  metadata: {},
  config: {},
  data: {},
  dependents: {},
  nodes: ['n-1'],
  bindings: [binding],
  nextIndex: 2,
  initAt: NOW,
  createdAt: null,
  updatedAt: null,
  lock: unlocked,
};
const node: Node = {
  ...owned,
  name: 'n',
  profileId: 'prof-1',
  profileType: 't-1.0',
  clusterId: '',
  index: -1,
  role: '',
  metadata: {},
  data: {},
  dependents: {},
  physicalId: null,
  token: null,
  memory: { secret: 1 },
  status: 'INIT',
  statusReason: 'Initializing',
  was: null,
  tainted: false,
  initAt: NOW,
  createdAt: null,
  updatedAt: null,
  lock: unlocked,
};
const action: Action = {
  ...owned,
  name: 'node_create_id',
  action: 'NODE_CREATE',
  target: 'n-1',
  targetName: 'n',
  clusterId: 'c-1',
  cause: 'Derived Action',
  parentId: 'parent-1',
  status: 'RUNNING',
  statusReason: 'The action is being processed.',
  inputs: {},
  outputs: {},
  data: {},
  state: { secret: 1 },
  memory: null,
  attempts: 0,
  dueAt: NOW,
  timeout: seconds(3600),
  deadline: null,
  signal: null,
  closing: null,
  lease: null,
  createdAt: NOW,
  startedAt: NOW,
  endedAt: null,
  updatedAt: null,
};
const event: Event = {
  ...owned,
  timestamp: NOW,
  level: 'INFO',
  objectType: 'CLUSTER',
  objectId: 'c-1',
  objectName: 'web',
  clusterId: 'c-1',
  action: 'CLUSTER_CREATE',
  status: 'start',
  statusReason: '577f854e',
  metadata: {},
};
const service = { id: 's', binary: 'b', host: 'h', topic: 't', updatedAt: NOW };

describe('documents', () => {
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['cluster', clusterView({ cluster, profileName: 'p' }, v1(14)), clusterSchema, ['capacity_owner', 'suspended']],
    ['node', nodeView({ node, profileName: 'p' }, v1(14)), nodeSchema, ['details', 'protected', 'standby', 'suspended']],
    ['profile', profileView(profile), profileSchema, []],
    ['validated profile', validatedProfileView(profile), profileSchema, []],
    ['policy', policyView(policy), policySchema, []],
    ['validated policy', validatedPolicyView(policy), policySchema, []],
    ['binding', bindingView({ binding, clusterId: 'c', clusterName: 'c', policyName: 'p' }), bindingSchema, []],
    ['action', actionView(action, 'e', v1(14)), actionSchema, ['database_writes', 'hook']],
    ['event', eventView(event, v1(15)), eventSchema, []],
    ['event as Senlin has it', eventView(event, v1(14)), eventSchema, ['action_id', 'data', 'origin', 'sequence', 'size', 'type']],
    ['service', serviceView(service, NOW), serviceSchema, []],
  ])('a %s has its members in order, and those that the schema tells of', (_, view, schema, absent) => {
    const told = Object.keys(schema.properties ?? {}).filter((name) => !absent.includes(name));
    expect(Object.keys(view)).toEqual(told);
    expect(told).toEqual([...told].sort());
  });

  test('times have a zone, each in its own way', () => {
    expect(clusterView({ cluster, profileName: 'p' }, v1(14))).toMatchObject({ init_at: '2026-01-01T10:00:00Z', created_at: null });
    expect(policyView(policy)).toMatchObject({ created_at: '2026-01-01T10:00:00Z', updated_at: '2026-01-01T10:00:00Z' });
    expect(bindingView({ binding, clusterId: 'c', clusterName: 'c', policyName: 'p' }).last_op).toBe('2026-01-01T10:00:00Z');
    expect(eventView(event, v1(14))).toMatchObject({ timestamp: '2026-01-01T10:00:00+00:00', cluster: null });
    expect(actionView(action, 'e', v1(14))).toMatchObject({ start_time: 1_767_261_600.123, end_time: null });
  });

  test('a cluster shows its bindings, not its policies', () => {
    expect(clusterView({ cluster, profileName: 'p' }, v1(14)).policies).toEqual(['b-1']);
  });

  test('what came later is not shown to older clients', () => {
    expect(nodeView({ node, profileName: 'p' }, v1(12))).not.toHaveProperty('tainted');
    expect(nodeView({ node, profileName: 'p' }, v1(13))).toHaveProperty('tainted', false);
    expect(actionView(action, 'e', v1(13))).not.toHaveProperty('cluster_id');
    expect(actionView(action, 'e', v1(14))).toHaveProperty('cluster_id', 'c-1');
  });

  test('the hook an action waits for is shown from 1.15 on, and its token never', () => {
    const hook: Hook = {
      step: 'out-0',
      policyId: 'pol-1',
      transition: 'TERMINATING',
      token: 'id-1.sesame',
      since: NOW,
      timeout: seconds(60),
      until: NOW,
      latest: NOW,
      heartbeats: 2,
      result: null,
    };
    expect(actionView({ ...action, hook }, 'e', v1(14))).not.toHaveProperty('hook');
    expect(actionView(action, 'e', v1(15)).hook).toBeNull();
    const view = actionView({ ...action, hook }, 'e', v1(15));
    expect(view.hook).toEqual({
      heartbeats: 2,
      latest: '2026-01-01T10:00:00Z',
      policy_id: 'pol-1',
      result: null,
      since: '2026-01-01T10:00:00Z',
      token: null,
      transition: 'TERMINATING',
      until: '2026-01-01T10:00:00Z',
      untold: null,
    });
    expect(Object.keys(view)).toEqual(Object.keys(actionSchema.properties ?? {}));
    expect(Object.keys(view.hook ?? {})).toEqual(Object.keys(hookSchema.properties ?? {}));
    expect(JSON.stringify(view)).not.toContain('sesame');
  });

  test('nothing of the inside is shown', () => {
    expect(JSON.stringify([nodeView({ node, profileName: 'p' }, v1(14)), actionView(action, 'e', v1(14))])).not.toContain('secret');
  });

  test('details stand among the rest when there are any', () => {
    expect(nodeView({ node, profileName: 'p', details: { status: 'ACTIVE' } }, v1(14)).details).toEqual({ status: 'ACTIVE' });
  });

  test("a child is waited for while it is open, and is somebody's while it works", () => {
    expect(actionView(action, 'e', v1(14))).toMatchObject({ depended_by: ['parent-1'], owner: 'e' });
    expect(actionView({ ...action, status: 'READY', startedAt: null }, 'e', v1(14))).toMatchObject({
      depended_by: ['parent-1'],
      owner: null,
    });
    expect(actionView({ ...action, status: 'SUCCEEDED', dueAt: null }, 'e', v1(14))).toMatchObject({ depended_by: [], owner: null });
  });

  test('a service that is silent for a minute is down', () => {
    expect(serviceView(service, NOW + 59_999).state).toBe('up');
    expect(serviceView(service, NOW + 60_000).state).toBe('down');
  });
});

describe('what users made', () => {
  test('is shown in order, all the way down', () => {
    expect(JSON.stringify(inOrder({ b: [{ d: 1, c: 2 }], a: { z: null, y: 'x' } }))).toBe('{"a":{"y":"x","z":null},"b":[{"c":2,"d":1}]}');
  });

  test('keeps a key that names the prototype', () => {
    expect(JSON.stringify(inOrder(JSON.parse('{"b":1,"__proto__":{"y":1,"x":2}}')))).toBe('{"__proto__":{"x":2,"y":1},"b":1}');
  });
});
