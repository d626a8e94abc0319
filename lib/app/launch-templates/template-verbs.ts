import type { GroupApp } from '../groups/grouping.ts';
import { deleteTemplate, deleteVersions, setDefaultVersion, tagTemplate } from './change-template.ts';
import { createTemplate, createVersion } from './create-template.ts';
import { listTemplates, listVersions } from './find-template.ts';
import type { Templating } from './templating.ts';

/** The verbs of launch templates. */
export const templateVerbs = (app: GroupApp): Templating => ({
  createTemplate: createTemplate(app),
  createVersion: createVersion(app),
  setDefaultVersion: setDefaultVersion(app),
  deleteTemplate: deleteTemplate(app),
  deleteVersions: deleteVersions(app),
  listTemplates: listTemplates(app),
  listVersions: listVersions(app),
  tagTemplate: tagTemplate(app),
});
