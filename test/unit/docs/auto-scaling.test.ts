import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { autoScalingModel } from '../../../lib/composition/sdk-model.ts';
import { OPERATIONS } from '../../../lib/wire/aws/autoscaling/endpoint.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/reference/auto-scaling.md'), 'utf8');
const table = page.slice(0, page.indexOf('## What things are'));
const listed = [...table.matchAll(/^\| `.*? \|/gm)].flatMap(([cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));

test('every operation is on the page, and no other', () => {
  expect(listed.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
});

test("every operation is one of AWS's", () => {
  const model = autoScalingModel();
  expect(Object.keys(OPERATIONS).filter((name) => !model.has(name))).toEqual([]);
});
