import { expect, test } from '@jest/globals';
import { matches } from '../../../infra/local/event-pattern.mjs';

const event = { source: 'coppice', 'detail-type': 'node.created', detail: { size: 3, tags: ['a', 'b'], name: 'Web-1', empty: null } };

test.each([
  ['nothing asked', {}, true],
  ['an exact value', { source: ['other', 'coppice'] }, true],
  ['another value', { source: ['other'] }, false],
  ['prefix', { 'detail-type': [{ prefix: 'node.' }] }, true],
  ['prefix of something else', { 'detail-type': [{ prefix: 'cluster.' }] }, false],
  ['suffix', { 'detail-type': [{ suffix: '.created' }] }, true],
  ['wildcard', { detail: { name: [{ wildcard: 'W*-*' }] } }, true],
  ['wildcard takes a dot literally', { 'detail-type': [{ wildcard: 'node?created' }] }, false],
  ['case ignored', { detail: { name: [{ 'equals-ignore-case': 'web-1' }] } }, true],
  ['a field that is there', { detail: { size: [{ exists: true }] } }, true],
  ['a field that is not', { detail: { other: [{ exists: false }] } }, true],
  ['a field that ought not to be', { detail: { size: [{ exists: false }] } }, false],
  ['null', { detail: { empty: [null] } }, true],
  ['any of several values in the event', { detail: { tags: ['b'] } }, true],
  ['numeric within', { detail: { size: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
  ['numeric without', { detail: { size: [{ numeric: ['>', 3] }] } }, false],
  ['numeric against text', { detail: { name: [{ numeric: ['>', 3] }] } }, false],
  ['anything but', { detail: { name: [{ 'anything-but': ['x', 'y'] }] } }, true],
  ['anything but this', { detail: { name: [{ 'anything-but': 'Web-1' }] } }, false],
  ['anything but a prefix', { detail: { name: [{ 'anything-but': { prefix: 'Web' } }] } }, false],
  ['one of two alternatives', { $or: [{ source: ['x'] }, { detail: { size: [3] } }] }, true],
  ['neither of two alternatives', { $or: [{ source: ['x'] }, { detail: { size: [4] } }] }, false],
  ['a field below a value that has none', { source: { name: ['x'] } }, false],
  ['a matcher nobody knows', { source: [{ telepathy: true }] }, false],
])('%s', (_, pattern, wanted) => {
  expect(matches(pattern, event)).toBe(wanted);
});
