import { expect, test } from '@jest/globals';
import { signal } from '../../../../lib/app/engine/signal.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { anAction } from '../../../support/documents.ts';

const storeWith = async (action: ReturnType<typeof anAction>) => {
  const store = new MemoryDocumentStore();
  await store.commit([{ put: 'action', doc: action }]);
  return store;
};

test('an open action is asked to stop once, however often somebody asks', async () => {
  const action = anAction('NODE_CREATE', { status: 'RUNNING', version: 0 });
  const store = await storeWith(action);
  expect(await signal(store, action)).toMatchObject({ id: action.id, signal: null });
  expect(await store.get('action', action)).toMatchObject({ signal: 'cancel', version: 2 });
  expect(await signal(store, action)).toMatchObject({ id: action.id, signal: 'cancel' });
  expect(await store.get('action', action)).toMatchObject({ signal: 'cancel', version: 2 });
});

test('somebody who writes it meanwhile does not keep it from being asked', async () => {
  const action = anAction('NODE_CREATE', { status: 'RUNNING', version: 0 });
  const store = await storeWith(action);
  let others = 2;
  const shaky = Object.assign(Object.create(store) as MemoryDocumentStore, {
    commit: async (writes: Parameters<MemoryDocumentStore['commit']>[0]) => (others-- > 0 ? 'stale' : store.commit(writes)),
  });
  expect(await signal(shaky, action)).toMatchObject({ id: action.id });
  expect(await store.get('action', action)).toMatchObject({ signal: 'cancel' });
});

test('one that has ended, and one that is not there, need no asking', async () => {
  const ended = anAction('NODE_CREATE', { status: 'FAILED', dueAt: null, version: 0 });
  const store = await storeWith(ended);
  expect(await signal(store, ended)).toBeUndefined();
  expect(await store.get('action', ended)).toMatchObject({ signal: null, version: 1 });
  expect(await signal(store, { project: ended.project, id: 'nobody' })).toBeUndefined();
});
