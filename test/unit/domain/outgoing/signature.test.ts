import { expect, test } from '@jest/globals';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { checkSignature, signatureHeaders } from '../../../../lib/domain/outgoing/signature.ts';
import { sha256Hmac } from '../../../../lib/platform/sha256-hmac.ts';

const NOW = instant(1_800_000_000_500);
const lower = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
const signed = (body: string, at = NOW) => lower(signatureHeaders(body, at, (text) => sha256Hmac.sign('secret', text)));
const check = (headers: Readonly<Record<string, string>>, body: string, secret = 'secret') =>
  checkSignature(headers, body, NOW, (text, signature) => sha256Hmac.matches(secret, text, signature))?.code;

test('what was signed is known again', () => {
  expect(signed('{"a":1}')).toEqual({
    'x-coppice-timestamp': '1800000000',
    // printf '1800000000.{"a":1}' | openssl dgst -sha256 -hmac secret
    'x-coppice-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  });
  expect(check(signed('{"a":1}'), '{"a":1}')).toBeUndefined();
});

test.each([-300_000, 300_000])('for five minutes either way', (off) => expect(check(signed('x', instant(NOW + off)), 'x')).toBeUndefined());

test('and nothing else is', () => {
  expect(check(signed('x'), 'y')).toBe('signature.invalid');
  expect(check(signed('x'), 'x', 'another')).toBe('signature.invalid');
  expect(check(signed('x', instant(NOW - 301_000)), 'x')).toBe('signature.invalid');
  expect(check(signed('x', instant(NOW + 301_000)), 'x')).toBe('signature.invalid');
  expect(check({}, 'x')).toBe('signature.invalid');
  expect(check({ ...signed('x'), 'x-coppice-timestamp': '1800000001' }, 'x')).toBe('signature.invalid');
  expect(check({ ...signed('x'), 'x-coppice-signature': 'sha256=00' }, 'x')).toBe('signature.invalid');
  expect(check({ ...signed('x'), 'x-coppice-timestamp': 'NaN' }, 'x')).toBe('signature.invalid');
});
