import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const read = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../../..', name), 'utf8');

test('README.md says why each package is there', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json'));
  const said = [...read('README.md').matchAll(/^\| `([^`]+)`[^|]* \| [^|]+ \| [^|]+ \|$/gm)].map(([, name = '']) => name);
  expect(said.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).toSorted());
});
