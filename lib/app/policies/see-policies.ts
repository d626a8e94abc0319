import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';

export const listPolicies =
  (app: App): Clustering['listPolicies'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'policy', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', policies: listed.docs };
  };

export const showPolicy =
  (app: App): Clustering['showPolicy'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'policy', text);
    return found.kind === 'refused' ? found : { kind: 'ok', policy: found.doc };
  };
