import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { EC2_OPERATIONS } from '../../../lib/wire/aws/ec2/endpoint.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/reference/ec2.md'), 'utf8');
const table = page.slice(0, page.indexOf('## Launch templates'));
const listed = [...table.matchAll(/^\| `.*? \|/gm)].flatMap(([cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));

test('every operation of EC2 is on the page, and no other', () => {
  expect(listed.toSorted()).toEqual(Object.keys(EC2_OPERATIONS).toSorted());
});
