import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitCommand } from '../../../../lib/domain/profile/command-line.ts';
import { quoted } from '../../../../lib/drivers/docker/adoption.ts';

test('words that are quoted and joined are split into the same words', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('', "'", '"', '\\', '$HOME', 'a b', '\n', "it's", '`id`'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(splitCommand(words.map(quoted).join(' '))).toEqual({ kind: 'ok', words });
    }),
  );
});
