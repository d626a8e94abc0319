import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { T0 } from '../support/documents.ts';
import { describeDocumentStore } from './document-store.ts';
import { expiryPromises } from './documents/expiry.ts';

describeDocumentStore('memory', async () => {
  const store = new MemoryDocumentStore();
  return [store, store];
});

expiryPromises(async () => {
  const store = new MemoryDocumentStore();
  return { store, expiry: store, now: () => T0 };
});
