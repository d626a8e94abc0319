import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';

export const listEvents =
  (app: App): Clustering['listEvents'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'event', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', events: listed.docs };
  };

export const showEvent =
  (app: App): Clustering['showEvent'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'event', text);
    return found.kind === 'refused' ? found : { kind: 'ok', event: found.doc };
  };
