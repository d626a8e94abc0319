import { describe, expect, test } from '@jest/globals';
import type { Action, ClusterActionName } from '../../../../lib/domain/action/action.ts';
import type { Commit } from '../../../../lib/domain/action/commit.ts';
import type { Input, Seen } from '../../../../lib/domain/action/machine.ts';
import type { Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { type Process, suspend } from '../../../../lib/domain/cluster/suspension.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, anAction, aPolicy, idOf, T0 } from '../../../support/documents.ts';
import { allPut, commitOf, heldBy, ME, putOf, running, step } from '../../../support/stepping.ts';

const nodes = ['a', 'b', 'c'].map((name, i) => aNode({ id: idOf(name), name, index: i + 1 }));
const grove = (over: Partial<Cluster> = {}) => aCluster({ nodes: nodes.map(({ id }) => id), desiredCapacity: 3, nextIndex: 4, ...over });

/** Takes one step with everything in sight that may be asked for. */
function begin(
  action: ClusterActionName,
  inputs: JsonObject,
  cluster = grove(),
  over: Partial<Seen> = {},
  more: Partial<Input> = {},
): Commit {
  const everything = { cluster, members: nodes, nodes, ...over };
  return commitOf(step(anAction(action, { inputs }), everything, more));
}

/** Lets every child of the round that was just spawned succeed, and takes the next step. */
function goOn(last: Commit, before: Cluster, members: readonly Node[], all: readonly Node[] = members): Commit {
  const children = allPut('action', last).map((child): Action => ({ ...child, status: 'SUCCEEDED', dueAt: null }));
  return commitOf(step(last.next, { cluster: putOf('cluster', last) ?? before, children, members, nodes: all }));
}
const kids = (made: Commit) => allPut('action', made).map(({ action, targetName }) => `${action} ${targetName}`);

describe('CLUSTER_CREATE', () => {
  test('of nothing is done at once', () => {
    const made = begin('CLUSTER_CREATE', {}, aCluster({ status: 'INIT', createdAt: null }), { members: [] });
    expect(made.next.status).toBe('SUCCEEDED');
    expect(putOf('cluster', made)).toMatchObject({ status: 'ACTIVE', createdAt: expect.any(Number), lock: { holders: [] } });
    expect(allPut('event', made).map(({ status }) => status)).toEqual(['start', 'end']);
  });

  test('only of one that is INIT', () => {
    const made = begin('CLUSTER_CREATE', {}, grove());
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: "The cluster 'web' is not in status INIT." });
  });
});

describe('CLUSTER_SCALE_OUT', () => {
  test.each<[JsonObject, number]>([
    [{}, 1],
    [{ count: 2 }, 2],
  ])('%j adds so many, with fresh indexes', (inputs, count) => {
    const made = begin('CLUSTER_SCALE_OUT', inputs);
    expect(putOf('cluster', made)).toMatchObject({ status: 'RESIZING', desiredCapacity: 3 + count, nextIndex: 4 + count });
    expect(allPut('node', made).map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => 4 + i));
  });

  test('takes from the pool first, as many at a time as a batch holds', () => {
    const warm = ['d', 'e'].map((name, i) =>
      aNode({ id: idOf(name), name, index: i + 4, standby: { since: T0, aside: true, warm: 'STOPPED' } }),
    );
    const members = [...nodes, ...warm];
    const pool = { min: 2, prepared: null, state: 'STOPPED', reuses: false } as const;
    const of = (config: JsonObject) =>
      grove({ pool, config, nodes: members.map(({ id }) => id), aside: warm.map(({ id }) => id), nextIndex: 6 });
    const waking = (config: JsonObject) => kids(begin('CLUSTER_SCALE_OUT', { count: 2 }, of(config), { members, nodes: members }));
    expect(waking({})).toEqual(['NODE_OPERATION d', 'NODE_OPERATION e']);
    expect(waking({ 'cluster.batch_size': 1 })).toEqual(['NODE_OPERATION d']);
  });

  test('is refused beyond the bounds, and changes nothing', () => {
    const made = begin('CLUSTER_SCALE_OUT', { count: 2 }, grove({ maxSize: 4 }));
    expect(made.next).toMatchObject({
      status: 'FAILED',
      statusReason: "The target capacity (5) is greater than the cluster's max_size (4).",
    });
    const { history, ...left } = putOf('cluster', made) as Cluster;
    expect(left).toEqual(grove({ maxSize: 4 }));
    expect(history).toMatchObject({ count: 2 });
  });

  test('is refused beyond what the operator allows', () => {
    expect(begin('CLUSTER_SCALE_OUT', { count: 2 }, grove(), {}, { mostNodes: 4 }).next.status).toBe('FAILED');
  });
});

