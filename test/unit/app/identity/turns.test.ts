import { expect, test } from '@jest/globals';
import { turns } from '../../../../lib/app/identity/turns.ts';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

test('no more run at once than may, the rest in order, and too many are sent away', async () => {
  const take = turns(2, 3);
  const { open, opened } = gate();
  const began: number[] = [];
  const work = (n: number) =>
    take(async () => {
      began.push(n);
      await opened;
      return n;
    });
  const all = [0, 1, 2, 3, 4, 5].map(work);
  await Promise.resolve();
  expect(began).toEqual([0, 1]);
  expect(await all[5]).toMatchObject({ kind: 'transient', code: 'identity.busy' });
  open();
  expect(await Promise.all(all.slice(0, 5))).toEqual([0, 1, 2, 3, 4]);
  expect(began).toEqual([0, 1, 2, 3, 4]);
});

test('a turn that fails is given back', async () => {
  const take = turns(1, 1);
  await expect(take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await take(async () => 'next')).toBe('next');
});
