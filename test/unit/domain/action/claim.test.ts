import { describe, expect, test } from '@jest/globals';
import { claim, unclaim } from '../../../../lib/domain/action/claim.ts';
import { aCluster, aNode, anAction } from '../../../support/documents.ts';
import { behind, heldBy, ME, PARENT, sharedBy } from '../../../support/stepping.ts';

const root = anAction('NODE_DELETE');
const waiting = (actionId: string) => ({ actionId, action: 'NODE_CHECK', scope: 'exclusive' }) as const;

describe('claiming', () => {
  test('a cluster action takes its cluster whole', () => {
    const { held, cluster } = claim(anAction('CLUSTER_CHECK'), { cluster: aCluster(), node: undefined });
    expect([held, cluster?.lock]).toEqual([true, heldBy(ME)]);
  });

  test("a user's action on a member shares the cluster and takes the node", () => {
    const { held, cluster, node } = claim(root, { cluster: aCluster({ lock: sharedBy('other') }), node: aNode() });
    expect([held, cluster?.lock, node?.lock]).toEqual([true, sharedBy('other', ME), heldBy(ME)]);
  });

  test('a child takes its node under its parent’s lock on the cluster', () => {
    const { held, cluster, node } = claim({ ...root, parentId: PARENT }, { cluster: aCluster({ lock: heldBy(PARENT) }), node: aNode() });
    expect([held, cluster?.lock, node?.lock]).toEqual([true, heldBy(PARENT), heldBy(ME)]);
  });

  test('the node is not asked for before the cluster is held, not even to be next', () => {
    const node = aNode({ lock: heldBy('child') });
    for (const next of [false, true]) {
      const claimed = claim(root, { cluster: aCluster({ lock: heldBy('other') }), node }, next);
      expect(claimed.held).toBe(false);
      expect(claimed.node).toBe(node);
      expect(claimed.cluster?.lock.queue).toMatchObject([{ actionId: ME, scope: 'shared' }]);
    }
  });

  test('to be next is to be ahead of those who wait for the target', () => {
    const node = aNode({ lock: behind('other', waiting('a')) });
    const claimed = claim(root, { cluster: aCluster(), node }, true);
    expect(claimed.node?.lock.queue.map(({ actionId }) => actionId)).toEqual([ME, 'a']);
    const cluster = aCluster({ lock: behind('other', waiting('a')) });
    const whole = claim(anAction('CLUSTER_DELETE'), { cluster, node: undefined }, true);
    expect(whole.cluster?.lock.queue.map(({ actionId }) => actionId)).toEqual([ME, 'a']);
  });

  test('what is claimed already is not written again', () => {
    const targets = { cluster: aCluster({ lock: sharedBy(ME) }), node: aNode({ lock: heldBy(ME) }) };
    const claimed = claim(root, targets);
    expect(claimed.cluster).toBe(targets.cluster);
    expect(claimed.node).toBe(targets.node);
  });
});

describe('letting go', () => {
  test('of both says who may go on', () => {
    const cluster = aCluster({ lock: { ...sharedBy(ME), queue: [{ actionId: 'c', action: 'CLUSTER_DELETE', scope: 'exclusive' }] } });
    const { freed, ...left } = unclaim(root, { cluster, node: aNode({ lock: behind(ME, waiting('n')) }) });
    expect(freed.map(({ actionId }) => actionId)).toEqual(['c', 'n']);
    expect(left.cluster?.lock).toEqual(heldBy('c'));
    expect(left.node?.lock).toEqual(heldBy('n'));
  });

  test('of a place in the queue frees nobody', () => {
    const node = aNode({ lock: behind('other', { ...waiting(ME) }, waiting('n')) });
    const { freed, ...left } = unclaim(root, { cluster: undefined, node });
    expect(freed).toEqual([]);
    expect(left.node?.lock.queue).toEqual([waiting('n')]);
  });
});