describe('CLUSTER_SCALE_IN', () => {
  test('deletes one when nobody said how many, the broken one first', () => {
    const members = nodes.map((node, i) => (i === 1 ? { ...node, status: 'ERROR' as const } : node));
    expect(kids(begin('CLUSTER_SCALE_IN', {}, grove(), { members, nodes: members }))).toEqual(['NODE_DELETE b']);
  });

  test('never deletes more than there are', () => {
    const made = begin('CLUSTER_SCALE_IN', { count: 99 });
    expect(kids(made)).toHaveLength(3);
    expect(putOf('cluster', made)?.desiredCapacity).toBe(0);
  });

  test('is refused below the bounds', () => {
    expect(begin('CLUSTER_SCALE_IN', { count: 2 }, grove({ minSize: 2 })).next.status).toBe('FAILED');
  });

  test('has the nodes stopped on their way out where the cluster asks for it', () => {
    const deleting = begin('CLUSTER_SCALE_IN', { count: 2 }, grove({ config: { 'cluster.stop_node_before_delete': true } }));
    expect(kids(deleting).every((kid) => kid.startsWith('NODE_DELETE'))).toBe(true);
    expect(allPut('action', deleting)[0]?.inputs).toEqual({ passage: { arrival: [], departure: [{ do: 'stop' }] } });
  });
});

describe('CLUSTER_RESIZE', () => {
  const exact = (number: number) => ({ adjustment_type: 'EXACT_CAPACITY', number, strict: true });

  test('grows, shrinks, or stays', () => {
    expect(kids(begin('CLUSTER_RESIZE', exact(5)))).toHaveLength(2);
    expect(kids(begin('CLUSTER_RESIZE', exact(1)))).toEqual([expect.stringMatching(/^NODE_DELETE/), expect.stringMatching(/^NODE_DELETE/)]);
    expect(begin('CLUSTER_RESIZE', exact(3)).next.status).toBe('SUCCEEDED');
  });

  test('sets bounds and size in one go', () => {
    const made = begin('CLUSTER_RESIZE', { ...exact(5), min_size: 4, max_size: 6 });
    expect(putOf('cluster', made)).toMatchObject({ minSize: 4, maxSize: 6, desiredCapacity: 5, status: 'RESIZING' });
  });

  test('by bounds alone moves the size only where it may', () => {
    expect(begin('CLUSTER_RESIZE', { min_size: 4, strict: true }).next.status).toBe('FAILED');
    expect(putOf('cluster', begin('CLUSTER_RESIZE', { min_size: 4, strict: false }))).toMatchObject({ desiredCapacity: 4, minSize: 4 });
    expect(putOf('cluster', begin('CLUSTER_RESIZE', { max_size: 2, strict: false }))).toMatchObject({ desiredCapacity: 2, maxSize: 2 });
  });

  test('those that are named go first, as many at a time as a batch holds', () => {
    const named = { ...exact(1), nodes: [idOf('c'), idOf('a')] };
    expect(kids(begin('CLUSTER_RESIZE', named))).toEqual(['NODE_DELETE c', 'NODE_DELETE a']);
    const cluster = grove({ config: { 'cluster.batch_size': 1 } });
    const one = begin('CLUSTER_RESIZE', named, cluster);
    expect(kids(one)).toEqual(['NODE_DELETE c']);
    expect(kids(goOn(one, cluster, nodes))).toEqual(['NODE_DELETE a']);
  });

  test('fails as long as one that was named is a member', () => {
    const { next } = goOn(begin('CLUSTER_RESIZE', { ...exact(2), nodes: [idOf('a')] }), grove(), nodes);
    expect(next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('Nodes are still members') });
  });

  test('others come once those that are named are gone, after one pause and not two', () => {
    const made = goOn(begin('CLUSTER_RESIZE', { ...exact(3), nodes: [idOf('a')] }), grove(), nodes.slice(1));
    expect(allPut('node', made).map(({ index }) => index)).toEqual([4]);
    const cluster = grove({ config: { 'cluster.batch_size': 1, 'cluster.batch_pause': 60 }, lock: heldBy(ME) });
    const state = { phase: 'working', at: T0, stage: 4, round: null, memo: { count: 1, named: [0, 1] } };
    expect(allPut('node', commitOf(step(running('CLUSTER_RESIZE', { state }), { cluster, members: nodes })))).toHaveLength(1);
  });

  test('says how many stay that nobody may choose, whoever goes by name', () => {
    const members = nodes.map((node, i) => ({ ...node, protected: i > 0 }));
    const made = begin('CLUSTER_RESIZE', { ...exact(1), nodes: [idOf('a')] }, grove(), { members, nodes: members });
    expect(kids(made)).toEqual(['NODE_DELETE a']);
    expect(made.next.outputs).toMatchObject({ nodes_spared: 1 });
  });

  test.each<[Process, number, JsonObject]>([
    ['Launch', 4, { nodes_held: 1, reason: '1 nodes are not made: the cluster is suspended in its process Launch.' }],
    ['Terminate', 1, { nodes_spared: 2, reason: '2 nodes are not deleted: the cluster is suspended in its process Terminate.' }],
  ])('by whoever heeds that %s is suspended sets the size, and says who neither came nor went', (process, size, outputs) => {
    const cluster = grove({ suspended: suspend(undefined, [process], '', T0) });
    const made = begin('CLUSTER_RESIZE', { ...exact(size), heeds_suspension: true }, cluster);
    expect(putOf('cluster', made)).toMatchObject({ desiredCapacity: size });
    expect(made.next).toMatchObject({ status: 'SUCCEEDED', outputs });
    expect(kids(made)).toEqual([]);
  });

  test('by whoever heeds that has no other come for one that goes by name', () => {
    const cluster = grove({ suspended: suspend(undefined, ['Launch'], '', T0) });
    const made = begin('CLUSTER_RESIZE', { ...exact(3), heeds_suspension: true, nodes: [idOf('a')] }, cluster);
    expect([kids(made), made.next.outputs]).toEqual([['NODE_DELETE a'], expect.objectContaining({ nodes_held: 1 })]);
    expect(kids(goOn(made, cluster, nodes.slice(1)))).toEqual([]);
  });

  test('of 0 % with a least step stays', () => {
    const made = begin('CLUSTER_RESIZE', { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 0, min_step: 2, strict: false });
    expect(made.next.status).toBe('SUCCEEDED');
  });
});

