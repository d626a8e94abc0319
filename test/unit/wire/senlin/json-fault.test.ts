import { describe, expect, test } from '@jest/globals';
import { jsonFault } from '../../../../lib/wire/senlin/json-fault.ts';

describe('what is wrong with a text that is no JSON', () => {
  test.each([
    ['{"profile": {', 'Expecting property name enclosed in double quotes: line 1 column 14 (char 13)'],
    ['{nope', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ["{'a': 1}", 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{,}', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{1:2}', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{"a":1,', 'Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
    ['{"a":1,}', 'Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
    ['{"a', 'Unterminated string starting at: line 1 column 2 (char 1)'],
    ['{"a":"b', 'Unterminated string starting at: line 1 column 6 (char 5)'],
    ['{"a":"\\', 'Unterminated string starting at: line 1 column 6 (char 5)'],
    ['{"a"', "Expecting ':' delimiter: line 1 column 5 (char 4)"],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ['{"a":', 'Expecting value: line 1 column 6 (char 5)'],
    ['{"a":}', 'Expecting value: line 1 column 6 (char 5)'],
    ['{"a":tru}', 'Expecting value: line 1 column 6 (char 5)'],
    ['{"a":-}', 'Expecting value: line 1 column 6 (char 5)'],
    ['{"a":[1,]}', 'Expecting value: line 1 column 9 (char 8)'],
    ['{"a":[', 'Expecting value: line 1 column 7 (char 6)'],
    ['{"a":[}', 'Expecting value: line 1 column 7 (char 6)'],
    ['{"a":1', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":1]', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":1 2}', "Expecting ',' delimiter: line 1 column 8 (char 7)"],
    ['{"a":01}', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":1.}', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":1e}', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":[1 2]}', "Expecting ',' delimiter: line 1 column 9 (char 8)"],
    ['{"a":{}', "Expecting ',' delimiter: line 1 column 8 (char 7)"],
    ['{"a":[]', "Expecting ',' delimiter: line 1 column 8 (char 7)"],
    ['{\n  "a": 1\n  "b": 2}', "Expecting ',' delimiter: line 3 column 3 (char 13)"],
    ['{"a":"x\ny"}', 'Invalid control character at: line 1 column 8 (char 7)'],
    ['{"a":"é\t"}', 'Invalid control character at: line 1 column 8 (char 7)'],
    ['{"a":"😀\t"}', 'Invalid control character at: line 1 column 8 (char 7)'],
    ['{"a":"\\q"}', 'Invalid \\escape: line 1 column 7 (char 6)'],
    ['{"a":"\\u12"}', 'Invalid \\uXXXX escape: line 1 column 8 (char 7)'],
    ['{"a":"\\ud83d\\u12"}', 'Invalid \\uXXXX escape: line 1 column 14 (char 13)'],
    ['{"a":"\\u00e9', 'Invalid \\uXXXX escape: line 1 column 8 (char 7)'],
    ['{} x', 'Extra data: line 1 column 4 (char 3)'],
  ])('%s', (text, message) => {
    expect(jsonFault(text)).toBe(message);
  });

  test.each(['NaN', 'Infinity', '-Infinity'])('%s is no number, whatever Python says', (text) => {
    expect(jsonFault(`{"a":${text}}`)).toBe('Expecting value: line 1 column 6 (char 5)');
  });

  test('brackets without end need no stack', () => {
    expect(jsonFault(`{"a":${'['.repeat(200_000)}`)).toBe('Expecting value: line 1 column 200006 (char 200005)');
  });
});
