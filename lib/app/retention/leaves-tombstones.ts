import { MOST_WRITES, type Write } from '../../domain/documents.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { withCommit } from '../with-commit.ts';

export type Buried = 'cluster' | 'node';

/**
 * A store in which something is left of what is deleted, written in the same commit, until the archive has it: only where a rule wants it, since of each node that is one more
 * write.
 */
export function leavesTombstones(store: DocumentStore, kinds: readonly Buried[], clock: Clock): DocumentStore {
  if (kinds.length === 0) return store;
  return withCommit(store, async (writes) => {
    const stones = await Promise.all(writes.map((write) => stoneOf(write)));
    const added = stones.flatMap((stone) => stone ?? []);
    if (writes.length + added.length > MOST_WRITES)
      throw new Error(`${writes.length} writes leave no room for what is left of ${added.length}`);
    return store.commit([...writes, ...added]);
  });

  /** That the version is still the one that is removed, the commit sees to. */
  async function stoneOf(write: Write): Promise<Write | undefined> {
    const of = kinds.find((kind) => 'remove' in write && write.remove === kind);
    if (!of) return undefined;
    const { project, id, version } = write.doc;
    const document = await store.get(of, { project, id });
    if (document?.version !== version) return undefined;
    return { put: 'tombstone', doc: { id, project, of, at: clock.now(), document, version: 0 } };
  }
}
