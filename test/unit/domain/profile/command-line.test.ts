import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitCommand } from '../../../../lib/domain/profile/command-line.ts';

describe('a command is split as a POSIX shell splits it', () => {
  test.each([
    ['', []],
    [' \t\n ', []],
    ['a', ['a']],
    ['sleep 60', ['sleep', '60']],
    ['  a\tb\nc  ', ['a', 'b', 'c']],
    ["echo 'a b'", ['echo', 'a b']],
    ['echo "a b"', ['echo', 'a b']],
    [`a'b'"c"d`, ['abcd']],
    [`'' ""`, ['', '']],
    [`a''`, ['a']],
    ["'a\\'", ['a\\']],
    ['a\\ b', ['a b']],
    ['a\\"b', ['a"b']],
    [String.raw`"\$ \` \" \\ \n"`, ['$ ` " \\ \\n']],
    ['a\\\nb', ['ab']],
    ['a \\\n b', ['a', 'b']],
    ['"a\\\nb"', ['ab']],
    [`"it's"`, ["it's"]],
    [`'say "x"'`, ['say "x"']],
  ])('%j → %j', (text, words) => expect(splitCommand(text)).toEqual({ kind: 'ok', words }));

  test.each([
    ['$HOME `id` $(id) * ? ~ {a,b}', ['$HOME', '`id`', '$(id)', '*', '?', '~', '{a,b}']],
    ['a && b | c > d ; e & # f', ['a', '&&', 'b', '|', 'c', '>', 'd', ';', 'e', '&', '#', 'f']],
    ['"$(rm -rf /)"', ['$(rm -rf /)']],
  ])('and nothing in it is carried out: %j', (text, words) => expect(splitCommand(text)).toEqual({ kind: 'ok', words }));

  test.each([
    ["a 'b", "The command has no closing quotation mark (')"],
    ['a "b', 'The command has no closing quotation mark (")'],
    ['"a\\"', 'The command has no closing quotation mark (")'],
    ['a\\', 'The command ends in a backslash'],
  ])('%j is refused', (text, message) => expect(splitCommand(text)).toEqual({ kind: 'fault', message }));

  test('words quoted as every shell advises come back as they were', () => {
    const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        expect(splitCommand(words.map(quote).join(' '))).toEqual({ kind: 'ok', words });
      }),
    );
  });
});
