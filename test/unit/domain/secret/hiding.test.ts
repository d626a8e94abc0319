import { describe, expect, test } from '@jest/globals';
import { HIDDEN_SECRET, hiddenBy, hide, hideIn } from '../../../../lib/domain/secret/hiding.ts';
import { writingsOf } from '../../../../lib/domain/secret/writings.ts';

const hidden = (...secrets: string[]) => hiddenBy(secrets.flatMap(writingsOf));
const SECRET = 'p@ss/w0rd "quoted" ünï\n<&>';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret is hidden', () => {
  test.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ env: SECRET })],
    ['in JSON that is a text in JSON', JSON.stringify({ message: JSON.stringify({ env: SECRET }) })],
    ['in JSON as Python writes it', JSON.stringify(SECRET).replaceAll('ü', '\\u00fc').replaceAll('ï', '\\u00ef')],
    ['in JSON as Go writes it', JSON.stringify(SECRET).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026').replaceAll('>', '\\u003e')],
    ['in a URL', `https://x/?q=${encodeURIComponent(SECRET)}&r=1`],
    ['in a form', new URLSearchParams({ q: SECRET }).toString()],
    ['in HTML', SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')],
    ['in base64', base64(SECRET)],
    ['in base64 behind one sign', base64(`u${SECRET}`)],
    ['in base64 behind two', base64(`u:${SECRET}`)],
    ['in base64 between others', base64(`user:${SECRET}, and more`)],
    ['in base64 for URLs', Buffer.from(`admin:${SECRET}`).toString('base64url')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['without what is around it', SECRET.trim()],
  ])('%s', (_, text) => {
    const shown = hide(`before ${text} after`, hidden(SECRET));
    expect(shown).toContain(HIDDEN_SECRET);
    expect(shown).toMatch(/^before .* after$/s);
    for (const piece of ['w0rd', base64(SECRET).slice(4, 14), encodeURIComponent(SECRET).slice(0, 8), Buffer.from('w0rd').toString('hex')])
      expect(shown).not.toContain(piece);
  });

  test('wherever it is in a value, and as the name of a member', () => {
    const value = { a: [`x ${SECRET}`, 1, null, true], [`k${SECRET}`]: { b: SECRET } };
    expect(hideIn(value, hidden(SECRET))).toEqual({
      a: [`x ${HIDDEN_SECRET}`, 1, null, true],
      [`k${HIDDEN_SECRET}`]: { b: HIDDEN_SECRET },
    });
  });

  test('one line of many, and one text of an object', () => {
    const key = '-----BEGIN KEY-----\nMIIBOgIBAAJBAKj34GkxFhD9\nQJAVmzW0p7t9mzK1l0aZq\n-----END KEY-----\n';
    expect(hide('bad line MIIBOgIBAAJBAKj34GkxFhD9!', hidden(key))).toBe(`bad line ${HIDDEN_SECRET}!`);
    expect(hide('login shop-user / s3cr3t-word', hidden('{"user":"shop-user","password":"s3cr3t-word"}'))).toBe(
      `login ${HIDDEN_SECRET} / ${HIDDEN_SECRET}`,
    );
  });

  test('but no short line of many, which is found everywhere', () => {
    expect(hide('it was production that failed', hidden('stage:\nproduction\nMIIBOgIBAAJBAKj34GkxFhD9\n'))).toBe(
      'it was production that failed',
    );
  });

  test('also where the end of it was cut off', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz';
    expect(hide('it says abcdefghijklm', hidden(long))).toBe(`it says ${HIDDEN_SECRET}`);
    expect(hide('it says abcdefghijklm...', hidden(long))).toBe(`it says ${HIDDEN_SECRET}...`);
    expect(hide('it says abcdefghijklm and more', hidden(long))).toBe('it says abcdefghijklm and more');
  });

  test('the longer of two that begin alike', () => {
    expect(hide('x=password-and-more;', hidden('password', 'password-and-more'))).toBe(`x=${HIDDEN_SECRET};`);
  });
});

test('what is too short to be a secret is left, and so is everything where there is nothing to hide', () => {
  expect(hide('root wheel', hidden('root'))).toBe('root wheel');
  expect(hide(SECRET, hidden())).toBe(SECRET);
});

test('what is shorter than six characters is found everywhere, and not hidden', () => {
  expect(writingsOf('abcde')).toEqual([]);
  expect(writingsOf('abcdef')).toContain('abcdef');
});
