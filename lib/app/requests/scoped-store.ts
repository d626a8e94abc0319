import { kindOf, MOST_WRITES, type Write } from '../../domain/documents.ts';
import type { Effect, Expectation, RequestScope } from '../../domain/request/request.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { withCommit } from '../with-commit.ts';
import { RequestHalted } from './request-halted.ts';

/** The store as one request sees it: its commits honour the request's scope. */
export const scopedStore = (store: DocumentStore, scope: RequestScope): DocumentStore =>
  withCommit(store, async (writes) => {
    if (scope.committed || !writes.some(changes)) return store.commit(writes);
    if (scope.expects && !meets(writes, scope.expects)) throw new RequestHalted('changed');
    const { record } = scope;
    if (record && writes.length >= MOST_WRITES) throw new Error(`${writes.length} writes leave no room for the record of their request`);
    const along: readonly Write[] = record ? [{ put: 'request', doc: { ...record, effects: effectsOf(writes) } }] : [];
    return take(store, scope, [...writes, ...along]);
  });

async function take(store: DocumentStore, scope: RequestScope, writes: readonly Write[]): Promise<'committed' | 'stale'> {
  const { record } = scope;
  const answer = await store.commit(writes);
  if (answer === 'committed') {
    scope.committed = true;
    if (record) scope.record = { ...record, version: record.version + 1 };
    return answer;
  }
  // Stale may be anything that was read; the record is nobody's but ours, unless somebody took the request over.
  if (record && (await store.get('request', record))?.version !== record.version) throw new RequestHalted('overtaken');
  return answer;
}

const changes = (write: Write): boolean => 'put' in write || 'remove' in write;

/** Every document of the kind that is changed here must be as the client saw it; one made here nobody can have seen. */
const meets = (writes: readonly Write[], { kind, id, versions }: Expectation): boolean =>
  writes.every((write) => {
    const isMeant = kindOf(write) === kind && write.doc.version > 0 && (id === undefined || write.doc.id === id);
    return !isMeant || versions.includes(write.doc.version);
  });

/** Of an action on many nodes these are not the request's own doing, and there may be many. */
const isOfAChild = (write: Write): boolean => 'put' in write && write.put === 'action' && write.doc.parentId !== null;

function effectsOf(writes: readonly Write[]): Effect[] {
  const fansOut = writes.some(isOfAChild);
  return writes.flatMap((write) => {
    if (!('put' in write) || write.put === 'event' || isOfAChild(write) || (fansOut && write.put === 'node')) return [];
    return [{ kind: write.put, id: write.doc.id, made: write.doc.version === 0 }];
  });
}
