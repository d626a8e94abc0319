import { expect, test } from '@jest/globals';
import { callsJournal } from '../../../../lib/app/journal/calls-journal.ts';
import { journalId } from '../../../../lib/domain/journal/journal.ts';
import { after, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { aProfile, PROJECT, T0 } from '../../../support/documents.ts';
import { tellSomething } from '../../../support/telling.ts';

function world() {
  const calls: [string, number][] = [];
  const world = { now: T0, calls };
  const nudges = {
    send: async (some: readonly { id: string }[], delay = seconds(0)) => void some.forEach(({ id }) => void calls.push([id, delay])),
  };
  const store = callsJournal(new MemoryDocumentStore(), nudges, { now: () => world.now });
  return { world, store };
}

test('the journal is called at once, then once a second however much is told', async () => {
  const { world: w, store } = world();
  for (let i = 0; i < 25; i++) {
    await tellSomething(store, 'web', w.now);
    w.now = instant(w.now + 100);
  }
  const id = journalId(PROJECT);
  expect(w.calls).toEqual([
    [id, 0],
    [id, 1],
    [id, 1],
    [id, 1],
    [id, 1],
  ]);
  w.now = after(w.now, seconds(60));
  await tellSomething(store, 'web', w.now);
  expect(w.calls.at(-1)).toEqual([id, 0]);
});

test('nobody is called for what tells nothing, or does not commit', async () => {
  const { world: w, store } = world();
  await store.commit([{ put: 'profile', doc: aProfile() }]);
  await expect(store.commit([{ put: 'profile', doc: aProfile() }])).resolves.toBe('stale');
  expect(w.calls).toEqual([]);
});
