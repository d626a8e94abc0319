import { refused } from '../../domain/kernel/fault.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';
import { forgetUses, usersOf } from '../uses/begin-use.ts';

/** Only a policy's name can change. */
export const updatePolicy =
  (app: App): Clustering['updatePolicy'] =>
  (caller, text, { name }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'policy', text);
      if (found.kind === 'refused') return found;
      if (found.doc.name === name) return refused('request.malformed', 'No property needs an update.');
      const policy = { ...found.doc, name, updatedAt: app.clock.now() };
      return (await app.store.commit([{ put: 'policy', doc: policy }])) === 'stale' ? 'stale' : { kind: 'ok', policy };
    });

/** Deletes a policy that is attached nowhere. Attaching takes the mark off that is put on it here first: see deleting a profile. */
export const deletePolicy =
  (app: App): Clustering['deletePolicy'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'policy', text);
      if (found.kind === 'refused') return found;
      const { doc } = found;
      if ((await app.store.commit([{ put: 'policy', doc: { ...doc, leaving: true } }])) === 'stale') return 'stale';
      const lists = await Promise.all((await usersOf(app.store, doc)).map((project) => app.store.list('cluster', project)));
      if (lists.some(({ items }) => items.some((cluster) => cluster.bindings.some((b) => b.policyId === doc.id)))) {
        return refused('resource.in-use', `The policy '${text}' cannot be deleted: still attached to some clusters.`);
      }
      if ((await app.store.commit([{ remove: 'policy', doc: { ...doc, version: doc.version + 1 } }])) === 'stale') return 'stale';
      await forgetUses(app.store, doc);
      return { kind: 'ok' };
    });
