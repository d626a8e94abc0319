import { describe, expect, test } from '@jest/globals';
import { type Allowance, allowanceOf, checkUrl } from '../../../../lib/domain/outgoing/destination.ts';
import { checkHeaders } from '../../../../lib/domain/outgoing/headers.ts';

const allowance = (entries: readonly string[] = [], ports: readonly number[] = []): Allowance => {
  const read = allowanceOf(entries, ports);
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const verdict = (url: string, rules = allowance()): string => {
  const read = checkUrl(url, rules);
  return read.kind === 'ok' ? 'ok' : read.code;
};

test.each([
  'https://example.com/hook',
  'http://example.com',
  'https://example.com:8443/a?b=c',
  'http://8.8.8.8/',
  'https://[2606:4700::1111]/',
  'https://xn--bcher-kva.example/',
  'HTTPS://EXAMPLE.COM./',
])('%s is called', (url) => expect(verdict(url)).toBe('ok'));

test.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com:70/_x',
  'javascript:alert(1)',
  'data:text/plain,x',
  '//example.com/',
  'example.com',
  '',
  'https://user@example.com/',
  'https://user:pass@example.com/',
  'https://@example.com/',
  'https://example.com:22/',
  'https://example.com:1023/',
  'https://example.com:0/',
  'https://example.com:99999/',
  'https://example.com/\r\nX: y',
  'https://exa\tmple.com/',
  ' https://example.com/',
  'https:\\\\example.com\\',
  'https://example.com\\@evil.example/',
  'https://exämple.com/',
  'https://example.com%00.evil/',
  'https:///nowhere',
  `https://example.com/${'a'.repeat(2_048)}`,
])('%j is no URL to call', (url) => expect(verdict(url)).toBe('outgoing.url.invalid'));

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'http://2852039166/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://0x7f.1/',
  'http://127.1/',
  'http://0/',
  'http://[::]/',
  'http://[::1]/',
  'http://[fd00:ec2::254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://10.0.0.1/',
  'http://①②⑦.0.0.1/',
  'http://127.0.0.1./',
])('%s leads where nobody may', (url) => expect(verdict(encodeURI(url))).not.toBe('ok'));

describe('what the operator opens', () => {
  test('a range', () => {
    expect(verdict('http://127.0.0.1:8080/', allowance(['127.0.0.0/8']))).toBe('ok');
    expect(verdict('http://[::ffff:127.0.0.1]:8080/', allowance(['127.0.0.0/8']))).toBe('ok');
    expect(verdict('http://10.0.0.1/', allowance(['127.0.0.0/8']))).toBe('outgoing.address.forbidden');
  });
  test('but no metadata, unless by name', () => {
    expect(verdict('http://169.254.169.254/', allowance(['169.254.0.0/16', '0.0.0.0/0']))).toBe('outgoing.address.forbidden');
    expect(verdict('http://169.254.169.254/', allowance(['169.254.169.254']))).toBe('ok');
  });
  test('a port', () => expect(verdict('http://example.com:81/', allowance([], [81]))).toBe('ok'));
  test.each(['nonsense!', '10.0.0.0/40', '127.1', 'http://x/'])('%s is no allowance', (entry) => expect(allowanceOf([entry])).toBe(entry));
});

describe('headers', () => {
  test('of a user', () => expect(checkHeaders({ Authorization: 'Bearer x', 'X-A': 'b c\td' })).toBeUndefined());
  test.each([
    { 'X-A': 'b\r\nHost: evil' },
    { 'X-A\r\n': 'b' },
    { '': 'b' },
    { Host: 'evil' },
    { 'transfer-encoding': 'chunked' },
    { 'Content-Length': '5' },
    { Connection: 'upgrade' },
    { 'X-A': 'ä' },
    { 'X-A': 'a'.repeat(9_000) },
  ])('%j are refused', (headers) =>
    expect(checkHeaders(headers as unknown as Record<string, string>)?.code).toBe('outgoing.header.invalid'),
  );
});
