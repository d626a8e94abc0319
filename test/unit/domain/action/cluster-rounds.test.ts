import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { openChildren } from '../../../../lib/domain/action/cluster-progress.ts';
import type { Commit } from '../../../../lib/domain/action/commit.ts';
import type { Seen } from '../../../../lib/domain/action/machine.ts';
import type { Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';
import { allPut, at, behind, commitOf, heldBy, ME, putOf, step } from '../../../support/stepping.ts';

/** A CLUSTER_CREATE of some nodes, driven as the shell would: what is asked for is shown, what is committed is seen. */
function creation(desiredCapacity: number) {
  const born: Action[] = [];
  const shown: number[] = [];
  let action = anAction('CLUSTER_CREATE');
  let cluster: Cluster = aCluster({ status: 'INIT', desiredCapacity });
  const move = (over: Partial<Seen> = {}, now = at(0)): Commit => {
    let progress = step(action, { cluster, ...over }, { now });
    if (progress.kind === 'look' && progress.sight.children) {
      const asked = new Set(progress.sight.children);
      shown.push(asked.size);
      progress = step(action, { cluster, children: born.filter(({ id }) => asked.has(id)), ...over }, { now });
    }
    if (progress.kind === 'look') progress = step(action, { cluster, children: born, members: membersOf(cluster), ...over }, { now });
    const made = commitOf(progress);
    action = { ...made.next, version: made.next.version + 1 };
    cluster = putOf('cluster', made) ?? cluster;
    born.push(...allPut('action', made));
    return made;
  };
  const end = (status: Action['status'], from = 0, to = born.length) => {
    for (const [i, child] of born.entries())
      if (i >= from && i < to) born[i] = { ...child, status, statusReason: `reason ${i}`, dueAt: null };
  };
  return { move, end, born, shown, self: () => action, cluster: () => cluster };
}

const membersOf = (cluster: Cluster) => cluster.nodes.map((id, i) => aNode({ id, index: i + 1 }));

describe('a round of children', () => {
  test('is spawned in slices that one commit holds, at once one after another', () => {
    const { move, born, cluster } = creation(95);
    const slices = [move(), move(), move()];
    expect(slices.map((made) => allPut('action', made).length)).toEqual([40, 40, 15]);
    expect(slices.map(({ again }) => again)).toEqual([true, true, false]);
    expect(slices.map(({ writes }) => writes.length + 1)).toEqual([83, 81, 31]);
    expect(cluster().nodes).toHaveLength(95);
    expect(cluster()).toMatchObject({ status: 'CREATING', nextIndex: 96, lock: { holders: [ME] } });
    expect(new Set(born.map(({ id }) => id)).size).toBe(95);
  });

  test('makes nodes that hold themselves for their child, under the cluster’s own list and indexes', () => {
    const { move, cluster } = creation(3);
    const made = move();
    const nodes = allPut('node', made);
    expect(nodes.map(({ id }) => id)).toEqual(cluster().nodes);
    expect(nodes.map(({ index }) => index)).toEqual([1, 2, 3]);
    for (const [i, child] of allPut('action', made).entries()) {
      expect(child).toMatchObject({
        action: 'NODE_CREATE',
        parentId: ME,
        cause: 'Derived Action',
        status: 'READY',
        deadline: at(3600),
        dueAt: at(5),
      });
      expect(nodes[i]).toMatchObject({ status: 'CREATING', clusterId: cluster().id, lock: { holders: [child.id] } });
    }
    expect(made.wake).toHaveLength(3);
    expect(made.next).toMatchObject({ status: 'WAITING', dueAt: at(5) });
  });

  test('decided twice spawns the same', () => {
    const [once, again] = [creation(5).move(), creation(5).move()];
    expect(allPut('action', again)).toEqual(allPut('action', once));
    expect(allPut('node', again)).toEqual(allPut('node', once));
  });

  test('is waited for without a write, and the late are woken', () => {
    const { move, self, born, cluster } = creation(2);
    move();
    const early = step(self(), { cluster: cluster(), children: born }, { now: at(1) });
    expect(early).toEqual({ kind: 'idle', wake: [] });
    const late = step(self(), { cluster: cluster(), children: born.map((child) => ({ ...child, dueAt: at(0) })) }, { now: at(1) });
    expect(late.kind === 'commit' ? late.wake : late).toHaveLength(2);
  });

  test('has an alarm by the time its first child would want to be looked at, and at least every heartbeat', () => {
    const { move, self, born, cluster } = creation(2);
    move();
    const looked = (dueAt: number) =>
      commitOf(step(self(), { cluster: cluster(), children: born.map((c) => ({ ...c, dueAt: at(dueAt) })) }, { now: at(5) })).next.dueAt;
    expect(looked(12)).toBe(at(13));
    expect(looked(900)).toBe(at(35));
    expect(looked(1)).toBe(at(7));
  });

  test('is read a window at a time, and what has ended is not read again', () => {
    const { move, end, shown, self, born } = creation(230);
    for (let slice = 0; slice < 6; slice++) move();
    end('SUCCEEDED', 0, 150);
    const passed = move();
    expect(passed.next.state).toMatchObject({ round: { settled: 100, failed: 0 } });
    expect(passed.again).toBe(true);
    end('SUCCEEDED');
    move();
    move();
    expect(shown).toEqual([100, 100, 30]);
    expect(self().status).toBe('SUCCEEDED');
    expect(openChildren({ ...passed.next, dueAt: at(9) })).toEqual(born.slice(100).map(({ id }) => id));
  });

  test('that failed in part says how many, and why the first', () => {
    const { move, end, self, cluster } = creation(3);
    move();
    end('SUCCEEDED');
    end('FAILED', 1, 3);
    move();
    expect(self()).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringMatching(/^2 of 3 NODE_CREATE actions did not succeed\. node-\w+: reason 1$/),
    });
    expect(cluster()).toMatchObject({ status: 'ACTIVE', lock: { holders: [] } });
  });

  test('in which a child was cancelled by hand has failed too', () => {
    const { move, end, self } = creation(2);
    move();
    end('SUCCEEDED');
    end('CANCELLED', 0, 1);
    move();
    expect(self().status).toBe('FAILED');
  });

  test('ends with the cluster as its members are', () => {
    const { move, end, self, cluster } = creation(2);
    move();
    end('SUCCEEDED');
    const kept = membersOf(cluster()).slice(0, 1);
    move({ members: [...kept, ...kept] });
    expect(cluster()).toMatchObject({
      nodes: kept.map(({ id }) => id),
      status: 'WARNING',
      statusReason: 'CLUSTER_CREATE: number of active nodes is below desired_capacity (2).',
    });
    expect(self().status).toBe('SUCCEEDED');
  });

  test('that is given up asks all its children to stop, waits a window at a time, and drops who was never spawned', () => {
    const { move, end, born, shown, cluster, self } = creation(230);
    for (let slice = 0; slice < 3; slice++) move();
    const cancelled = commitOf(step({ ...self(), signal: 'cancel' }, { cluster: cluster(), children: born }));
    expect(cancelled.stop).toHaveLength(120);
    expect(step({ ...self(), signal: 'cancel' }, { cluster: cluster() })).toMatchObject({
      kind: 'look',
      sight: { children: { length: 120 } },
    });

    end('CANCELLED');
    const closing = { ...cancelled.next, version: 9 };
    expect(step(closing, { cluster: cluster() })).toMatchObject({ kind: 'look', sight: { children: { length: 100 } } });
    const on = commitOf(step(closing, { cluster: cluster(), children: born.slice(0, 100) }));
    expect(on).toMatchObject({ again: true, next: { state: { round: { settled: 100 } } } });
    const members = membersOf(cluster()).slice(0, 120);
    const done = commitOf(step(on.next, { cluster: cluster(), children: born.slice(100), members }));
    expect(done.next.status).toBe('CANCELLED');
    expect(putOf('cluster', done)?.nodes).toHaveLength(120);
    expect(shown).toEqual([]);
  });
});

