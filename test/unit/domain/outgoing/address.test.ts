import { describe, expect, test } from '@jest/globals';
import { isWithin, parseAddress, parseRange, showAddress } from '../../../../lib/domain/outgoing/address.ts';
import { reachOf } from '../../../../lib/domain/outgoing/reach.ts';

describe('an address in any spelling', () => {
  test.each([
    ['169.254.169.254', '169.254.169.254'],
    ['2852039166', '169.254.169.254'],
    ['0xa9fea9fe', '169.254.169.254'],
    ['0251.0376.0251.0376', '169.254.169.254'],
    ['0xa9.0xfe.43518', '169.254.169.254'],
    ['169.16689662', '169.254.169.254'],
    ['0x7f.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['127.1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['[::1]', '0:0:0:0:0:0:0:1'],
    ['::ffff:10.0.0.1', '0:0:0:0:0:ffff:a00:1'],
    ['FD00:EC2::254', 'fd00:ec2:0:0:0:0:0:254'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, meant) => {
    const address = parseAddress(text);
    expect(address && showAddress(address)).toBe(meant);
  });

  test.each([
    '',
    'localhost',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.256',
    '4294967296',
    '0x',
    '08.1.1.1',
    '1..2',
    ':1',
    '1:2:3',
    '::1::',
    '12345::',
    '::1.2.3.456',
    'a.b',
  ])('%s is none', (text) => expect(parseAddress(text)).toBeUndefined());
});

describe('where an address leads', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['1.1.1.1', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.1', 'public'],
    ['100.63.255.255', 'public'],
    ['2606:4700::1111', 'public'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['fc00::1', 'private'],
    ['fd12::1', 'private'],
    ['fec0::1', 'private'],
    ['64:ff9b:1::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%2', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['2001::1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['::127.0.0.1', 'reserved'],
    ['4000::1', 'reserved'],
  ])('%s is %s', (text, reach) => expect(reachOf(parseAddress(text) ?? [])).toBe(reach));
});

describe('a range', () => {
  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['192.168.4.0/22', '192.168.7.255', true],
    ['192.168.4.0/22', '192.168.8.0', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '::1', false],
    ['fd00::/8', 'fdff::1', true],
    ['::1', '::1', true],
    ['::1', '::2', false],
  ])('%s has %s: %s', (range, address, has) => {
    const [read, at] = [parseRange(range), parseAddress(address)];
    expect(read && at && isWithin(read, at)).toBe(has);
  });

  test.each(['10.0.0.0/33', '::/129', '10/8', 'localhost', '2852039166', '10.0.0.0/', '/8', ''])('%s is none', (text) =>
    expect(parseRange(text)).toBeUndefined(),
  );
});
