import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { describeDocumentStore } from './document-store.ts';

describeDocumentStore('memory', async () => new MemoryDocumentStore());