describe('a round over members', () => {
  const nodes = ['a', 'b', 'c'].map((name, i) => aNode({ id: idOf(name), name, index: i + 1 }));
  const cluster = aCluster({ nodes: nodes.map(({ id }) => id), desiredCapacity: 3 });

  test('locks those that are free and waits in line for those that are not', () => {
    const members = nodes.map((node, i) => (i === 1 ? { ...node, lock: heldBy('other'), status: 'RECOVERING' as const } : node));
    const look = step(anAction('CLUSTER_DELETE'), { cluster });
    expect(look).toEqual({ kind: 'look', sight: { nodes: cluster.nodes } });
    const made = commitOf(step(anAction('CLUSTER_DELETE'), { cluster, nodes: members }));
    const kids = allPut('action', made).map(({ id }) => id);
    const [a, b] = allPut('node', made);
    expect(a).toMatchObject({ status: 'DELETING', was: { status: 'ACTIVE' }, lock: { holders: [kids[0]] } });
    expect(b).toMatchObject({
      status: 'RECOVERING',
      lock: behind('other', { actionId: kids[1] as string, action: 'NODE_DELETE', scope: 'exclusive' }),
    });
  });

  test('passes over those that are gone', () => {
    const made = commitOf(step(anAction('CLUSTER_DELETE'), { cluster, nodes: nodes.slice(1) }));
    expect(allPut('action', made).map(({ targetName }) => targetName)).toEqual(['b', 'c']);
  });

  test.each(['CLUSTER_CHECK', 'CLUSTER_RECOVER'] as const)('%s leaves alone who is suspended', (name) => {
    const suspended = { since: at(0), was: { status: 'ACTIVE', statusReason: '' } } as const;
    const members = nodes.map((node, i) => ({ ...node, status: 'ERROR' as const, ...(i === 1 && { suspended }) }));
    const made = commitOf(step(anAction(name), { cluster, members }));
    expect(allPut('action', made).map(({ targetName }) => targetName)).toEqual(['a', 'c']);
  });
});
