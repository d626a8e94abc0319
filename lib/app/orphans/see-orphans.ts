import { UNPROVEN } from '../../domain/orphan/orphan.ts';
import type { App } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { OrphanVerbs } from './keeping-orphans.ts';

export const listOrphans =
  (app: App): OrphanVerbs['listOrphans'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'orphan', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', orphans: listed.docs };
  };

export const showOrphan =
  (app: App): OrphanVerbs['showOrphan'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'orphan', text);
    return found.kind === 'refused' ? found : { kind: 'ok', orphan: found.doc };
  };

export const listSweeps =
  (app: App): OrphanVerbs['listSweeps'] =>
  async () => ({ kind: 'ok', sweeps: (await app.store.list('sweep', UNPROVEN)).items });
