import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acquire, acquireNext, granted, type Lock, type Request, release, unlocked } from '../../../lib/domain/cluster/lock.ts';

type Turn = { readonly who: number; readonly what: 'acquire' | 'next' | 'release' };

const turns = fc.array(
  fc.record({ who: fc.nat(6), what: fc.constantFrom<Turn['what']>('acquire', 'acquire', 'next', 'release', 'release') }),
  {
    maxLength: 60,
    size: 'max',
  },
);
/** Who wants what is theirs for good: even ones want the whole. */
const request = (who: number): Request => ({ actionId: `a${who}`, action: 'NODE_CHECK', scope: who % 2 === 0 ? 'exclusive' : 'shared' });
const scopeOf = (actionId: string) => request(Number(actionId.slice(1))).scope;

const take = (lock: Lock, { who, what }: Turn): Lock =>
  what === 'acquire' ? acquire(lock, request(who)) : what === 'next' ? acquireNext(lock, request(who)) : release(lock, `a${who}`);

const through = (all: readonly Turn[], each: (before: Lock, after: Lock, turn: Turn) => void): Lock =>
  all.reduce((lock, turn) => {
    const next = take(lock, turn);
    each(lock, next, turn);
    return next;
  }, unlocked);

const always = (each: (before: Lock, after: Lock, turn: Turn) => void) =>
  fc.assert(
    fc.property(turns, (all) => {
      through(all, each);
    }),
    { numRuns: 200 },
  );

describe('whoever comes and goes', () => {
  test('there are never two who have the whole, and never one who has it with one who shares it', () => {
    always((_, { holders, scope }) => {
      expect(holders.every((id) => scopeOf(id) === scope)).toBe(true);
      expect(scope === 'shared' || holders.length <= 1).toBe(true);
    });
  });

  test('nobody has or wants it twice, or has it and wants it', () => {
    always((_, { holders, queue }) => {
      const everyone = [...holders, ...queue.map(({ actionId }) => actionId)];
      expect(new Set(everyone).size).toBe(everyone.length);
    });
  });

  test('nobody waits for a lock that nobody has, nor to share one whose queue is theirs', () => {
    always((_, { holders, queue, scope }) => {
      if (queue.length > 0) expect(holders.length).toBeGreaterThan(0);
      if (queue[0]?.scope === 'shared') expect(scope).toBe('exclusive');
    });
  });

  test('those who wait keep their order, but for one who jumps it', () => {
    always((before, after, { who, what }) => {
      const staying = before.queue.filter(({ actionId }) => after.queue.some((r) => r.actionId === actionId) && actionId !== `a${who}`);
      const now = after.queue.filter(({ actionId }) => staying.some((r) => r.actionId === actionId));
      expect(now).toEqual(staying);
      if (what !== 'next') return;
      const jumped = after.queue.findIndex(({ actionId }) => actionId === `a${who}`);
      expect(jumped).toBeLessThanOrEqual(0);
    });
  });

  test('only who waited is granted, and only when somebody lets go or they jump the queue themselves', () => {
    always((before, after, { who, what }) => {
      const freed = granted(before, after).map(({ actionId }) => actionId);
      for (const id of freed) expect(before.queue.some(({ actionId }) => actionId === id)).toBe(true);
      if (what !== 'release') expect([[], [`a${who}`]]).toContainEqual(freed);
    });
  });

  test('everybody who asks gets their turn, once those before them let go', () => {
    fc.assert(
      fc.property(turns, (all) => {
        let lock = through(all, () => {});
        const waiting = new Set(lock.queue.map(({ actionId }) => actionId));
        for (let left = 20; lock.holders.length > 0 && left > 0; left--) {
          for (const id of lock.holders) waiting.delete(id);
          lock = release(lock, lock.holders[0] as string);
        }
        expect([...waiting]).toEqual([]);
        expect(lock.holders).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
