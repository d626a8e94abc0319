import { expect, test } from '@jest/globals';
import { shown } from '../../../../lib/domain/spec/scalar.ts';

test.each([
  [255, 255],
  [256, 255],
  [5_000, 255],
])('a text of %i characters is shown in %i', (length, wanted) => {
  const text = shown('x'.repeat(length));
  expect([text.length, text.endsWith('...')]).toEqual([wanted, length > 255]);
});
