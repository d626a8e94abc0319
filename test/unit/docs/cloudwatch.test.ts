import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { cloudWatchModel } from '../../../lib/composition/sdk-model.ts';
import { monitoringOperations } from '../../../lib/wire/aws/monitoring/endpoint.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/reference/cloudwatch.md'), 'utf8');
const table = page.slice(0, page.indexOf('## Metrics'));
const listed = [...table.matchAll(/^\| `.*? \|/gm)].flatMap(([cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
const here = Object.keys(monitoringOperations(Date.now));

test('every operation is on the page, and no other', () => {
  expect(listed.toSorted()).toEqual(here.toSorted());
});

test("every operation is one of AWS's", () => {
  const model = cloudWatchModel();
  expect(here.filter((name) => !model.has(name))).toEqual([]);
});
