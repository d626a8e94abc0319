import { describe, expect, test } from '@jest/globals';
import { parseCredentialRequest } from '../../../../lib/wire/keystone/credential-request.ts';

const parse = (credential: unknown) => parseCredentialRequest(JSON.stringify({ application_credential: credential }));

describe('a new application credential', () => {
  test('needs a name and nothing else', () => {
    expect(parse({ name: 'ci' })).toEqual({
      kind: 'ok',
      value: { name: 'ci', description: null, secret: undefined, expiresAt: null, roles: undefined, unrestricted: false },
    });
  });

  test('may say everything', () => {
    const all = {
      name: 'ci',
      description: 'd',
      secret: 's',
      expires_at: '2030-01-02T03:04:05',
      roles: [{ name: 'member' }, { id: 'abc' }],
      unrestricted: true,
      access_rules: [],
    };
    expect(parse(all)).toMatchObject({
      kind: 'ok',
      value: { description: 'd', secret: 's', expiresAt: Date.UTC(2030, 0, 2, 3, 4, 5), roles: ['member', 'abc'], unrestricted: true },
    });
  });

  test('null is as good as nothing', () => {
    const nothing = { description: null, secret: null, expires_at: null, roles: null, unrestricted: null, access_rules: null };
    expect(parse({ name: 'ci', ...nothing })).toEqual(parse({ name: 'ci' }));
  });

  test.each([
    ['2030-01-02T03:04:05Z', Date.UTC(2030, 0, 2, 3, 4, 5)],
    ['2030-01-02T03:04:05.678901Z', Date.UTC(2030, 0, 2, 3, 4, 5, 678)],
    ['2030-01-02T03:04:05+02:00', Date.UTC(2030, 0, 2, 1, 4, 5)],
    ['2030-01-02T03:04:05-0130', Date.UTC(2030, 0, 2, 4, 34, 5)],
  ])('reads the time %s', (expires, ms) => {
    expect(parse({ name: 'ci', expires_at: expires })).toMatchObject({ value: { expiresAt: ms } });
  });

  test.each<[string, unknown]>([
    ['no body', undefined],
    ['no name', {}],
    ['a blank name', { name: '  ' }],
    ['a long name', { name: 'x'.repeat(256) }],
    ['a field nobody knows', { name: 'ci', project_id: 'p' }],
    ['access rules', { name: 'ci', access_rules: [{ path: '/v1', method: 'GET', service: 'clustering' }] }],
    ['a role by id and name', { name: 'ci', roles: [{ id: 'a', name: 'b' }] }],
    ['a role by nothing', { name: 'ci', roles: [{}] }],
    ['a role that is text', { name: 'ci', roles: ['member'] }],
    ['an empty secret', { name: 'ci', secret: '' }],
    ['yes for true', { name: 'ci', unrestricted: 'yes' }],
    ['a day that is in no calendar', { name: 'ci', expires_at: '2030-02-30T00:00:00' }],
    ['an hour that is on no clock', { name: 'ci', expires_at: '2030-02-20T25:00:00' }],
    ['a date', { name: 'ci', expires_at: '2030-02-20' }],
    ['a number of seconds', { name: 'ci', expires_at: 1900000000 }],
    ['garbage', { name: 'ci', expires_at: 'tomorrow' }],
  ])('refuses %s', (_, credential) => {
    expect(parse(credential)).toMatchObject({ kind: 'fault', fault: { code: 'request.malformed' } });
  });
});
