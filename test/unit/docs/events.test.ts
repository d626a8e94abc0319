import { test } from '@jest/globals';
import { EVENT_TYPES } from '../../../lib/domain/event/event-types.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

test('every type of event has its row', () => {
  const rows = Object.entries(EVENT_TYPES).map(([type, meaning]) => [`\`${type}\``, meaning]);
  expectGenerated('docs/reference/events.md', 'types', table(['type', 'meaning'], rows));
});
