import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Batch, type Healthy, type Member, nextBatch } from '../../../../lib/domain/refresh/batch.ts';

/** `o` old and fit, `x` old and unfit, `n` new and fit, `w` new and not fit yet, `s` old and aside. */
const members = (text: string): Member[] =>
  [...text].map((one, i) => ({ id: `${one}${i}`, counted: one !== 's', fit: one === 'o' || one === 'n', old: 'oxs'.includes(one) }));
const EVERYBODY = 1_000;
const shown = (batch: Batch | undefined) => batch && `${batch.launchFirst ? '+' : '-'}${batch.count} ${batch.ids.join(' ')}`;

describe('who is replaced next', () => {
  test.each<[string, number, Healthy, number, string | undefined]>([
    ['oooooooooo', 10, { min: 90, max: 100 }, EVERYBODY, '-1 o0'],
    ['oooooooooo', 10, { min: 50, max: 100 }, EVERYBODY, '-5 o0 o1 o2 o3 o4'],
    ['oooooooooo', 10, { min: 0, max: 100 }, 3, '-3 o0 o1 o2'],
    ['nnnnnooooo', 10, { min: 80, max: 100 }, EVERYBODY, '-2 o5 o6'],
    // A group that is too small for its minimum is renewed all the same, one by one, as long as it is well.
    ['o', 1, { min: 90, max: 100 }, EVERYBODY, '-1 o0'],
    ['oo', 2, { min: 100, max: 100 }, EVERYBODY, '-1 o0'],
    ['ow', 2, { min: 100, max: 100 }, EVERYBODY, undefined],
    ['ooow', 4, { min: 75, max: 100 }, EVERYBODY, undefined],
    // Whoever is not fit goes first, and is no loss.
    ['oxo', 3, { min: 100, max: 100 }, EVERYBODY, '-1 x1'],
    ['oxxo', 4, { min: 75, max: 100 }, EVERYBODY, '-2 x1 x2'],
    // More than there should be for a while.
    ['oooo', 4, { min: 100, max: 110 }, EVERYBODY, '+1 o0'],
    ['oooo', 4, { min: 100, max: 150 }, EVERYBODY, '+2 o0 o1'],
    ['oooo', 4, { min: 100, max: 200 }, 3, '+3 o0 o1 o2'],
    ['oooooooooo', 10, { min: 50, max: 110 }, EVERYBODY, '-5 o0 o1 o2 o3 o4'],
    ['ow', 2, { min: 100, max: 150 }, EVERYBODY, '+1 o0'],
    // What an action that was cut short has left over.
    ['ooon', 3, { min: 100, max: 150 }, EVERYBODY, '-0 o0'],
    ['ooow', 3, { min: 100, max: 150 }, EVERYBODY, undefined],
    ['ooxn', 3, { min: 100, max: 150 }, EVERYBODY, '-0 x2'],
    // Who stands by beside the desired capacity is missed by nobody.
    ['oos', 2, { min: 100, max: 100 }, EVERYBODY, '-0 s2'],
    ['nnnn', 4, { min: 90, max: 100 }, EVERYBODY, undefined],
    ['', 0, { min: 90, max: 100 }, EVERYBODY, undefined],
  ])('%s, %i desired, %j, %i at most: %s', (text, desired, healthy, most, wanted) => {
    expect(shown(nextBatch(members(text), desired, healthy, most))).toBe(wanted);
  });

  const group = fc.string({ unit: fc.constantFrom('o', 'o', 'o', 'x', 'n', 'w', 's'), maxLength: 40 });
  const within = fc.record({ min: fc.integer({ min: 0, max: 100 }), max: fc.constantFrom(100, 101, 110, 150, 200) });

  test('never leaves fewer than the minimum, nor has more than the maximum, but for one at a time', () => {
    fc.assert(
      fc.property(group, within, fc.integer({ min: 1, max: 50 }), (text, healthy, most) => {
        const all = members(text);
        const desired = all.filter(({ counted }) => counted).length;
        const batch = nextBatch(all, desired, healthy, most);
        if (!batch) return;
        expect(batch.ids.length).toBeLessThanOrEqual(most);
        const fit = all.filter((one) => one.counted && one.fit).length;
        const lost = all.filter((one) => one.counted && one.fit && batch.ids.includes(one.id)).length;
        const floor = Math.ceil((desired * healthy.min) / 100);
        if (batch.launchFirst) expect(batch.count).toBeLessThanOrEqual(Math.max(1, Math.floor((desired * healthy.max) / 100) - desired));
        else if (lost > 0) expect(fit - lost >= floor || (lost === 1 && fit === desired)).toBe(true);
      }),
    );
  });

  test('comes to everybody in the end, however small the group', () => {
    fc.assert(
      fc.property(group, within, fc.integer({ min: 1, max: 5 }), (text, healthy, most) => {
        let all = members(text).map((one) => ({ ...one, fit: one.old ? one.fit : true }));
        const desired = all.filter(({ counted }) => counted).length;
        for (let rounds = 0; all.some(({ old }) => old); rounds++) {
          const batch = nextBatch(all, desired, healthy, most);
          expect(batch).toBeDefined();
          const fresh = Array.from({ length: batch?.count ?? 0 }, (_, i) => ({
            id: `f${rounds}-${i}`,
            counted: true,
            fit: true,
            old: false,
          }));
          all = [...all.filter(({ id }) => !batch?.ids.includes(id)), ...fresh];
          expect(rounds).toBeLessThan(100);
        }
        expect(all).toHaveLength(desired);
      }),
    );
  });
});
