import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';

export const listProfiles =
  (app: App): Clustering['listProfiles'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'profile', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', profiles: listed.docs };
  };

export const showProfile =
  (app: App): Clustering['showProfile'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'profile', text);
    return found.kind === 'refused' ? found : { kind: 'ok', profile: found.doc };
  };
