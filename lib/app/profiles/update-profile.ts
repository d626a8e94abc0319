import { refused } from '../../domain/kernel/fault.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';

/** Only a profile's name and metadata can change. */
export const updateProfile =
  (app: App): Clustering['updateProfile'] =>
  (caller, text, { name, metadata }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'profile', text);
      if (found.kind === 'refused') return found;
      const { doc } = found;
      const renamed = name !== undefined && name !== doc.name;
      const relabelled = metadata !== undefined && JSON.stringify(metadata) !== JSON.stringify(doc.metadata);
      if (!renamed && !relabelled) return refused('request.malformed', 'No property needs an update.');

      const profile = { ...doc, ...(renamed && { name }), ...(relabelled && { metadata }), updatedAt: app.clock.now() };
      if ((await app.store.commit([{ put: 'profile', doc: profile }])) === 'stale') return 'stale';
      app.profileNames.forget(profile.id);
      return { kind: 'ok', profile };
    });
