import { describe, expect, test } from '@jest/globals';
import { parseAuthRequest } from '../../../../lib/wire/keystone/auth-request.ts';

const parse = (auth: unknown) => parseAuthRequest(JSON.stringify({ auth }));
const password = (user: object, scope?: unknown) => ({ identity: { methods: ['password'], password: { user } }, scope });
const demo = { name: 'demo', domain: { name: 'Default' }, password: 'p' };

describe('what clients send to log in', () => {
  test.each<[string, unknown, unknown]>([
    [
      'the stock CLI',
      password(demo, { project: { name: 'demo', domain: { name: 'Default' } } }),
      {
        proof: { method: 'password', user: { name: 'demo', domain: { name: 'Default' } }, password: 'p' },
        scope: { kind: 'project', name: 'demo', domain: { name: 'Default' } },
      },
    ],
    [
      'no domains at all',
      password({ name: 'demo', password: 'p' }, { project: { name: 'demo' } }),
      {
        proof: { method: 'password', user: { name: 'demo', domain: undefined }, password: 'p' },
        scope: { kind: 'project', name: 'demo', domain: undefined },
      },
    ],
    [
      'ids',
      password({ id: 'u1', password: 'p' }, { project: { id: 'p1' } }),
      { proof: { method: 'password', user: { id: 'u1' }, password: 'p' }, scope: { kind: 'project', id: 'p1' } },
    ],
    ['no scope', password(demo), { scope: undefined }],
    ['unscoped, as it is said', password(demo, 'unscoped'), { scope: { kind: 'unscoped' } }],
    ['unscoped, as old clients say it', password(demo, { unscoped: {} }), { scope: { kind: 'unscoped' } }],
    ['a domain', password(demo, { domain: { id: 'default' } }), { scope: { kind: 'other' } }],
    ['the system', password(demo, { system: { all: true } }), { scope: { kind: 'other' } }],
    ['a trust', password(demo, { 'OS-TRUST:trust': { id: 'x' } }), { scope: { kind: 'other' } }],
    [
      'a token',
      { identity: { methods: ['token'], token: { id: 'abc' } }, scope: { project: { id: 'p1' } } },
      { proof: { method: 'token', token: 'abc' }, scope: { kind: 'project', id: 'p1' } },
    ],
    [
      'an application credential by id',
      { identity: { methods: ['application_credential'], application_credential: { id: 'c1', secret: 's' } } },
      { proof: { method: 'application_credential', credential: { id: 'c1' }, secret: 's' }, scope: undefined },
    ],
    [
      'an application credential by name',
      { identity: { methods: ['application_credential'], application_credential: { name: 'ci', user: { name: 'demo' }, secret: 's' } } },
      {
        proof: { method: 'application_credential', credential: { name: 'ci', user: { name: 'demo', domain: undefined } }, secret: 's' },
        scope: undefined,
      },
    ],
    ['fields nobody knows', { ...password({ ...demo, extra: 1 }), more: {} }, { proof: { method: 'password' } }],
    ['a method said twice', { identity: { methods: ['token', 'token'], token: { id: 'abc' } } }, { proof: { method: 'token' } }],
  ])('%s', (_, auth, request) => {
    expect(parse(auth)).toMatchObject({ kind: 'ok', value: request });
  });
});

describe('what is refused', () => {
  const long = 'x'.repeat(2_000);
  const malformed = 'request.malformed';
  test.each<[string, unknown, string]>([
    ['nothing', undefined, malformed],
    ['null', null, malformed],
    ['a list', [], malformed],
    ['no identity', {}, malformed],
    ['no methods', { identity: {} }, malformed],
    ['an empty list of methods', { identity: { methods: [] } }, malformed],
    ['methods that are no list', { identity: { methods: 'password' } }, malformed],
    ['a method without its section', { identity: { methods: ['password'] } }, malformed],
    ['the section of another method', { identity: { methods: ['token'], password: { user: demo } } }, malformed],
    ['two methods', { identity: { methods: ['password', 'token'], password: { user: demo }, token: { id: 'x' } } }, malformed],
    ['a method nobody has', { identity: { methods: ['oauth1'], oauth1: {} } }, 'identity.method.unsupported'],
    ['a method of an object’s own', { identity: { methods: ['constructor'] } }, 'identity.method.unsupported'],
    ['neither id nor name', password({ password: 'p' }), malformed],
    ['no password', password({ name: 'demo' }), malformed],
    ['a number for a password', password({ ...demo, password: 5 }), malformed],
    ['a password of two thousand characters', password({ ...demo, password: long }), malformed],
    ['a name of two thousand characters', password({ ...demo, name: long }), malformed],
    ['an empty name', password({ ...demo, name: '' }), malformed],
    ['half a character', password({ ...demo, name: '\ud800' }), malformed],
    ['an id that is a list', password({ id: ['u'], password: 'p' }), malformed],
    ['an empty domain', password({ ...demo, domain: {} }), malformed],
    ['a domain that is a name', password({ ...demo, domain: 'Default' }), malformed],
    ['an empty scope', password(demo, {}), malformed],
    ['two scopes', password(demo, { project: { id: 'p' }, system: { all: true } }), malformed],
    ['a scope that is some text', password(demo, 'all'), malformed],
    ['a project without id or name', password(demo, { project: {} }), malformed],
    ['a token that is a number', { identity: { methods: ['token'], token: { id: 1 } } }, malformed],
    [
      'a credential by name, of nobody',
      { identity: { methods: ['application_credential'], application_credential: { name: 'ci', secret: 's' } } },
      malformed,
    ],
    ['a credential without secret', { identity: { methods: ['application_credential'], application_credential: { id: 'c' } } }, malformed],
  ])('%s', (_, auth, code) => {
    expect(parse(auth)).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code } });
  });

  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a bare number', '5'],
    ['only brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['only objects', `${'{"auth":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['a prototype', '{"__proto__":{"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}}}'],
  ])('a body of %s', (_, body) => {
    expect(parseAuthRequest(body)).toMatchObject({ kind: 'fault', fault: { code: malformed } });
  });

  test('names the field and does not repeat its value', () => {
    const refused = parse(password({ name: 'demo', password: ['hunter2'] }));
    expect(refused).toMatchObject({ fault: { message: expect.stringContaining("'auth/identity/password/user/password'") } });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });
});
