import { expect, test } from '@jest/globals';
import { readMachines } from '../../../lib/composition/machines.ts';
import { readPrices } from '../../../lib/composition/prices.ts';

test('prices are read as they are written, an empty list too; nothing said is no prices', () => {
  expect(readPrices('[{"per_hour": 2}]')).toEqual([{ per_hour: 2 }]);
  expect(readPrices(' []')).toEqual([]);
  expect(readPrices('')).toBeUndefined();
});

test.each([
  ['[{"per_hour": -1}]', 'COPPICE_PRICES'],
  ['{"per_hour": 1}', 'expected array'],
  ['[{', 'COPPICE_PRICES is no JSON'],
  ['/nowhere/prices.json', 'COPPICE_PRICES is no JSON, and no file that can be read'],
])('%s stops the start, and says what is wrong', (setting, says) => expect(() => readPrices(setting)).toThrow(says));

test('so does a table of machines that is not there', () => {
  expect(() => readMachines('/nowhere/machines.json', true)).toThrow('COPPICE_AWS_MACHINES');
});
