import { expect, test } from '@jest/globals';
import { journalId } from '../../../lib/domain/journal/journal.ts';
import { readersId } from '../../../lib/domain/journal/readers.ts';
import { quotaId } from '../../../lib/domain/quota/usage.ts';
import { projectRulesId } from '../../../lib/domain/retention/project-rules.ts';

// There is one of each in a project, and it is found by its id only: another version that computes another one finds nothing, and begins anew.
test.each([
  ['the journal', journalId, '529b2f62-0000-8000-9000-000000595851'],
  ['its readers', readersId, 'f094368d-0000-8000-9000-00000137e571'],
  ['the usage', quotaId, '5616002c-0000-8000-8000-000000dfc89d'],
  ['the rules of retention', projectRulesId, '226957c4-0000-8000-a000-00000023f3ce'],
])('%s of a project is found by the same id as ever', (_, idOf, id) => {
  expect(idOf('demo')).toBe(id);
  expect(idOf('other')).not.toBe(id);
});
