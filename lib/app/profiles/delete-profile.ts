import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';
import { forgetUses, usersOf } from '../uses/begin-use.ts';

/** Deletes a profile nobody uses. */
export const deleteProfile =
  (app: App): Clustering['deleteProfile'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'profile', text);
      return found.kind === 'refused' ? found : removeUnused(app, found.doc, text);
    });

/**
 * Removes a profile unless somebody uses it.
 *
 * Whoever begins to use one commits on the version it has, and takes the mark off that is put on it here first (`holding`). So one that came before is seen, one that has read it before finds
 * another version, and one that comes later is found when the removal does. A mark that is left, by a refusal or a crash, is taken off by the next user.
 */
export async function removeUnused(app: App, doc: Profile, text: string): Promise<{ readonly kind: 'ok' } | Refusal | 'stale'> {
  if ((await app.store.commit([{ put: 'profile', doc: { ...doc, leaving: true } }])) === 'stale') return 'stale';
  if (await isUsed(app, doc))
    return refused('resource.in-use', `The profile '${text}' cannot be deleted: still referenced by some clusters and/or nodes.`);
  if ((await app.store.commit([{ remove: 'profile', doc: { ...doc, version: doc.version + 1 } }])) === 'stale') return 'stale';
  app.profileNames.forget(doc.id);
  await forgetUses(app.store, doc);
  return { kind: 'ok' };
}

/** By whomever it was shared with as well. */
async function isUsed({ store }: App, profile: Profile): Promise<boolean> {
  const { id } = profile;
  for (const project of await usersOf(store, profile)) {
    const [clusters, nodes] = await Promise.all([store.list('cluster', project), store.list('node', project)]);
    if (clusters.items.some((c) => c.profileId === id) || nodes.items.some((n) => n.profileId === id)) return true;
  }
  return false;
}
