import { test } from '@jest/globals';
import { RULES } from '../../../lib/domain/permission/rules.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

test('who may do what is the table that the service goes by', () => {
  const rows = Object.entries(RULES).map(([verb, { kind, on, role, grant }]) => [
    `\`${verb}\``,
    kind,
    on,
    `\`${role}\``,
    grant ? `\`${grant}\`` : '',
  ]);
  expectGenerated('docs/reference/permissions.md', 'verbs', table(['verb', 'about a', 'on', 'least role', 'least grant'], rows));
});
