import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { permanent } from '../../../lib/domain/kernel/fault.ts';
import { faultResponse } from '../../../lib/wire/senlin/faults.ts';
import { firstColumn } from '../../support/generated-block.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PAGE = 'docs/reference/faults.md';
const KINDS = [
  'cluster',
  'node',
  'profile',
  'policy',
  'action',
  'event',
  'schedule',
  'receiver',
  'subscription',
  'workflow',
  'execution',
  'orphan',
  'grant',
];

const sources = readdirSync(path.join(ROOT, 'lib'), { recursive: true })
  .map(String)
  // What simulated clouds answer is nobody's.
  .filter((name) => name.endsWith('.ts') && !name.startsWith('simulator/'))
  .map((name) => readFileSync(path.join(ROOT, 'lib', name), 'utf8'));

/** Codes begin with the words that codes begin with where a fault is made or answered: what else is quoted and dotted is something else. */
const MADE = /(?:\b(?:permanent|transient|refused?|invalid)\(\s*'|^ {2}'(?=[a-z.-]+': \{ status))([a-z-]+)[.']/gm;
const families = new Set(sources.flatMap((text) => [...text.matchAll(MADE)].map(([, family = '']) => family)));
const NO_CODES = [
  'instance.group-id',
  'instance.group-name',
  'node.name.format',
  'node.metadata',
  'node.follows_profile',
  'resource.properties',
  'sealing.key',
];

const literal = sources.flatMap((text) => [...text.matchAll(/'([a-z-]+(?:\.[a-z-]+)+)'/g)].map(([, code = '']) => code));
const inCode = new Set([
  ...literal.filter((code) => families.has(code.split('.')[0] ?? '') && !NO_CODES.includes(code)),
  'forbidden',
  // lookup.ts: the kind of what was looked up stands in front.
  ...KINDS.flatMap((kind) => [`${kind}.not-found`, `${kind}.ambiguous`]),
  'profile-type.not-found',
  'policy-type.not-found',
  'profile-type.version',
  'policy-type.version',
]);

const page = readFileSync(path.join(ROOT, PAGE), 'utf8');
const unraised = [...(/^Known to the wire.*$/m.exec(page)?.[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

test('every code of the program is on the page, and no other', () => {
  expect([...firstColumn(PAGE), ...unraised].toSorted()).toEqual([...inCode].toSorted());
});

describe('the answer a code comes to', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (\d{3}) \|/gm)].map(([, code = '', status = '']): [string, number] => [
    code,
    Number(status),
  ]);
  const ofClustering = rows.filter(([code]) => !/^(identity|request\.(method|not-found))/.test(code));
  test.each(ofClustering)('%s is %i', (code, status) => {
    expect(faultResponse(permanent(code, 'Why.')).status).toBe(status);
  });
});
