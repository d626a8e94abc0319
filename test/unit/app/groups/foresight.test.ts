import { describe, expect, test } from '@jest/globals';
import { Foresight } from '../../../../lib/app/groups/foresight.ts';
import type { DocumentStore } from '../../../../lib/ports/document-store.ts';

/** A table of documents that say nothing but their ids and when they were read. */
function table() {
  const there = new Set<string>();
  const asked: string[][] = [];
  let now = 0;
  const store = {
    getMany: async (_: string, refs: readonly { id: string }[]) => {
      asked.push(refs.map(({ id }) => id));
      return refs.filter(({ id }) => there.has(id)).map(({ id }) => ({ id, readAt: now }));
    },
  } as unknown as DocumentStore;
  const foresight = new Foresight();
  const begin = (whose = 'us-east-1') => foresight.begin(store, 'node', 'p', whose);
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `n${from + i}`);
  for (const id of ids(500)) there.add(id);
  return { there, asked, begin, ids, pass: () => now++ };
}

const idsOf = (docs: readonly { readonly id: string }[]) => docs.map(({ id }) => id);
const timesOf = (docs: readonly object[]) => [...new Set(docs.map((doc) => (doc as { readAt: number }).readAt))];

describe('what was wanted the last time', () => {
  test('is being read before anybody knows that it is wanted, and never was before it was asked for', async () => {
    const { begin, ids, asked, pass } = table();
    await begin()(ids(60));
    asked.length = 0;
    pass();
    const wanted = begin();
    expect(asked).toEqual([ids(60)]);
    const docs = await wanted(ids(60));
    expect([idsOf(docs), timesOf(docs), asked]).toEqual([ids(60), [1], [ids(60)]]);
  });

  test('is completed by who is new, in the order of who asks, without who has gone', async () => {
    const { begin, ids, asked, there } = table();
    await begin()(ids(60));
    asked.length = 0;
    there.delete('n7');
    const docs = await begin()([...ids(2, 60), ...ids(58, 2)]);
    expect(idsOf(docs)).toEqual([...ids(2, 60), ...ids(58, 2).filter((id) => id !== 'n7')]);
    expect(asked).toEqual([ids(60), ids(2, 60)]);
  });

  test('is nothing where it was little, or of another region', async () => {
    const { begin, ids, asked } = table();
    await begin()(ids(49));
    await begin('eu-west-1')(ids(60));
    asked.length = 0;
    begin();
    expect(asked).toEqual([]);
    begin('eu-west-1');
    expect(asked).toEqual([ids(60)]);
  });

  test('that could not be read fails who wants it, and nobody else', async () => {
    const foresight = new Foresight();
    const many = Array.from({ length: 60 }, (_, i) => `n${i}`);
    let fails = false;
    const store = {
      getMany: async () => {
        if (fails) throw new Error('away');
        return [];
      },
    } as unknown as DocumentStore;
    await foresight.begin(store, 'node', 'p', 'r')(many);
    fails = true;
    foresight.begin(store, 'node', 'p', 'r');
    await expect(foresight.begin(store, 'node', 'p', 'r')(many)).rejects.toThrow('away');
  });
});
