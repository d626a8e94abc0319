import { validationError } from '../fault.ts';
import { name } from './constraints.ts';
import { changes, reads, text } from './operation.ts';

/** There are none: what AWS's are about, such as the end of launch configurations, does not come here. */
export const describeAccountSettings = reads({ Name: name, MaxRecords: { min: 1, max: 100, whole: true } }, async () => ({ Settings: [] }));

export const putAccountSetting = changes({ Name: name }, async (_, __, input) =>
  validationError(`There is no account setting ${text(input.Name)}.`),
);
