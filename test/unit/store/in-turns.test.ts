import { describe, expect, test } from '@jest/globals';
import { inTurns } from '../../../lib/store/in-turns.ts';
import { MemoryDocumentStore } from '../../../lib/store/memory/document-store.ts';
import { idOf } from '../../support/documents.ts';

/** A store that answers when it is told to, and who was asked for whom. */
function slow(atOnce: number) {
  const begun: string[] = [];
  const open: (() => void)[] = [];
  const raw = new MemoryDocumentStore();
  raw.get = (_, { project }) => {
    begun.push(project);
    return new Promise((resolve) => open.push(() => resolve(undefined)));
  };
  const store = inTurns(raw, atOnce);
  const rest = () => new Promise(setImmediate);
  return {
    begun,
    store,
    ask: (project: string) => store.get('cluster', { project, id: idOf('x') }),
    answer: async (count = 1) => {
      for (let i = 0; i < count; i++) {
        open.shift()?.();
        await rest();
      }
    },
    rest,
  };
}

describe('a store that is asked in turns', () => {
  test('holds nobody up who is alone', async () => {
    const { ask, begun, rest } = slow(2);
    for (let i = 0; i < 50; i++) void ask('busy');
    await rest();
    expect(begun).toHaveLength(50);
  });

  test('never holds up who asks for little', async () => {
    const { ask, begun, rest } = slow(3);
    void ask('quiet');
    for (let i = 0; i < 50; i++) void ask('busy');
    await rest();
    const before = begun.length;
    void ask('quiet');
    for (const other of ['second', 'third']) void ask(other);
    await rest();
    expect(begun.slice(before)).toEqual(['quiet', 'second', 'third']);
  });

  test('nor what one request asks for side by side', async () => {
    const { ask, begun, rest } = slow(1);
    void ask('quiet');
    for (let i = 0; i < 50; i++) void ask('busy');
    await rest();
    const before = begun.length;
    for (let i = 0; i < 5; i++) void ask('quiet');
    await rest();
    expect(begun.slice(before)).toEqual(Array(5).fill('quiet'));
  });

  test('lets who asks for much have one at a time while another asks for little, and as many as there may be soon after', async () => {
    const { ask, begun, rest, answer } = slow(3);
    void ask('quiet');
    for (let i = 0; i < 60; i++) void ask('busy');
    await rest();
    // Six before it was much, and a turn.
    expect(begun).toEqual(['quiet', ...Array(7).fill('busy')]);
    await answer(7);
    const underWay = async () => {
      await answer();
      return begun.length;
    };
    void ask('quiet');
    await rest();
    const before = begun.length;
    expect(await underWay()).toBe(before + 1);
    for (let i = 0; i < 3; i++) await answer();
    const later = begun.length;
    // Nobody asked for little since: one for each that is answered, and two more at once.
    await answer(2);
    expect(begun.length - later).toBeGreaterThan(2);
    expect(new Set(begun.slice(before))).toEqual(new Set(['busy']));
  });

  test('shares the turns among all who ask for much', async () => {
    const { ask, begun, answer, rest } = slow(2);
    void ask('quiet');
    for (let i = 0; i < 40; i++) for (const project of ['a', 'b', 'c']) void ask(project);
    await rest();
    await answer(60);
    const turns = begun.slice(-30);
    for (const project of ['a', 'b', 'c']) expect(turns.filter((one) => one === project)).toHaveLength(10);
  });

  test('asks for nothing without a turn, and for what is nobody\u2019s', async () => {
    const { ask, begun, rest, store } = slow(1);
    void ask('quiet');
    for (let i = 0; i < 50; i++) void ask('busy');
    await rest();
    const before = begun.length;
    expect(await store.getMany('node', [])).toEqual([]);
    void ask('-');
    await rest();
    expect(begun.slice(before)).toEqual(['-']);
  });

  test('answers everybody in the end, and what fails holds up nobody', async () => {
    const raw = new MemoryDocumentStore();
    raw.get = async (_, { project }) => {
      if (project === 'bad') throw new Error('no');
      return undefined;
    };
    const store = inTurns(raw, 1);
    const asked = Array.from({ length: 90 }, (_, i) => store.get('cluster', { project: ['a', 'b', 'bad'][i % 3] ?? '', id: idOf('x') }));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(30);
  });

  test('remembers for a while only that somebody else was there', async () => {
    const { ask, begun, rest, answer } = slow(1);
    void ask('quiet');
    await answer();
    for (let i = 0; i < 300; i++) void ask('busy');
    await rest();
    expect(begun.filter((one) => one === 'busy')).toHaveLength(7);
    await answer(209);
    const before = begun.length;
    for (let i = 0; i < 3; i++) void ask('busy');
    await rest();
    expect(begun.length).toBe(before + 3);
  });
});
