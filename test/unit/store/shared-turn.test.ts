import { expect, test } from '@jest/globals';
import { SharedTurn } from '../../../lib/store/dynamo/shared-turn.ts';

test('who asks for the same thing in one turn shares an answer; who asks for another, or later, does not', async () => {
  const turn = new SharedTurn();
  const asked: string[] = [];
  const ask = (what: string) => turn.share(what, async () => asked.push(what));

  await Promise.all([ask('a'), ask('a'), ask('b')]);
  expect(asked).toEqual(['a', 'b']);
  await ask('a');
  expect(asked).toEqual(['a', 'b', 'a']);
});

test('what was committed before somebody asked is in the answer', async () => {
  const turn = new SharedTurn();
  let stored = 'old';
  const first = turn.share('doc', async () => stored);
  stored = 'new';
  const second = turn.share('doc', async () => stored);
  expect(await Promise.all([first, second])).toEqual(['new', 'new']);
});

test('a question that failed is asked again', async () => {
  const turn = new SharedTurn();
  await expect(turn.share('doc', () => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
  expect(await turn.share('doc', async () => 'fine')).toBe('fine');
});
