import { test } from '@jest/globals';
import { RULES } from '../../../lib/domain/permission/rules.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

test('who may do what is the table that the service goes by', () => {
  const rows = Object.entries(RULES).map(([verb, { kind, on, role }]) => [`\`${verb}\``, kind, on, `\`${role}\``]);
  expectGenerated('docs/reference/permissions.md', 'verbs', table(['verb', 'about a', 'on', 'least role'], rows));
});
