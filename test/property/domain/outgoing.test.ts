import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isWithin, parseAddress, showAddress } from '../../../lib/domain/outgoing/address.ts';
import { allowanceOf, checkUrl } from '../../../lib/domain/outgoing/destination.ts';
import { reachOf } from '../../../lib/domain/outgoing/reach.ts';

const byte = fc.integer({ min: 0, max: 255 });
const four = fc.tuple(byte, byte, byte, byte);
const six = fc.array(byte, { minLength: 16, maxLength: 16 });
const nothing = allowanceOf([]);
if (typeof nothing === 'string') throw new Error(nothing);

const spellings = ([a, b, c, d]: readonly [number, number, number, number]): readonly string[] => {
  const whole = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const octal = (n: number) => `0${n.toString(8)}`;
  const hex = (n: number) => `0x${n.toString(16)}`;
  return [
    `${a}.${b}.${c}.${d}`,
    String(whole),
    hex(whole),
    octal(whole),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${whole - a * 2 ** 24}`,
    `[::ffff:${a}.${b}.${c}.${d}]`,
  ];
};

test('an address is the same place in every spelling, and the one that a URL names', () => {
  fc.assert(
    fc.property(four, (address) => {
      const reach = reachOf(address);
      for (const text of spellings(address)) {
        expect(reachOf(parseAddress(text) ?? [])).toBe(reach);
        expect(checkUrl(`http://${text}/`, nothing).kind === 'ok').toBe(reach === 'public');
      }
    }),
  );
});

test('what is shown reads back', () => {
  fc.assert(fc.property(fc.oneof(four, six), (address) => expect(parseAddress(showAddress(address))).toEqual([...address])));
});

test('a range has exactly the addresses that begin as it does', () => {
  fc.assert(
    fc.property(six, six, fc.integer({ min: 0, max: 128 }), (base, address, bits) => {
      const text = (bytes: readonly number[]) => bytes.map((b) => b.toString(2).padStart(8, '0')).join('');
      expect(isWithin({ base, bits }, address)).toBe(text(base).slice(0, bits) === text(address).slice(0, bits));
    }),
  );
});

test('whatever is written, what is called is http to a host and no private address', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl({ withQueryParameters: true }),
        fc.string(),
        fc.string().map((s) => `http://${s}`),
      ),
      (text) => {
        const read = checkUrl(text, nothing);
        if (read.kind !== 'ok') return;
        expect(`${read.to.host}${read.to.path}`).toMatch(/^[!-~]+$/);
        if (read.to.address) expect(reachOf(read.to.address)).toBe('public');
      },
    ),
  );
});
