import { describe, expect, test } from '@jest/globals';
import { admit, nextLook, type Patient } from '../../../../lib/domain/health/admission.ts';
import { mostAtOnce } from '../../../../lib/domain/health/rule.ts';
import { settle } from '../../../../lib/domain/health/settle.ts';
import type { Watch } from '../../../../lib/domain/health/watch.ts';
import { after, type Instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { T0 } from '../../../support/documents.ts';
import { aRule, aWatch } from '../../../support/watches.ts';

const ill = (...names: string[]): Patient[] => names.map((nodeId) => ({ nodeId, reason: 'it is ill' }));
const named = (nodeId: string) => `recover-${nodeId}`;
const at = (s: number): Instant => after(T0, seconds(s));
const begun = (watch: Watch, names: string[], size: number, s: number) => admit(watch, ill(...names), size, at(s), named);
const ended = (watch: Watch, name: string, how: 'succeeded' | 'failed' | 'stopped', s: number) =>
  settle(watch, [{ actionId: named(name), how }], at(s));
const ids = (some: readonly { readonly nodeId: string }[]) => some.map(({ nodeId }) => nodeId);

describe('how many recoveries there are at once', () => {
  test.each`
    kind            | number | size   | most
    ${'percentage'} | ${33}  | ${3}   | ${1}
    ${'percentage'} | ${33}  | ${4}   | ${2}
    ${'percentage'} | ${33}  | ${10}  | ${4}
    ${'percentage'} | ${33}  | ${0}   | ${1}
    ${'percentage'} | ${100} | ${7}   | ${7}
    ${'count'}      | ${2}   | ${100} | ${2}
    ${'count'}      | ${5}   | ${2}   | ${5}
  `('$number ($kind) of $size is $most', ({ kind, number, size, most }) => {
    expect(mostAtOnce({ kind: kind as 'count', number: Number(number) }, Number(size))).toBe(most);
  });

  test('those beyond it wait for those before them, in the order in which they are named', () => {
    const first = begun(aWatch(), ['a', 'b', 'c'], 9, 0);
    expect(ids(first.begin)).toEqual(['a', 'b', 'c']);
    const second = begun(first.watch, ['a', 'b', 'c', 'd'], 9, 1);
    expect(second.begin).toEqual([]);
    expect(second.waiting).toEqual([{ nodeId: 'd', reason: 'it is ill', why: 'limit', until: null }]);
    expect(ids(begun(ended(first.watch, 'b', 'succeeded', 2), ['d'], 9, 2).begin)).toEqual(['d']);
  });

  test('who has to wait for another reason is told for which, and until when', () => {
    const calm = aRule({ breaker: { share: 100, window: seconds(300), failures: 5, coolDown: seconds(60) } });
    const { watch } = begun(aWatch({ rule: calm }), ['a', 'b', 'c'], 9, 0);
    const troubled = { ...watch, troubles: { d: { failures: 1, notBefore: at(60) } } } as unknown as Watch;
    const waiting = (s: number) => begun(troubled, ['d', 'e'], 9, s).waiting.map(({ nodeId, why, until }) => [nodeId, why, until]);
    expect(waiting(59)).toEqual([
      ['d', 'back-off', at(60)],
      ['e', 'limit', null],
    ]);
    expect(waiting(60)).toEqual([
      ['d', 'limit', null],
      ['e', 'limit', null],
    ]);
  });

  test('a node whose recovery is under way is not recovered again, nor one that is named twice', () => {
    const { watch, begin } = begun(aWatch(), ['a', 'a'], 9, 0);
    expect(ids(begin)).toEqual(['a']);
    expect(begun(watch, ['a'], 9, 1)).toMatchObject({ begin: [], waiting: [] });
  });
});

describe('a node that keeps falling ill', () => {
  test('is recovered again at once after its first recovery, and then ever later', () => {
    let watch = aWatch();
    const gaps = [0, 0, 0, 0, 0];
    let now = 0;
    for (let round = 0; round < 5; round++) {
      let asked = begun(watch, ['a'], 9, now);
      for (; asked.begin.length === 0; asked = begun(asked.watch, ['a'], 9, ++now)) gaps[round] = (gaps[round] ?? 0) + 1;
      watch = ended(asked.watch, 'a', 'succeeded', now);
    }
    expect(gaps).toEqual([0, 0, 30, 60, 120]);
  });

  test('waits from its first failed recovery on, and says until when', () => {
    const failed = ended(begun(aWatch(), ['a'], 9, 0).watch, 'a', 'failed', 10);
    const { begin, waiting, watch } = begun(failed, ['a'], 9, 20);
    expect(begin).toEqual([]);
    expect(waiting).toMatchObject([{ nodeId: 'a', why: 'back-off', until: at(40) }]);
    expect(nextLook({ watch, waiting }, at(20))).toBe(at(40));
  });

  test('is forgiven once it has been well for two hours', () => {
    const failed = ended(begun(aWatch(), ['a'], 9, 0).watch, 'a', 'failed', 0);
    expect(settle(failed, [], at(7_200)).troubles).toEqual({});
  });
});

describe('the breaker', () => {
  const storm = ['a', 'b', 'c', 'd'];

  test('opens when more than its share of the cluster is ill, and says why; then nothing begins', () => {
    const { watch, begin, waiting, turned } = begun(aWatch(), storm, 6, 0);
    expect(turned).toBe('opened');
    expect(begin).toEqual([]);
    expect(watch.breaker).toMatchObject({ state: 'open', reason: '4 of 6 nodes became unhealthy within 300 seconds', retryAt: at(60) });
    expect(waiting.every(({ why, until }) => why === 'breaker' && until === at(60))).toBe(true);
    expect(begun(watch, storm, 6, 59)).toMatchObject({ begin: [], turned: undefined });
  });

  test.each`
    names                   | size | turned
    ${['a', 'b']}           | ${2} | ${undefined}
    ${['a', 'b', 'c']}      | ${3} | ${'opened'}
    ${['a', 'b', 'c']}      | ${6} | ${undefined}
    ${['a', 'b', 'c', 'd']} | ${8} | ${undefined}
    ${[]}                   | ${0} | ${undefined}
  `('of $names.length ill in $size: $turned', ({ names, size, turned }) => {
    expect(begun(aWatch(), names as string[], Number(size), 0).turned).toBe(turned);
  });

  test('counts those recovered within the window as well, so that a slow storm is one too', () => {
    let watch = aWatch();
    for (const name of ['a', 'b', 'c']) watch = ended(begun(watch, [name], 6, 0).watch, name, 'succeeded', 10);
    expect(begun(watch, ['d'], 6, 100).turned).toBe('opened');
    expect(begun(settle(watch, [], at(400)), ['d'], 6, 400).turned).toBeUndefined();
  });

  test('tries one when its time is over, and closes when that works: the rest heal, however many they are', () => {
    const { watch } = begun(aWatch(), storm, 6, 0);
    const tried = begun(watch, storm, 6, 60);
    expect(tried.turned).toBe('tried');
    expect(ids(tried.begin)).toEqual(['a']);
    expect(begun(tried.watch, storm, 6, 61).begin).toEqual([]);
    const closed = ended(tried.watch, 'a', 'succeeded', 65);
    expect(closed.breaker).toMatchObject({ state: 'closed', trustedUntil: at(365) });
    expect(ids(begun(closed, ['b', 'c', 'd'], 6, 65).begin)).toEqual(['b', 'c']);
  });

  test('opens for twice as long when it does not', () => {
    const tried = begun(begun(aWatch(), storm, 6, 0).watch, storm, 6, 60);
    const again = ended(tried.watch, 'a', 'failed', 70);
    expect(again.breaker).toMatchObject({ state: 'open', since: T0, retryAt: at(190), openings: 2 });
  });

  test('opens when so many recoveries in a row have failed, of however few nodes', () => {
    let watch = aWatch({ rule: aRule({ limit: { kind: 'count', number: 10 } }) });
    watch = begun(watch, ['a', 'b', 'c', 'd', 'e'], 20, 0).watch;
    for (const name of ['a', 'b', 'c', 'd', 'e']) watch = ended(watch, name, 'failed', 5);
    expect(begun(watch, ['f'], 20, 6)).toMatchObject({
      turned: 'opened',
      begin: [],
      watch: { breaker: { reason: 'The last 5 recoveries failed' } },
    });
  });

  test('a success in between starts the count anew, and one that was called off does not count', () => {
    let watch = begun(aWatch({ rule: aRule({ limit: { kind: 'count', number: 10 } }) }), ['a', 'b', 'c', 'd', 'e', 'f'], 20, 0).watch;
    for (const name of ['a', 'b', 'c', 'd']) watch = ended(watch, name, 'failed', 5);
    watch = ended(ended(watch, 'e', 'stopped', 5), 'f', 'succeeded', 5);
    expect(watch.breaker.failures).toBe(0);
  });

  test('closes by itself when nobody is ill any more', () => {
    const { watch } = begun(aWatch(), storm, 6, 0);
    expect(begun(watch, [], 6, 60)).toMatchObject({ turned: 'closed', watch: { breaker: { state: 'closed' } } });
  });

  test('is looked at again when its time is over, and not before', () => {
    const { watch, waiting } = begun(aWatch(), storm, 6, 0);
    expect(nextLook({ watch, waiting }, T0)).toBe(at(60));
  });
});

test('a watch that nothing polls and where nothing is going on needs nobody to look', () => {
  expect(nextLook({ watch: aWatch(), waiting: [] }, T0)).toBeNull();
});

test('who is about to be recovered does not wait as well', () => {
  const { begin, waiting } = begun(aWatch({ rule: { ...aRule(), limit: { kind: 'count', number: 1 } } }), ['a', 'b'], 9, 0);
  expect([ids(begin), ids(waiting)]).toEqual([['a'], ['b']]);
});