describe('CLUSTER_DELETE', () => {
  test('of an empty one removes it at once, and tells of it', () => {
    const cluster = aCluster({
      lock: { scope: 'exclusive', holders: [ME], queue: [{ actionId: 'next', action: 'NODE_CREATE', scope: 'shared' }] },
    });
    const made = commitOf(step(anAction('CLUSTER_DELETE'), { cluster, members: [] }));
    expect(made.writes).toContainEqual({ remove: 'cluster', doc: cluster });
    expect(made.wake).toContainEqual({ id: 'next', queue: 'node-create' });
    expect(allPut('event', made).map(({ status }) => status)).toEqual(['start', 'end']);
  });

  test('deletes every member, then itself', () => {
    const made = begin('CLUSTER_DELETE', {}, grove({ bindings: [] }));
    expect(kids(made)).toEqual(['NODE_DELETE a', 'NODE_DELETE b', 'NODE_DELETE c']);
    const done = goOn(made, grove(), []);
    expect(done.writes).toContainEqual({ remove: 'cluster', doc: expect.objectContaining({ id: idOf('cluster') }) });
  });

  test('that leaves somebody behind fails, and the cluster stays to find them by', () => {
    const done = goOn(begin('CLUSTER_DELETE', {}), grove(), nodes.slice(0, 1));
    expect(done.next).toMatchObject({ status: 'FAILED', statusReason: "1 nodes of the cluster 'web' could not be deleted." });
    expect(putOf('cluster', done)).toMatchObject({ nodes: [idOf('a')], status: 'WARNING' });
  });

  test('leaves no group behind once its balancers are gone', () => {
    const bound = (policyType: string, data: JsonObject | null) =>
      ({ id: idOf(policyType), policyId: policyType, policyType, enabled: true, priority: 1, data, lastOp: null }) as const;
    const group = { AffinityPolicy: { version: '1.0', data: { servergroup_id: 'g', inherited_group: false } } };
    const bindings = [bound('senlin.policy.loadbalance-1.3', null), bound('senlin.policy.affinity-1.0', group)];
    const state = { phase: 'working', at: T0, stage: 1, round: null, memo: { victims: [], razed: 1 } };
    const made = step(running('CLUSTER_DELETE', { state }), { cluster: aCluster({ bindings, lock: heldBy(ME) }), members: [] });
    expect(commitOf(made).call).toMatchObject({ to: 'disband', id: 'g' });
  });
});

