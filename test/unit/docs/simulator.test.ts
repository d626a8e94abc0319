import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ACTION_KINDS } from '../../../lib/simulator/cases.ts';
import { FAULTS, type Fault } from '../../../lib/simulator/faults.ts';
import type { LawId } from '../../../lib/simulator/laws/law.ts';
import { COMMIT_LAWS, IN_PART, LAWS_AT_REST, NO_LAW_YET, SIGHT_LAWS } from '../../../lib/simulator/laws/laws.ts';
import { WORLD_NAMES, worldKind } from '../../../lib/simulator/worlds.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

const PAGE = 'docs/reference/simulator.md';

test('every world, every fault and every law has its row', () => {
  const worlds = WORLD_NAMES.map((name) => {
    const { what, more = [], weight } = worldKind(name);
    return [`\`${name}\``, `When ${what}`, more.join(', '), String(weight)];
  });
  expectGenerated(PAGE, 'worlds', table(['world', 'what it is like', 'faults that only some worlds bear', 'share'], worlds));

  const faults = Object.entries<Fault>(FAULTS).map(([id, fault]) => [
    `\`${id}\``,
    `\`${fault.name}\``,
    fault.what,
    'none' in fault ? `not simulated: ${fault.none}` : fault.by,
  ]);
  expectGenerated(PAGE, 'faults', table(['fault', 'name', 'what happens', 'brought about by'], faults));

  const said = [
    ...COMMIT_LAWS.map(({ id, says, on }) => ({ id, says, when: `each commit of a ${on}` })),
    ...SIGHT_LAWS.map(({ id, says, seenBy }) => ({ id, says, when: `when it is seen: ${seenBy}` })),
    ...LAWS_AT_REST.map(({ id, says, excused }) => ({ id, says, when: excused ? 'at rest, in worlds that allow it' : 'at rest' })),
    ...Object.entries(NO_LAW_YET).map(([id, why]) => ({ id: id as LawId, says: why, when: 'not yet' })),
    ...Object.entries(IN_PART).map(([id, why]) => ({ id: id as LawId, says: why, when: 'in part' })),
  ].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  const laws = said.map(({ id, says, when }) => [`\`${id}\``, `${says[0]?.toUpperCase()}${says.slice(1)}`, when]);
  expectGenerated(PAGE, 'laws', table(['law', 'what holds', 'when'], laws));
});

/** What came of it is measured and has a date; which cases there are, and that the sums are right, is not. */
test('every case that is enumerated has its row, and the sums are those of the rows', () => {
  const page = readFileSync(PAGE, 'utf8').split('## Crash points')[1]?.split('\n## ')[0] ?? '';
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+?) \| (\d+) \|(.+)\|$/gm)].map(([, action, how, awaits, by = '']) => {
    const parts = by.split(/[|+]/).map(Number);
    return { name: `${action} ${how}`, action, awaits: Number(awaits), sum: parts.reduce((sum, n) => sum + n, 0) };
  });
  expect(rows.map(({ name }) => name)).toEqual(ACTION_KINDS.map(({ action, what }) => `${action} ${what}`));
  expect(rows.filter(({ awaits, sum }) => awaits !== sum)).toEqual([]);
  const crashes = rows.reduce((sum, { awaits }) => sum + awaits, 0).toLocaleString('en-US');
  expect(page).toContain(`${crashes} crashes in ${rows.length} cases of all ${new Set(rows.map(({ action }) => action)).size} actions`);
});
