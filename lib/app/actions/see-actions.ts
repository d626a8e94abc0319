import { refused } from '../../domain/kernel/fault.ts';
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

/** Lifecycle hooks are the deletion policy's: while none is enforced no action waits for one, and completing what does not wait is accepted and ignored, as in Senlin. */
export const completeLifecycle =
  (app: App): Clustering['completeLifecycle'] =>
  async (caller, { token }) => {
    const found = await lookUp(app.store, caller, 'action', token);
    if (found.kind === 'refused') return found;
    if (found.doc.id !== token) return refused('action.not-found', `The action '${token}' could not be found.`);
    return { kind: 'ok', actionId: token };
  };