describe('CLUSTER_ADD_NODES', () => {
  const orphan = aNode({ id: idOf('orphan'), name: 'orphan', clusterId: '', index: -1 });
  const ask = (inputs: JsonObject, fresh: readonly Node[], cluster = grove()) =>
    begin('CLUSTER_ADD_NODES', inputs, cluster, { nodes: fresh });

  test('lets orphans join under fresh indexes, each once however often it was named', () => {
    const made = ask({ nodes: [orphan.id, orphan.id] }, [orphan]);
    expect(kids(made)).toEqual(['NODE_JOIN orphan']);
    expect(allPut('action', made)[0]?.inputs).toEqual({ cluster_id: idOf('cluster'), index: 4 });
    expect(putOf('cluster', made)).toMatchObject({ nodes: [...grove().nodes, orphan.id], nextIndex: 5 });
  });

  test('counts those that did', () => {
    const joined = { ...orphan, clusterId: idOf('cluster') };
    const done = goOn(ask({ nodes: [orphan.id] }, [orphan]), grove(), [...nodes, joined]);
    expect(done.next).toMatchObject({ status: 'SUCCEEDED', outputs: { nodes_added: [orphan.id] } });
    expect(putOf('cluster', done)).toMatchObject({ desiredCapacity: 4, status: 'ACTIVE' });
  });

  test('fails when one of them vanished on the way', () => {
    const done = goOn(ask({ nodes: [orphan.id] }, [orphan]), grove(), nodes);
    expect(done.next).toMatchObject({
      status: 'FAILED',
      statusReason: `Nodes did not join: ['${orphan.id}'].`,
      outputs: { nodes_added: [] },
    });
    expect(putOf('cluster', done)).toMatchObject({ nodes: grove().nodes, desiredCapacity: 3 });
  });

  test.each<[string, Partial<Node> | undefined, string]>([
    ['is gone', undefined, 'Nodes not found'],
    ['has a cluster', { clusterId: 'x' }, 'already owned by some cluster'],
    ['is of another kind', { profileType: 'os.nova.server-1.0' }, 'does not match that of the cluster'],
    ['is not well', { status: 'ERROR' }, 'Nodes are not ACTIVE'],
  ])('asks again whether it can: one that %s cannot', (_, over, reason) => {
    const made = ask({ nodes: [orphan.id] }, over ? [{ ...orphan, ...over }] : []);
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining(reason) });
  });

  test('is refused when they are too many', () => {
    expect(ask({ nodes: [orphan.id] }, [orphan], grove({ maxSize: 3 })).next.status).toBe('FAILED');
  });
});

describe('CLUSTER_DEL_NODES', () => {
  test('lets members go, or deletes them', () => {
    expect(kids(begin('CLUSTER_DEL_NODES', { candidates: [idOf('a')] }))).toEqual(['NODE_LEAVE a']);
    expect(kids(begin('CLUSTER_DEL_NODES', { candidates: [idOf('a')], destroy_after_deletion: true }))).toEqual(['NODE_DELETE a']);
  });

  test('passes over those that are members no more, and names each once', () => {
    const made = begin('CLUSTER_DEL_NODES', { candidates: [idOf('b'), idOf('stranger'), idOf('b')] });
    expect(kids(made)).toEqual(['NODE_LEAVE b']);
    const done = goOn(
      made,
      grove(),
      nodes.filter(({ name }) => name !== 'b'),
    );
    expect(putOf('cluster', done)).toMatchObject({ desiredCapacity: 1, nodes: [idOf('a'), idOf('c')] });
  });

  test('is refused when too few would stay', () => {
    expect(begin('CLUSTER_DEL_NODES', { candidates: [idOf('a')] }, grove({ minSize: 3 })).next.status).toBe('FAILED');
  });
});

