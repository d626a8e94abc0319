import { describe, expect, test } from '@jest/globals';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { inputsOf } from '../../../../lib/domain/receiver/inputs.ts';
import { heardOnce, keyOf, rotated } from '../../../../lib/domain/receiver/keys.ts';
import { readMessage } from '../../../../lib/domain/receiver/message.ts';

const NOW = instant(1_000_000);
const key = (digest: string) => ({ digest, hmacSealed: null });

describe('a secret', () => {
  const first = rotated([], key('a'), NOW, seconds(0));
  const second = rotated(first, key('b'), NOW, seconds(60));

  test('is good until it is replaced, and then for the overlap', () => {
    expect(keyOf(first, 'a', NOW)).toBeDefined();
    expect(keyOf(second, 'b', NOW)).toBeDefined();
    expect(keyOf(second, 'a', instant(NOW + 59_999))).toBeDefined();
    expect(keyOf(second, 'a', instant(NOW + 60_000))).toBeUndefined();
    expect(keyOf(second, 'c', NOW)).toBeUndefined();
  });

  test('without an overlap is forgotten', () => expect(rotated(first, key('b'), NOW, seconds(0))).toEqual([{ ...key('b'), until: null }]));

  test('that was leaving stays no longer for a second rotation, and may have to go sooner', () => {
    const until = (digest: string, overlap: number) =>
      rotated(second, key('c'), NOW, seconds(overlap)).find((k) => k.digest === digest)?.until;
    expect(until('a', 600)).toBe(NOW + 60_000);
    expect(until('a', 10)).toBe(NOW + 10_000);
    expect(until('a', 0)).toBeUndefined();
  });
});

test('what was heard is not heard again, until it is too old to matter', () => {
  const heard = heardOnce([], 'x', instant(NOW + 10), NOW) ?? [];
  expect(heardOnce(heard, 'x', instant(NOW + 10), NOW)).toBeUndefined();
  expect(heardOnce(heard, 'y', instant(NOW + 20), instant(NOW + 10))).toEqual([{ mark: 'y', until: NOW + 20 }]);
});

describe('what a call may set', () => {
  const known = ['count', 'force'];
  const of = (params: object, allowedParams: readonly string[] | null, given: object) =>
    inputsOf({ params: params as never, allowedParams }, given as never, known);

  test('is what is stored, if nothing else is said', () => {
    expect(of({ count: 1 }, null, { count: 2 })).toEqual({ kind: 'ok', inputs: { count: 2 } });
    expect(of({}, null, { count: 2 })).toMatchObject({ code: 'receiver.param-not-allowed', message: expect.stringContaining("'count'") });
  });
  test('is what is said', () => {
    expect(of({ count: 1 }, ['count'], { count: 2, alarm: 'x' })).toEqual({ kind: 'ok', inputs: { count: 2 } });
    expect(of({ count: 1 }, [], { count: 2 })).toMatchObject({ code: 'receiver.param-not-allowed' });
    expect(of({ count: 1 }, ['count'], { force: true })).toMatchObject({ code: 'receiver.param-not-allowed' });
  });
  test('passes over what means nothing', () => {
    const alarm = JSON.parse('{"__proto__": {"count": 9}, "constructor": 1, "severity": "low", "cluster_id": "other"}');
    expect(of({ count: 1 }, null, alarm)).toEqual({ kind: 'ok', inputs: { count: 1 } });
  });
});

describe('a message', () => {
  test('says what to do with which cluster', () => {
    expect(readMessage('{"cluster":"web","action":"CLUSTER_SCALE_OUT","params":{"count":1},"more":1}')).toEqual({
      kind: 'ok',
      signal: { cluster: 'web', action: 'CLUSTER_SCALE_OUT', params: { count: 1 } },
    });
    const long = (length: number) => '{"cluster":"web","action":"CLUSTER_CHECK"}'.padEnd(length);
    expect(readMessage(long(65_535)).kind).toBe('ok');
    expect(readMessage(long(65_536)).kind).not.toBe('ok');
    expect(readMessage('{"cluster":"web","action":"CLUSTER_CHECK"}')).toMatchObject({ signal: { params: {} } });
  });
  test.each([
    ['', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    ['{"action":"CLUSTER_CHECK"}', "'cluster'"],
    ['{"cluster":"web","action":"CLUSTER_CREATE"}', "'action'"],
    ['{"cluster":"web","action":"NODE_CHECK"}', "'action'"],
    ['{"cluster":"web","action":"CLUSTER_CHECK","params":[]}', "'params'"],
    [`{"cluster":"web","action":"CLUSTER_CHECK","params":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`, 'nested'],
    ['['.repeat(60_000), 'nested'],
    [`"${'x'.repeat(70_000)}"`, 'characters'],
  ])('%.40s is none', (text, why) => {
    expect(readMessage(text)).toMatchObject({ code: 'receiver.message-unreadable', message: expect.stringContaining(why) });
  });
});
