import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { chooseVictims } from '../../../../lib/domain/cluster/victims.ts';
import { aNode, idOf } from '../../../support/documents.ts';

const node = (name: string, over: Partial<Node> = {}) => aNode({ id: idOf(name), ...over });
const good = ['a', 'b', 'c', 'd', 'e'].map((name) => node(name));

describe('who goes when a cluster shrinks', () => {
  test('the broken and the tainted first, in the order of the list', () => {
    const bad = [node('x', { status: 'ERROR' }), node('y', { tainted: true }), node('z', { status: 'WARNING' })];
    const members = [good[0], bad[0], good[1], bad[1], good[2], bad[2]].flatMap((n) => n ?? []);
    for (const seed of ['a', 'b', 'c', 'd']) expect(chooseVictims(members, 3, seed)).toEqual(bad.map(({ id }) => id));
  });

  test('then those that were never created', () => {
    const unborn = node('unborn', { createdAt: null, status: 'CREATING' });
    const broken = node('broken', { status: 'ERROR' });
    expect(chooseVictims([...good, unborn, broken], 2, 'seed')).toEqual([broken.id, unborn.id]);
  });

  test('a good one only when there are not enough of the others', () => {
    const broken = node('broken', { status: 'ERROR' });
    const [first, ...rest] = chooseVictims([...good, broken], 3, 'seed');
    expect(first).toBe(broken.id);
    expect(good.map(({ id }) => id)).toEqual(expect.arrayContaining(rest));
  });

  test('the same lot for the same action, whatever order they stand in, and another for another', () => {
    const chosen = chooseVictims(good, 2, 'action-1');
    expect(chooseVictims([...good].reverse(), 2, 'action-1')).toEqual(chosen);
    const lots = new Set(Array.from({ length: 20 }, (_, n) => chooseVictims(good, 2, `action-${n}`).join()));
    expect(lots.size).toBeGreaterThan(5);
  });

  test('never who is protected or suspended, not even broken or tainted, and not when nobody else is left', () => {
    const since = { since: good[0]?.initAt as Node['initAt'], was: { status: 'ACTIVE', statusReason: '' } } as const;
    const spared = [
      node('p', { protected: true, status: 'ERROR' }),
      node('q', { protected: true, tainted: true }),
      node('r', { suspended: since }),
    ];
    expect(chooseVictims([...spared, ...good], 99, 's')).toHaveLength(good.length);
    expect(chooseVictims(spared, 2, 's')).toEqual([]);
    expect(chooseVictims([node('s', { protected: false, suspended: null })], 1, 's')).toHaveLength(1);
  });

  test('never more than there are, never one twice, and none when none is asked for', () => {
    expect(new Set(chooseVictims(good, 99, 's')).size).toBe(good.length);
    expect(chooseVictims(good, 99, 's')).toHaveLength(good.length);
    expect(chooseVictims(good, 0, 's')).toEqual([]);
    expect(chooseVictims([], 3, 's')).toEqual([]);
  });
});
