import { beforeEach, describe, expect, test } from '@jest/globals';
import { instant, seconds } from '../../../lib/domain/kernel/time.ts';
import { rememberedPasswordHash } from '../../../lib/platform/remembered-password-hash.ts';
import type { PasswordHash } from '../../../lib/ports/password-hash.ts';

let now = instant(0);
let worked: string[];
/** `hash of x` is the hash of `x`; each look at it is slow work. */
const slow: PasswordHash = {
  hash: async (password) => `hash of ${password}`,
  verify: async (password, hash) => {
    worked.push(password);
    return hash === `hash of ${password}`;
  },
};
const make = (most = 100) => rememberedPasswordHash(slow, { clock: { now: () => now }, longest: seconds(300), most });

beforeEach(() => {
  now = instant(0);
  worked = [];
});

describe('a remembered password', () => {
  test('is not worked for again, until it is forgotten', async () => {
    const hash = make();
    for (const at of [0, 299_999, 300_000]) {
      now = instant(at);
      expect(await hash.verify('right', 'hash of right')).toBe(true);
    }
    expect(worked).toEqual(['right', 'right']);
  });

  test('makes no wrong one quicker, or right', async () => {
    const hash = make();
    await hash.verify('right', 'hash of right');
    for (const wrong of ['wrong', '', 'righ', 'right ']) expect(await hash.verify(wrong, 'hash of right')).toBe(false);
    expect(worked).toHaveLength(5);
    expect(await hash.verify('right', 'hash of right')).toBe(true);
    expect(worked).toHaveLength(5);
  });

  test('is worth nothing against another hash, or none', async () => {
    const hash = make();
    await hash.verify('right', 'hash of right');
    expect(await hash.verify('right', 'hash of new')).toBe(false);
    expect(await hash.verify('right', undefined)).toBe(false);
    expect(worked).toHaveLength(3);
  });

  test('a wrong one is never remembered', async () => {
    const hash = make();
    for (let i = 0; i < 3; i++) expect(await hash.verify('wrong', 'hash of right')).toBe(false);
    expect(worked).toHaveLength(3);
  });

  test('is one of so many', async () => {
    const hash = make(2);
    for (const password of ['a', 'b', 'c', 'c', 'b', 'a']) await hash.verify(password, `hash of ${password}`);
    expect(worked).toEqual(['a', 'b', 'c', 'a']);
  });
});
