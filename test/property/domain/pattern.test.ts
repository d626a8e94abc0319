import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../../lib/domain/health/pattern/pattern.ts';

const isIn = (pattern: string, text: string): boolean => {
  const compiled = compilePattern(pattern);
  if (compiled.kind === 'unreadable') throw new Error(`${pattern}: ${compiled.why}`);
  return compiled.pattern.isIn(text);
};

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '\\.', '^', '$', '\\b', ' ', '1', '[a-c1-3]', '\\n');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc.oneof(
    { weight: 6, arbitrary: atom },
    { weight: 1, arbitrary: tie('pattern').map((inside) => `(${inside})`) },
    { weight: 1, arbitrary: tie('pattern').map((inside) => `(?:${inside})`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('a', 'b', '[ab]', '(a|b)', '(ab)', '.'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
        .map((x) => x.join('')),
    },
  ),
  pattern: fc.oneof(
    { weight: 4, arbitrary: fc.array(tie('part'), { maxLength: 5 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.tuple(tie('pattern'), tie('pattern')).map((x) => x.join('|')) },
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '1', '.', '\n'), maxLength: 12 });

describe('a pattern', () => {
  test('is found where the language’s own regular expressions find it', () => {
    fc.assert(
      fc.property(pattern, text, (pattern, text) => {
        // At the very end, before a last line end: Python's `$`, which the language's own has not.
        const own = new RegExp(pattern.replaceAll('$', '(?=\\n?$(?![^]))'), 'u');
        expect(isIn(pattern, text)).toBe(own.test(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['\\f', '\f'],
    ['\\v', '\v'],
    ['\\t', '\t'],
    ['\\r', '\r'],
    ['\\0', '\0'],
  ])('knows the control character %s, and takes no other for it', (pattern, control) => {
    const codes = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
    expect(codes.filter((one) => isIn(pattern, one))).toEqual([control]);
  });

  test.each(['\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '[A-Z]', '[^0-9]'])('%s means what it means anywhere', (pattern) => {
    const all = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    expect(all.filter((one) => isIn(pattern, one))).toEqual(all.filter((one) => new RegExp(pattern, 'u').test(one)));
  });

  test.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(.*)*x', '(a*)*b', 'a{0,100}a{0,100}b', '(\\w+\\s?)*$!'])(
    'that others choke on is found in no time: %s',
    (pattern) => {
      expect(isIn(pattern, `${'a'.repeat(5_000)}!`)).toBe(false);
    },
  );

  test.each([
    ['(', 'a parenthesis never closes'],
    [')', 'a parenthesis closes that never opened'],
    ['*', 'there is nothing to repeat'],
    ['[a', 'it ends in the middle of something'],
    ['a\\', 'it ends in the middle of something'],
    ['(?=a)', 'groups that begin with (? are not supported'],
    ['(a)\\1', '\\1 is not supported'],
    ['[z-a]', 'the range z-a is empty'],
    ['a{3,2}', 'fewer times at most than at least'],
    ['((a{100}){100}){100}', 'too large'],
    ['a'.repeat(501), 'longer than 500'],
    ['('.repeat(60) + ')'.repeat(60), 'deep'],
  ])('that is none says why: %s', (pattern, why) => {
    const compiled = compilePattern(pattern);
    expect(compiled.kind === 'unreadable' && compiled.why).toContain(why);
  });

  test.each([
    ['^a*b$', 'aab', true],
    ['^a*b$', 'b', true],
    ['^a+b$', 'aab', true],
    ['^a+b$', 'b', false],
    ['^a{2,}$', 'aaa', true],
    ['^a{2,}$', 'a', false],
    ['^a{1,2}$', 'aa', true],
    ['^a{1,2}$', 'aaa', false],
    ['^a{2}$', 'aaa', false],
    ['^(ab)*$', 'abab', true],
    ['^(a|bc)d$', 'bcd', true],
    ['^a{0}b$', 'ab', false],
  ])('from edge to edge: %s, %s: %j', (pattern, text, found) => expect(isIn(pattern, text)).toBe(found));

  const SMALL = 'a{480}';
  test.each([
    ['as many characters', 'a'.repeat(500), `${'a'.repeat(470)}[ab]{31}`],
    ['so many times', 'a{500}', 'a{501}'],
    ['up to so many times', 'a{0,250}', 'a{0,251}'],
    ['at least so often', 'a{497,}', 'a{498,}'],
    ['one or the other', `${SMALL}(${'b'.repeat(15)}|cc)`, `${SMALL}(${'b'.repeat(15)}|ccc)`],
    ['one of three', `${SMALL}(${'b'.repeat(13)}|c|dd)`, `${SMALL}(${'b'.repeat(13)}|c|ddd)`],
  ])('is no larger than five hundred steps: %s', (_, largest, larger) => {
    expect(compilePattern(largest).kind).toBe('ok');
    expect(compilePattern(larger)).toMatchObject({ why: 'it is too large once its repetitions are written out' });
  });

  test('of nothing is in everything', () => {
    expect([isIn('', ''), isIn('', 'x')]).toEqual([true, true]);
  });

  test('whatever is written, reading it ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        const compiled = compilePattern(pattern);
        if (compiled.kind === 'ok') compiled.pattern.isIn(text);
      }),
      { numRuns: 3_000 },
    );
  });
});
