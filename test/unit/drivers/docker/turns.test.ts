import { expect, test } from '@jest/globals';
import { turns } from '../../../../lib/drivers/docker/turns.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('no more than so many work at a time, in the order they came', async () => {
  const enter = turns(2);
  const began: number[] = [];
  const end: (() => void)[] = [];
  const work = [0, 1, 2, 3].map((n) =>
    enter(never, () => {
      began.push(n);
      return new Promise<void>((resolve) => end.push(resolve));
    }),
  );
  await turn();
  expect(began).toEqual([0, 1]);
  end[1]?.();
  await turn();
  expect(began).toEqual([0, 1, 2]);
  end[0]?.();
  end[2]?.();
  await turn();
  end[3]?.();
  await Promise.all(work);
  expect(began).toEqual([0, 1, 2, 3]);
});

test('who fails gives back the turn', async () => {
  const enter = turns(1);
  await expect(enter(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await enter(never, async () => 'next')).toBe('next');
});

test('who leaves the line takes nobody else along and loses no turn', async () => {
  const enter = turns(1);
  const impatient = new AbortController();
  let release = () => {};
  const first = enter(never, () => new Promise<void>((resolve) => (release = resolve)));
  const second = enter(impatient.signal, async () => 'second');
  const third = enter(never, async () => 'third');
  impatient.abort(new Error('too late'));
  await expect(second).rejects.toThrow('too late');
  release();
  await first;
  expect(await third).toBe('third');
  expect(await enter(never, async () => 'fourth')).toBe('fourth');
  await expect(enter(impatient.signal, async () => 'fifth')).rejects.toThrow('too late');
});
