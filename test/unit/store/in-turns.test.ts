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

  test('lets whoever has gone without be next, whatever another project has under way', async () => {
    const { ask, begun, rest, answer } = slow(2);
    void ask('quiet');
    for (let i = 0; i < 50; i++) void ask('busy');
    await rest();
    // One that is alone no more has two under way, and no more than that.
    expect(begun).toEqual(['quiet', 'busy']);
    void ask('quiet');
    await answer();
    expect(begun).toEqual(['quiet', 'busy', 'quiet']);
    await answer(6);
    expect(begun.slice(3)).toEqual(Array(6).fill('busy'));
    void ask('quiet');
    await rest();
    await answer();
    expect(begun.at(-1)).toBe('quiet');
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
    expect(begun.filter((one) => one === 'busy')).toHaveLength(1);
    await answer(205);
    for (let i = 0; i < 3; i++) void ask('busy');
    await rest();
    expect(begun.filter((one) => one === 'busy').length).toBeGreaterThan(206);
  });
});
