import { describe, expect, test } from '@jest/globals';
import { beginRound, partIn, partOf, secondLookPart, slicesOf } from '../../../../lib/domain/health/round.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { idOf, T0 } from '../../../support/documents.ts';
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
