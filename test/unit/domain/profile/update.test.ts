import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { novaServer } from '../../../../lib/domain/profile/nova-server.ts';
import { updatableDifference } from '../../../../lib/domain/profile/update.ts';

const server = {
  flavor: '1',
  image: 'a',
  key_name: 'k',
  metadata: { a: 1, b: [1, 2] },
  networks: [{ network: 'n' }],
  auto_disk_config: true,
};

describe('from one profile to another', () => {
  test.each<[string, JsonObject, string[]]>([
    ['nothing', {}, []],
    ['a value', { flavor: '2' }, ['flavor']],
    ['the order of a Map, which means nothing', { metadata: { b: [1, 2], a: 1 } }, []],
    ['the order of a List, which means something', { metadata: { a: 1, b: [2, 1] } }, ['metadata']],
    ['something new', { name: 'x' }, ['name']],
    ['several, in the order of the schema', { networks: [], name: 'x', flavor: '2' }, ['flavor', 'name', 'networks']],
    ['a Map that becomes nothing', { metadata: null }, ['metadata']],
    ['a Map that becomes a text', { metadata: 'a' }, ['metadata']],
    ['a text that becomes a Map', { flavor: { a: 1 } }, ['flavor']],
    ['a List that becomes nothing', { networks: null }, ['networks']],
    ['a Map that has less in it', { metadata: { a: 1 } }, ['metadata']],
    ['a Map that has something else in it', { metadata: { a: 1, c: [1, 2] } }, ['metadata']],
    ['a List that becomes a Map', { networks: { '0': { network: 'n' } } }, ['networks']],
  ])('%s', (_what, difference, changed) => {
    expect(updatableDifference(novaServer, server, { ...server, ...difference })).toEqual({ kind: 'ok', changed });
  });

  test('something taken away', () => {
    const { image: _, ...rest } = server;
    expect(updatableDifference(novaServer, server, rest)).toEqual({ kind: 'ok', changed: ['image'] });
  });

  test('what is not updatable is named, all of it', () => {
    expect(updatableDifference(novaServer, server, { ...server, flavor: '2', user_data: 'x', key_name: 'l' })).toEqual({
      kind: 'fault',
      fault: {
        kind: 'permanent',
        code: 'profile.not-updatable',
        message: 'The following properties are not updatable: key_name, user_data.',
      },
    });
  });
});