describe('CLUSTER_REPLACE_NODES', () => {
  const fresh = aNode({ id: idOf('fresh'), name: 'fresh', clusterId: '', index: -1 });
  const inputs = { candidates: { [idOf('a')]: fresh.id } };

  test('lets the new ones in before the old ones go', () => {
    const joining = begin('CLUSTER_REPLACE_NODES', inputs, grove(), { nodes: [fresh] });
    expect(kids(joining)).toEqual(['NODE_JOIN fresh']);
    const joined = [...nodes, { ...fresh, clusterId: idOf('cluster') }];
    expect(kids(goOn(joining, grove(), joined))).toEqual(['NODE_LEAVE a']);
  });

  test('keeps the old one when the new one did not come', () => {
    const joining = begin('CLUSTER_REPLACE_NODES', inputs, grove(), { nodes: [fresh] });
    const done = goOn(joining, grove(), nodes);
    expect(done.next).toMatchObject({ status: 'FAILED', statusReason: `Nodes did not join: ['${fresh.id}'].` });
    expect(putOf('cluster', done)?.nodes).toEqual(grove().nodes);
  });

  test('is not begun where it would come to more members than the operator allows, even for a while', () => {
    expect(begin('CLUSTER_REPLACE_NODES', inputs, grove(), { nodes: [fresh] }, { mostNodes: 3 }).next).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('There would be 4 members for a while'),
    });
  });

  test.each<[string, JsonObject, readonly Node[], string]>([
    ['a new one that is gone', inputs, [], 'Nodes not found'],
    ['a new one that is taken', inputs, [{ ...fresh, clusterId: 'x' }], 'already member of a cluster'],
    ['a new one that is ill', inputs, [{ ...fresh, status: 'ERROR' }], 'not ACTIVE'],
    ['an old one that is no member', { candidates: { [idOf('z')]: fresh.id } }, [fresh], 'are not members of the cluster'],
  ])('asks again: %s', (_, asked, found, reason) => {
    expect(begin('CLUSTER_REPLACE_NODES', asked, grove(), { nodes: found }).next).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining(reason),
    });
  });
});

describe('CLUSTER_RECOVER', () => {
  const ill = nodes.map((node, i) => (i === 2 ? { ...node, status: 'ERROR' as const } : node));

  test('brings back those that are not ACTIVE, and only those', () => {
    const made = begin('CLUSTER_RECOVER', { operation: 'REBOOT', operation_params: { type: 'SOFT' } }, grove(), {
      members: ill,
      nodes: ill,
    });
    expect(kids(made)).toEqual(['NODE_RECOVER c']);
    expect(allPut('action', made)[0]?.inputs).toEqual({ operation: 'REBOOT', operation_params: { type: 'SOFT' } });
  });

  test('of a healthy cluster is done at once', () => {
    expect(begin('CLUSTER_RECOVER', {}).next.status).toBe('SUCCEEDED');
  });

  test.each([2, 5])('makes and removes nobody where nobody asked for it, though %d are desired of three', (desiredCapacity) => {
    expect(kids(begin('CLUSTER_RECOVER', {}, grove({ desiredCapacity })))).toEqual([]);
  });

  test('looks at all of them first when asked to, and goes on whatever it finds', () => {
    const checking = begin('CLUSTER_RECOVER', { check: true });
    expect(kids(checking)).toEqual(['NODE_CHECK a', 'NODE_CHECK b', 'NODE_CHECK c']);
    const children = allPut('action', checking).map((child): Action => ({ ...child, status: 'FAILED', dueAt: null }));
    const next = commitOf(step(checking.next, { cluster: putOf('cluster', checking), children, members: ill, nodes: ill }));
    expect(kids(next)).toEqual(['NODE_RECOVER c']);
  });

  test.each<[string, number, RegExp]>([
    ['adds who is missing', 5, /^NODE_CREATE/],
    ['removes who is too much', 2, /^NODE_DELETE/],
  ])('with check_capacity %s', (_, desiredCapacity, kid) => {
    const made = begin('CLUSTER_RECOVER', { check_capacity: true }, grove({ desiredCapacity }));
    expect(kids(made)).toHaveLength(Math.abs(desiredCapacity - 3));
    for (const one of kids(made)) expect(one).toMatch(kid);
  });
});

