import { describe, expect, test } from '@jest/globals';
import { SharedRound } from '../../../../lib/wire/aws/query/shared-round.ts';

/** Something that changes, and how often it was looked at. */
function world() {
  const rounds = new SharedRound();
  let now = 0;
  let asked = 0;
  const ends: (() => void)[] = [];
  const look = (question = 'q') =>
    rounds.share(question, async () => {
      asked++;
      const seen = now;
      await new Promise<void>((resolve) => ends.push(resolve));
      return seen;
    });
  const settle = async () => {
    for (let i = 0; i < 10; i++) await null;
  };
  return {
    look,
    settle,
    change: () => {
      now++;
    },
    end: async () => {
      ends.shift()?.();
      await settle();
    },
    asked: () => asked,
  };
}

describe('a round that is shared', () => {
  test('is one that began after everybody in it had asked', async () => {
    const { look, change, end, asked, settle } = world();
    const first = look();
    change();
    const second = look();
    change();
    const third = look();
    await settle();
    expect(asked()).toBe(1);
    await end();
    expect(await first).toBe(0);
    expect(asked()).toBe(2);
    await end();
    expect([await second, await third]).toEqual([2, 2]);
  });

  test('goes on and on without a round too many, and is of one question', async () => {
    const { look, end, asked } = world();
    const all = [look(), look(), look('other')];
    await end();
    await end();
    await end();
    expect(await Promise.all(all)).toEqual([0, 0, 0]);
    expect(asked()).toBe(3);
    const later = look();
    await end();
    expect(await later).toBe(0);
    expect(asked()).toBe(4);
  });

  test('that fails fails those who share it, and nobody after', async () => {
    const rounds = new SharedRound();
    const fail = () => rounds.share('q', () => Promise.reject(new Error('away')));
    const failed = await Promise.allSettled([fail(), fail(), fail()]);
    expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await rounds.share('q', async () => 'back')).toBe('back');
  });
});
