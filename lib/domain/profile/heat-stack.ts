import { boolean, freeMap, integer, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { defineProfileType } from './profile-type.ts';

const schema = {
  context: freeMap('A dictionary for specifying the customized context for stack operations', { default: {}, secret: 'written' }),
  template: freeMap('Heat stack template.', { default: {}, updatable: true }),
  template_url: string('Heat stack template url.', { default: '', updatable: true }),
  parameters: freeMap('Parameters to be passed to Heat for stack operations.', { default: {}, updatable: true, secret: 'written' }),
  files: freeMap('Contents of files referenced by the template, if any.', { default: {}, updatable: true }),
  timeout: integer('A integer that specifies the number of minutes that a stack operation times out.', { updatable: true }),
  disable_rollback: boolean('A boolean specifying whether a stack operation can be rolled back.', { default: true, updatable: true }),
  environment: freeMap('A map that specifies the environment used for stack operations.', { default: {}, updatable: true }),
} satisfies SpecSchema;

/** A whole stack of an OpenStack cloud as one node. */
export const heatStack = defineProfileType({
  name: 'os.heat.stack',
  version: '1.0',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2016.04' }] },
  senlin: true,
  recoverActions: ['RECREATE'],
  schema,
  operations: { abandon: { description: 'Abandon a heat stack node.', required: false, type: 'Map', updatable: false } },

  *complaints({ template, template_url }) {
    yield Object.keys(template).length === 0 && template_url === '' ? 'Both template and template_url are not specified.' : undefined;
  },
});