describe('CLUSTER_UPDATE', () => {
  test('changes what is only ours at once', () => {
    const made = begin('CLUSTER_UPDATE', { name: 'new', metadata: { a: 1 }, timeout: 60, config: { x: 1 } });
    expect(putOf('cluster', made)).toMatchObject({ name: 'new', metadata: { a: 1 }, timeout: 60, config: { x: 1 }, status: 'ACTIVE' });
  });

  test('has the new profile when all members have it, and the old one when one has not', () => {
    const made = begin('CLUSTER_UPDATE', { new_profile_id: 'p-2' });
    expect(kids(made)).toHaveLength(3);
    expect(putOf('cluster', made)).toMatchObject({ profileId: idOf('profile'), status: 'UPDATING' });
    expect(putOf('cluster', goOn(made, grove(), nodes))?.profileId).toBe('p-2');
    const children = allPut('action', made).map(
      (child, i): Action => ({ ...child, status: i === 1 ? 'FAILED' : 'SUCCEEDED', dueAt: null }),
    );
    const failed = commitOf(step(made.next, { cluster: putOf('cluster', made), children, members: nodes }));
    expect(putOf('cluster', failed)?.profileId).toBe(idOf('profile'));
  });

  test('of the profile only leaves the members alone', () => {
    const made = begin('CLUSTER_UPDATE', { new_profile_id: 'p-2', profile_only: true });
    expect(kids(made)).toEqual([]);
    expect(putOf('cluster', made)?.profileId).toBe('p-2');
  });
});

describe('CLUSTER_CHECK and CLUSTER_OPERATION', () => {
  test('look at, and work on, each member', () => {
    expect(kids(begin('CLUSTER_CHECK', {}))).toEqual(['NODE_CHECK a', 'NODE_CHECK b', 'NODE_CHECK c']);
    const inputs = { operation: 'reboot', params: { type: 'SOFT' }, nodes: [idOf('b')] };
    const made = begin('CLUSTER_OPERATION', inputs);
    expect(kids(made)).toEqual(['NODE_OPERATION b']);
    expect(allPut('action', made)[0]?.inputs).toEqual({ operation: 'reboot', params: { type: 'SOFT' } });
    expect(putOf('cluster', goOn(made, grove(), nodes))?.statusReason).toMatch(/^reboot: /);
  });
});

describe('policies', () => {
  const policy = aPolicy({ version: 1 });
  const attach = (cluster = grove(), policies = [policy]) =>
    begin('CLUSTER_ATTACH_POLICY', { policy_id: policy.id, enabled: true }, cluster, { policies });
  const bound = putOf('cluster', attach()) ?? grove();

  test('are attached while they are still there, and the members are not looked at', () => {
    expect(bound.bindings).toMatchObject([{ policyId: policy.id, enabled: true, priority: expect.any(Number) }]);
    expect(bound.status).toBe('ACTIVE');
    expect(attach().writes).toContainEqual({ check: 'policy', doc: policy });
    expect(attach(grove(), []).next.status).toBe('FAILED');
  });

  test('of a kind that this version does not know are attached like any, one beside the other', () => {
    const strange = aPolicy({ type: 'coppice.policy.to_come-1.0', version: 1 });
    const other = {
      id: idOf('b'),
      policyId: idOf('other'),
      policyType: strange.type,
      enabled: true,
      priority: 0,
      data: null,
      lastOp: null,
    };
    expect(putOf('cluster', attach(grove({ bindings: [other] }), [strange]))?.bindings).toHaveLength(2);
  });

  test('once is enough, and one of a kind is', () => {
    expect(attach({ ...bound, lock: grove().lock }).next.status).toBe('SUCCEEDED');
    const another = aPolicy({ id: idOf('another'), version: 1 });
    const made = begin('CLUSTER_ATTACH_POLICY', { policy_id: another.id }, { ...bound, lock: grove().lock }, { policies: [another] });
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('Only one instance of policy type') });
  });

  test('are detached and switched', () => {
    const cluster = { ...bound, lock: grove().lock };
    expect(putOf('cluster', begin('CLUSTER_DETACH_POLICY', { policy_id: policy.id }, cluster))?.bindings).toEqual([]);
    expect(putOf('cluster', begin('CLUSTER_UPDATE_POLICY', { policy_id: policy.id, enabled: false }, cluster))?.bindings).toMatchObject([
      { enabled: false },
    ]);
    expect(begin('CLUSTER_UPDATE_POLICY', { policy_id: policy.id }, cluster).next.status).toBe('SUCCEEDED');
    for (const name of ['CLUSTER_DETACH_POLICY', 'CLUSTER_UPDATE_POLICY'] as const) {
      expect(begin(name, { policy_id: policy.id }).next).toMatchObject({
        status: 'FAILED',
        statusReason: expect.stringContaining('is not attached'),
      });
    }
  });
});
