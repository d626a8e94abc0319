import { describe, expect, test } from '@jest/globals';
import { scryptPasswordHash } from '../../../lib/platform/scrypt-password-hash.ts';

const cheap = scryptPasswordHash({ N: 16, r: 1, p: 1 });

describe('scrypt', () => {
  test('knows its password and no other', async () => {
    const hash = await cheap.hash('hunter2');
    expect(await cheap.verify('hunter2', hash)).toBe(true);
    for (const wrong of ['', 'hunter', 'hunter22', 'Hunter2', hash]) expect(await cheap.verify(wrong, hash)).toBe(false);
  });

  test('says its parameters, salts, and does not show the password', async () => {
    const [one, two] = await Promise.all([cheap.hash('hunter2'), cheap.hash('hunter2')]);
    expect(one).toMatch(/^scrypt\$16\$1\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('hunter2');
  });

  test('a hash made with other parameters still counts', async () => {
    const old = await scryptPasswordHash({ N: 32, r: 2, p: 2 }).hash('hunter2');
    expect(await cheap.verify('hunter2', old)).toBe(true);
  });

  test('nobody has no password', async () => {
    for (const guess of ['', 'hunter2']) expect(await cheap.verify(guess, undefined)).toBe(false);
  });

  test('by default it costs what OWASP asks', async () => {
    expect(await scryptPasswordHash().hash('x')).toMatch(/^scrypt\$16384\$8\$5\$/);
  });

  test('what is not one of our hashes is a broken store, not a wrong password', async () => {
    await expect(cheap.verify('x', 'plain text')).rejects.toThrow('not one of ours');
    await expect(cheap.verify('x', 'plain text')).rejects.not.toThrow('plain text');
  });
});
