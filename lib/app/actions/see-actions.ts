import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';

export const listActions =
  (app: App): Clustering['listActions'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'action', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', actions: listed.docs };
  };

export const showAction =
  (app: App): Clustering['showAction'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'action', text);
    return found.kind === 'refused' ? found : { kind: 'ok', action: found.doc };
  };
