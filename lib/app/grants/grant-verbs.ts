import type { App } from '../app.ts';
import { createGrant, deleteGrant, updateGrant } from './change-grants.ts';
import type { Granting } from './granting.ts';
import { listGrants, showGrant } from './see-grants.ts';

export const grantVerbs = (app: App): Granting => ({
  createGrant: createGrant(app),
  listGrants: listGrants(app),
  showGrant: showGrant(app),
  updateGrant: updateGrant(app),
  deleteGrant: deleteGrant(app),
});
