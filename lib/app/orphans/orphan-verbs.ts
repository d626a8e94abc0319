import type { App } from '../app.ts';
import { adoptOrphan } from './adopt-orphan.ts';
import type { OrphanVerbs } from './keeping-orphans.ts';
import { listOrphans, listSweeps, showOrphan } from './see-orphans.ts';
import { proceedSweep, removeByHand } from './steer-sweep.ts';

export const orphanVerbs = (app: App): OrphanVerbs => ({
  listOrphans: listOrphans(app),
  showOrphan: showOrphan(app),
  adoptOrphan: adoptOrphan(app),
  removeOrphan: removeByHand(app),
  listSweeps: listSweeps(app),
  proceedSweep: proceedSweep(app),
});
