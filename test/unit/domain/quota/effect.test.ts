import { describe, expect, test } from '@jest/globals';
import type { Write } from '../../../../lib/domain/documents.ts';
import { effectOf, hasPast, isNothing, placeOf, type Standing, standingOf } from '../../../../lib/domain/quota/effect.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';

const put = (kind: 'cluster' | 'node' | 'action', doc: object) => ({ put: kind, doc }) as Extract<Write, { put: 'cluster' | 'node' }>;
/** What a commit changes, where these were there before. */
const effect = (writes: readonly Write[], ...before: readonly Extract<Write, { put: 'cluster' | 'node' }>[]) =>
  effectOf(
    writes,
    new Map(before.map((write): [string, Standing] => [placeOf(write), standingOf<'cluster' | 'node'>(write.put, write.doc)])),
  );

const open = { parentId: null, dueAt: 1, version: 0 } as never;
const [a, b] = [idOf('a'), idOf('b')];

describe('what a commit changes of what is counted', () => {
  test('is nothing for members and children that come, go and change', () => {
    const writes: Write[] = [
      put('node', aNode({ version: 0 })),
      { remove: 'node', doc: aNode({ id: a }) },
      put('action', anAction('NODE_CREATE', { parentId: idOf('parent'), version: 0 })),
    ];
    expect(isNothing(effect(writes))).toBe(true);
  });

  test('is a cluster’s list, all at once, with the places that are kept', () => {
    const before = put('cluster', aCluster({ nodes: [a] }));
    const after = put('cluster', aCluster({ nodes: [a, b], reserved: 3 }));
    expect(effect([after], before)).toEqual({ by: { nodes: 4 }, asked: { nodes: 4 }, grown: [{ name: 'web', from: 1, to: 5 }] });
    expect(effect([before], after)).toMatchObject({ by: { nodes: -4 }, asked: {}, grown: [] });
  });

  test('is no growth of a cluster that keeps those who were to make room', () => {
    const replacing = put('cluster', aCluster({ nodes: [a, b], guests: [b], leaving: 1 }));
    expect(effect([put('cluster', aCluster({ nodes: [a, b], guests: [b] }))], replacing).grown).toEqual([]);
  });

  test('is nothing when a node joins or leaves', () => {
    const [without, having] = [put('cluster', aCluster()), put('cluster', aCluster({ nodes: [a], guests: [a] }))];
    expect(effect([having], without).by).toEqual({});
    const [orphan, member] = [put('node', aNode({ clusterId: '' })), put('node', aNode({ counted: true }))];
    expect(effect([member], orphan).by).toEqual({});
    const leaving = [put('node', aNode({ counted: true })), put('cluster', aCluster({ nodes: [aNode().id], guests: [aNode().id] }))];
    expect(effect(leaving, put('node', aNode()), put('cluster', aCluster({ nodes: [aNode().id] }))).by).toEqual({});
  });

  test('is an action in flight until it ends; what makes room or mends is counted and not asked for', () => {
    expect(effect([put('action', anAction('CLUSTER_CHECK', open))])).toMatchObject({ by: { actions: 1 }, asked: { actions: 1 } });
    expect(effect([put('action', anAction('CLUSTER_DELETE', open))])).toMatchObject({ by: { actions: 1 }, asked: {} });
    const healing = anAction('NODE_RECOVER', { ...(open as object), origin: { by: 'health', id: a, reason: '' } });
    expect(effect([put('action', healing)])).toMatchObject({ by: { actions: 1 }, asked: {} });
    expect(effect([put('action', anAction('CLUSTER_CHECK', { parentId: null, dueAt: null, version: 3 }))]).by).toEqual({ actions: -1 });
  });

  test('tells documents of different kinds apart that have the same id', () => {
    const before = put('cluster', aCluster({ id: a, nodes: [b] }));
    const ends = put('action', anAction('CLUSTER_CREATE', { id: a, parentId: null, dueAt: null, version: 2 }));
    expect(effect([put('cluster', aCluster({ id: a, nodes: [b] })), ends], before).by).toEqual({ actions: -1 });
  });

  test('needs to know what was there only of clusters, and of nodes that count for themselves', () => {
    const ask = (write: Write) => hasPast(write);
    expect([aNode(), aNode({ counted: true }), aNode({ version: 0, clusterId: '' })].map((doc) => ask(put('node', doc)))).toEqual([
      false,
      true,
      false,
    ]);
    expect([aCluster(), aCluster({ version: 0 })].map((doc) => ask(put('cluster', doc)))).toEqual([true, false]);
  });
});
