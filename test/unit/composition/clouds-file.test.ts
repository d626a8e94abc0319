import { describe, expect, test } from '@jest/globals';
import { cloudsFile, readPasswords, withAuthUrl } from '../../../lib/composition/clouds-file.ts';

const passwords = { coppice: 'one', 'coppice-alt': 'two', 'coppice-reader': 'three', 'coppice-admin': 'four' };
const url = 'http://127.0.0.1:8778/identity/v3';

describe('clouds.yaml', () => {
  test('as a new installation gets it', () => {
    expect(cloudsFile(url, passwords)).toContain(`  coppice-reader:
    auth:
      auth_url: "http://127.0.0.1:8778/identity/v3"
      username: "reader"
      password: "three"
      project_name: "demo"
      user_domain_name: "Default"
      project_domain_name: "Default"
    region_name: "RegionOne"
    identity_api_version: "3"
    interface: public
`);
  });

  test.each([
    'simple',
    'with "quotes" and \\',
    "it's",
    '# not a comment',
    ': {}',
    'two\nlines\t',
    '  ',
    'пароль 😀',
    '\u0085\u2028\u007f',
    '$HOME',
    '$&',
  ])('finds the password %j again', (password) => {
    const file = cloudsFile(url, { ...passwords, 'coppice-alt': password });
    expect(readPasswords(file)).toEqual({ ...passwords, 'coppice-alt': password });
    // YAML has no control characters outside escapes.
    expect(file).not.toMatch(/[\u007f-\u009f\u2028\u2029]/);
  });

  test.each([
    ['plain', 'plain'],
    ["'it''s single'", "it's single"],
    ['"double \\" one"  # mine', 'double " one'],
    ['plain # mine', 'plain'],
    ['a#b', 'a#b'],
  ])('reads %s as its owner wrote it', (scalar, password) => {
    const file = cloudsFile(url, passwords).replace('"one"', () => scalar);
    expect(readPasswords(file).coppice).toBe(password);
  });

  test('a new address changes addresses and nothing else', () => {
    const mine = `${cloudsFile(url, passwords)}  work:\n    auth:\n      auth_url: https://work.example/v3\n      password: secret\n`;
    const moved = withAuthUrl(mine, 'http://127.0.0.1:9000/identity/v3');
    expect(moved).toBe(mine.replaceAll(url, 'http://127.0.0.1:9000/identity/v3'));
    expect(readPasswords(moved)).toEqual(passwords);
  });

  test('of a file that has lost something, what is left', () => {
    expect(readPasswords('')).toEqual({});
    expect(readPasswords('clouds:\n  coppice:\n    auth: {}\nother:\n  password: no\n')).toEqual({});
    expect(readPasswords('clouds:\n  "coppice":\n    auth:\n      password: yes it is\n')).toEqual({ coppice: 'yes it is' });
  });

  test('an escape it cannot read is told without the password', () => {
    const file = cloudsFile(url, passwords).replace('"one"', '"hunter2\\x41"');
    expect(() => readPasswords(file)).toThrow('single quotes');
    expect(() => readPasswords(file)).not.toThrow('hunter2');
  });
});
