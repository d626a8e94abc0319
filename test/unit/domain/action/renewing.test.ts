import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import type { Commit } from '../../../../lib/domain/action/commit.ts';
import type { Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';
import { allPut, commitOf, putOf, step } from '../../../support/stepping.ts';

const nodes = ['a', 'b', 'c'].map((name, i) => aNode({ id: idOf(name), name, index: i + 1 }));
const grove = (over: Partial<Cluster> = {}) => aCluster({ nodes: nodes.map(({ id }) => id), desiredCapacity: 3, nextIndex: 4, ...over });
const begin = (inputs: JsonObject, cluster = grove()): Commit =>
  commitOf(step(anAction('CLUSTER_REPLACE_NODES', { inputs }), { cluster, members: nodes, nodes }));
const kids = (made: Commit) => allPut('action', made).map(({ action, targetName }) => `${action} ${targetName}`);
/** The round has ended, each child as it says. */
function goOn(last: Commit, before: Cluster, members: readonly Node[], status: Action['status'] = 'SUCCEEDED'): Commit {
  const children = allPut('action', last).map((child): Action => ({ ...child, status, dueAt: null }));
  return commitOf(step(last.next, { cluster: putOf('cluster', last) ?? before, children, members, nodes: members }));
}

describe('members that are replaced by new ones', () => {
  const inputs = { nodes: [idOf('a'), idOf('b')] };

  test('go first, and as many come; the desired capacity stays', () => {
    const going = begin(inputs);
    expect(kids(going)).toEqual(['NODE_DELETE a', 'NODE_DELETE b']);
    const coming = goOn(going, grove(), nodes.slice(2));
    expect(allPut('action', coming).map(({ action }) => action)).toEqual(['NODE_CREATE', 'NODE_CREATE']);
    // A full project has room for them: those that are gone are off the list.
    expect(putOf('cluster', coming)?.nodes).toHaveLength(3);
    const fresh = allPut('node', coming).map((node) => ({ ...node, status: 'ACTIVE' as const }));
    const done = goOn(coming, grove(), [...nodes.slice(2), ...fresh]);
    expect(done.next.status).toBe('SUCCEEDED');
    expect(putOf('cluster', done)).toMatchObject({
      desiredCapacity: 3,
      nodes: [idOf('c'), ...fresh.map(({ id }) => id)],
      status: 'ACTIVE',
    });
  });

  test('are only let go where it is said so', () => {
    expect(kids(begin({ ...inputs, let_go: true }))).toEqual(['NODE_LEAVE a', 'NODE_LEAVE b']);
  });

  test('that would not go are not made up for, and are told of', () => {
    const coming = goOn(begin(inputs), grove(), nodes.slice(1), 'FAILED');
    expect(allPut('action', coming)).toHaveLength(1);
    const done = goOn(coming, grove(), nodes.slice(1));
    expect(done.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining(`not replaced: ['${idOf('b')}']`) });
  });

  test('go last with `launch_first`, as many as have come up', () => {
    const coming = begin({ ...inputs, launch_first: true });
    expect(allPut('action', coming).map(({ action }) => action)).toEqual(['NODE_CREATE', 'NODE_CREATE']);
    expect(putOf('cluster', coming)).toMatchObject({ leaving: 2 });
    const [well, ill] = allPut('node', coming);
    if (!well || !ill) throw new Error('two nodes are made');
    const members: Node[] = [...nodes, { ...well, status: 'ACTIVE' }, { ...ill, status: 'ERROR' }];
    const going = goOn(coming, grove(), members, 'FAILED');
    expect(kids(going)).toEqual([`NODE_DELETE ${ill.name}`, 'NODE_DELETE a']);
    const done = goOn(
      going,
      grove(),
      members.filter(({ id }) => id !== idOf('a') && id !== ill.id),
    );
    expect(done.next.status).toBe('FAILED');
    expect(putOf('cluster', done)?.nodes).toEqual([idOf('b'), idOf('c'), well.id]);
  });

  test('go without others where none are to come', () => {
    const done = goOn(begin({ ...inputs, count: 0 }), grove({ desiredCapacity: 1 }), nodes.slice(2));
    expect([done.next.status, putOf('cluster', done)?.nodes]).toEqual(['SUCCEEDED', [idOf('c')]]);
  });

  test('do not make the cluster larger than clusters may be, and those that stand by left no place', () => {
    expect(begin({ ...inputs, count: 2_000, launch_first: true }).next.status).toBe('FAILED');
    const coming = goOn(begin(inputs, grove({ aside: [idOf('a')] })), grove({ aside: [idOf('a')] }), nodes.slice(2));
    expect(allPut('action', coming)).toHaveLength(1);
  });
});
