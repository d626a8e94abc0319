import { describe, expect, test } from '@jest/globals';
import { unlocked } from '../../../../lib/domain/cluster/lock.ts';
import { suspend } from '../../../../lib/domain/cluster/suspension.ts';
import {
  beginRound,
  isResting,
  isSettling,
  isUnobserved,
  partIn,
  partOf,
  secondLookPart,
  slicesOf,
} from '../../../../lib/domain/health/round.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { aCluster, idOf, T0 } from '../../../support/documents.ts';
import { behind, heldBy, sharedBy } from '../../../support/stepping.ts';
import { aWatch } from '../../../support/watches.ts';

const at = (some: number) => after(T0, seconds(some));

describe('a round', () => {
  const watch = aWatch({ nextRound: at(60), round: 4 });

  test('begins when it is due, and not before; those that were missed are not made up for', () => {
    expect(beginRound(watch, at(59))).toBe(watch);
    expect(beginRound(watch, at(60))).toMatchObject({ round: 5, nextRound: at(120) });
    expect(beginRound(watch, at(250))).toMatchObject({ round: 5, nextRound: at(300) });
  });

  test('begins once, and never where nobody looks', () => {
    const begun = beginRound(watch, at(60));
    expect(beginRound(begun, at(60))).toBe(begun);
    for (const idle of [aWatch({ ...watch, enabled: false }), aWatch({ nextRound: null })]) expect(beginRound(idle, at(60))).toBe(idle);
  });

  test('has parts of 25 members each, which are read as they were written', () => {
    expect(slicesOf(watch, 51).map(({ from }) => from)).toEqual([0, 25, 50]);
    expect(slicesOf(watch, 50)).toHaveLength(2);
    for (const slice of slicesOf(watch, 60)) expect(partIn(partOf(slice))).toEqual(slice);
    const again = { round: 4, nodeId: idOf('node'), attempt: 2 };
    expect(partIn(secondLookPart(again))).toEqual(again);
  });

  test.each(['', '4', '4:', 'x:0', '4:x', '-1:0', `x:${idOf('node')}:2`, `4:${idOf('node')}:x`, `4:${idOf('node')}:2:0`, '4:../x:2'])(
    'has no part of the name %j',
    (part) => expect(partIn(part)).toBeUndefined(),
  );
});

describe('a cluster', () => {
  const waiting = { actionId: 'y', action: 'CLUSTER_CHECK', scope: 'exclusive' } as const;
  const suspended = (process: 'HealthCheck' | 'ReplaceUnhealthy' | 'Launch' | 'ScheduledActions') =>
    aCluster({ suspended: suspend(undefined, [process], '', T0) });

  test.each([
    ['that nobody works on', aCluster(), false, false],
    ['that somebody works on', aCluster({ lock: heldBy('x') }), true, true],
    ['one node of which somebody works on', aCluster({ lock: sharedBy('x') }), false, false],
    ['that somebody waits for', aCluster({ lock: { ...sharedBy('x'), queue: [waiting] } }), true, true],
    ['that somebody works on, and somebody waits for', aCluster({ lock: behind('x', waiting) }), true, true],
    ['that somebody waits for, held by nobody', aCluster({ lock: { ...unlocked, queue: [waiting] } }), true, true],
    ['that is not to be checked', suspended('HealthCheck'), true, false],
    ['that is not to be healed', suspended('ReplaceUnhealthy'), false, true],
    ['that may launch nobody', suspended('Launch'), false, true],
    ['that is suspended in something else', suspended('ScheduledActions'), false, false],
  ])('%s', (_, cluster, unobserved, resting) => {
    expect([isUnobserved(cluster), isResting(cluster)]).toEqual([unobserved, resting]);
  });
});

test('a node that changed is given so long to come up, and no longer', () => {
  const since = (updatedAt: ReturnType<typeof at> | null, now: number) => isSettling({ initAt: T0, updatedAt }, seconds(30), at(now));
  expect([since(null, 29), since(null, 30), since(at(10), 39), since(at(10), 40)]).toEqual([true, false, true, false]);
});
