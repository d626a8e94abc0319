import { MOST_WRITES, type Ref, type Write } from '../../domain/documents.ts';
import { GRANTABLE, type Grant } from '../../domain/permission/grant.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { withCommit } from '../with-commit.ts';
import { forgetGrants, withoutGrant } from './forget-grants.ts';

/** A grant is taken back in two places. */
const WRITES_EACH = 2;
/** What other stores beneath may add to a commit: a count, and what is left of each thing that goes. */
const roomBeside = (writes: readonly Write[], going: readonly Ref[]): number => MOST_WRITES - writes.length - going.length - 1;

/**
 * A store in which what was given of a thing goes in the commit that removes it, whoever commits. One that is given meanwhile moves the thing's version,
 * so that the commit is stale and looks again.
 */
export const takesGrantsAlong = (store: DocumentStore): DocumentStore =>
  withCommit(store, async (writes) => {
    const going = writes.filter(mayBeGiven).map(({ doc }) => doc);
    if (going.length === 0) return store.commit(writes);
    const grants = (await Promise.all(going.map((thing) => grantsOn(store, thing)))).flat();
    const room = Math.floor(roomBeside(writes, going) / WRITES_EACH);
    // More than fit go first: whoever dies in between leaves a thing with fewer grants that is still to be removed.
    await forgetGrants(store, grants.slice(room));
    const along = await Promise.all(grants.slice(0, room).map((grant) => withoutGrant(store, grant)));
    return store.commit([...writes, ...along.flat()]);
  });

/** Nodes, which come and go by thousands, say whether anything was ever given of them. */
const mayBeGiven = (write: Write): boolean =>
  'remove' in write && (write.remove === 'node' ? write.doc.given === true : GRANTABLE.some((kind) => kind === write.remove));

async function grantsOn(store: DocumentStore, { project, id }: Ref): Promise<readonly Grant[]> {
  const { items } = await store.list('grant', project);
  return items.filter(({ objectId }) => objectId === id);
}
