import { describe, expect, test } from '@jest/globals';
import {
  acquire,
  acquireNext,
  granted,
  holds,
  isLocked,
  type Lock,
  type Request,
  release,
  unlocked,
  waits,
} from '../../../../lib/domain/cluster/lock.ts';

const whole = (actionId: string): Request => ({ actionId, action: 'CLUSTER_RESIZE', scope: 'exclusive' });
const part = (actionId: string): Request => ({ actionId, action: 'NODE_CHECK', scope: 'shared' });
const asked = (...requests: Request[]): Lock => requests.reduce(acquire, unlocked);
const queueOf = (lock: Lock) => lock.queue.map(({ actionId }) => actionId);

describe('asking for a lock', () => {
  test('that nobody holds gives it', () => {
    expect(asked(whole('a'))).toMatchObject({ scope: 'exclusive', holders: ['a'], queue: [] });
    expect(asked(part('a'))).toMatchObject({ scope: 'shared', holders: ['a'], queue: [] });
    expect(isLocked(unlocked)).toBe(false);
    expect(isLocked(asked(whole('a')))).toBe(true);
  });

  test('that is held whole is waiting, in order', () => {
    const lock = asked(whole('a'), part('b'), whole('c'), part('d'));
    expect(lock.holders).toEqual(['a']);
    expect(queueOf(lock)).toEqual(['b', 'c', 'd']);
    expect(holds(lock, 'b')).toBe(false);
    expect(waits(lock, 'b')).toBe(true);
  });

  test('that is shared is shared with others of its kind, not with one who wants it whole', () => {
    const lock = asked(part('a'), part('b'), whole('c'));
    expect(lock.holders).toEqual(['a', 'b']);
    expect(queueOf(lock)).toEqual(['c']);
  });

  test('to share it never overtakes one who waits for the whole', () => {
    const lock = asked(part('a'), whole('b'), part('c'));
    expect(lock.holders).toEqual(['a']);
    expect(queueOf(lock)).toEqual(['b', 'c']);
  });

  test('twice changes nothing, not even the document', () => {
    const held = asked(whole('a'));
    expect(acquire(held, whole('a'))).toBe(held);
    const waiting = asked(whole('a'), whole('b'));
    expect(acquire(waiting, whole('b'))).toBe(waiting);
  });
});

describe('asking to be next', () => {
  test('is waiting ahead of everybody', () => {
    const lock = acquireNext(asked(whole('a'), whole('b'), part('c')), whole('d'));
    expect(lock.holders).toEqual(['a']);
    expect(queueOf(lock)).toEqual(['d', 'b', 'c']);
  });

  test('moves one who waits already, and leaves one who holds alone', () => {
    expect(queueOf(acquireNext(asked(whole('a'), whole('b'), whole('c')), whole('c')))).toEqual(['c', 'b']);
    const held = asked(whole('a'), whole('b'));
    expect(acquireNext(held, whole('a'))).toBe(held);
  });

  test('for a lock that nobody holds gives it', () => {
    expect(acquireNext(unlocked, whole('a')).holders).toEqual(['a']);
  });
});

describe('letting go', () => {
  test('grants to the head of the queue, and to all behind it who may share with it', () => {
    const lock = release(asked(whole('a'), part('b'), part('c'), whole('d'), part('e')), 'a');
    expect(lock).toMatchObject({ scope: 'shared', holders: ['b', 'c'] });
    expect(queueOf(lock)).toEqual(['d', 'e']);
  });

  test('of a shared lock lets the next one in only when the last has gone', () => {
    const shared = asked(part('a'), part('b'), whole('c'));
    expect(release(shared, 'a')).toMatchObject({ scope: 'shared', holders: ['b'] });
    expect(release(release(shared, 'a'), 'b')).toMatchObject({ scope: 'exclusive', holders: ['c'], queue: [] });
  });

  test('of a place in the queue may let those behind it go on', () => {
    const lock = release(asked(part('a'), whole('b'), part('c')), 'b');
    expect(lock).toMatchObject({ scope: 'shared', holders: ['a', 'c'], queue: [] });
  });

  test('of what one neither has nor wants changes nothing, not even the document', () => {
    const lock = asked(whole('a'), whole('b'));
    expect(release(lock, 'z')).toBe(lock);
  });

  test('of the last leaves a lock that anybody can take', () => {
    expect(isLocked(release(asked(part('a')), 'a'))).toBe(false);
    expect(acquire(release(asked(part('a')), 'a'), whole('b')).scope).toBe('exclusive');
  });
});

test('who was granted is who waited before and holds now', () => {
  const before = asked(whole('a'), part('b'), part('c'), whole('d'));
  expect(granted(before, release(before, 'a')).map(({ actionId }) => actionId)).toEqual(['b', 'c']);
  expect(granted(before, before)).toEqual([]);
});
