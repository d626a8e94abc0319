import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { identityId } from '../../../lib/domain/identity/identity-id.ts';
import type { IdentityStore } from '../../../lib/ports/identity-store.ts';
import { memoryIdentityStore } from '../../../lib/store/memory/identity-store.ts';
import type { HttpResponse } from '../../../lib/wire/http.ts';
import { ROUTES } from '../../../lib/wire/keystone/handler.ts';
import { identityWorld, PASSWORD } from '../../support/identity-world.ts';

const CANARY = 'canary-7f3a';
const TOKENS = '/identity/v3/auth/tokens';

/** Any JSON at all, with a canary here and there: what somebody may put where a password belongs, or beside it. */
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(CANARY, `${CANARY}\n`, null, true, -1, 1e300, '', 'Default', 'password', [CANARY]),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('id', 'name', 'domain', 'user', 'password', 'secret', 'token', 'project', '__proto__'), tie('json'), {
      maxKeys: 4,
    }),
  ),
}));

const secret = fc.constantFrom<unknown>(CANARY, '', `${CANARY}-2`, 5, null, [CANARY], { [CANARY]: CANARY });
const domain = fc.constantFrom<unknown>({ id: 'default' }, { name: 'Default' }, { name: 'other' }, {}, undefined);
const user = fc.record({ name: fc.constantFrom('demo', 'admin', 'nobody'), domain, password: secret });
const scope = fc.constantFrom<unknown>(undefined, 'unscoped', { project: { name: 'demo' } }, { system: { all: true } }, {});
const nearlyRight = fc.record({
  identity: fc.oneof(
    fc.record({ methods: fc.constant(['password']), password: fc.record({ user }) }),
    fc.record({ methods: fc.constant(['token']), token: fc.record({ id: secret }) }),
    fc.record({
      methods: fc.constant(['application_credential']),
      application_credential: fc.record({ id: fc.constant('c1'), secret }),
    }),
    fc.record({ methods: fc.constantFrom<unknown>(['password'], [CANARY], CANARY), password: json, token: json }),
  ),
  scope: fc.oneof(scope, json),
});
const newCredential = fc.record(
  {
    name: fc.constantFrom<unknown>('ci', 'backup', 5),
    secret,
    roles: fc.constantFrom<unknown>([{ name: 'member' }], [{ name: 'admin' }], [CANARY]),
    expires_at: fc.constantFrom<unknown>(null, CANARY, '2000-01-01T00:00:00'),
  },
  { requiredKeys: ['name'] },
);
const anyBody = fc.oneof(
  nearlyRight.map((auth) => JSON.stringify({ auth })),
  json.map((auth) => JSON.stringify({ auth })),
  json.map((credential) => JSON.stringify({ application_credential: credential })),
  newCredential.map((credential) => JSON.stringify({ application_credential: credential })),
  fc.constantFrom(`{"auth": "${CANARY}`, CANARY, `[${CANARY}]`, ''),
);
const wild = fc.record({
  route: fc.constantFrom(...ROUTES),
  whose: fc.constantFrom('mine', 'nobody’s'),
  body: anyBody,
  token: fc.constantFrom(undefined, CANARY, 'good'),
  subject: fc.constantFrom(undefined, CANARY, 'good'),
});
/** What would work, but for what is wrong with it. */
const tame = fc.record({
  route: fc.constantFrom(...ROUTES.filter(({ method }) => method === 'POST')),
  whose: fc.constant('mine'),
  body: fc.oneof(
    nearlyRight.map((auth) => JSON.stringify({ auth })),
    newCredential.map((credential) => JSON.stringify({ application_credential: credential })),
  ),
  token: fc.constant('good'),
  subject: fc.constant(undefined),
});
const anyRequest = fc.oneof(wild, tame);

/** Keeps what was handed to the store, so that a test can look for what should never have been. */
function watched(store: IdentityStore, seen: string[]): IdentityStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        seen.push(JSON.stringify(args));
        return method.apply(target, args);
      };
    },
  });
}

/** A new application credential shows its secret this once, also when its maker chose it. */
const withoutNewSecret = ({ status, headers, body }: HttpResponse): string =>
  shown({ status, headers, body: status === 201 ? body.replace(/"secret":"[^"]*"/, '') : body });

const shown = ({ headers, body }: HttpResponse): string => JSON.stringify(headers) + body;

describe('secrets', () => {
  let printed: string[];
  const keep = (...words: unknown[]) => {
    printed.push(words.map(String).join(' '));
    return true;
  };
  beforeEach(() => {
    printed = [];
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) jest.spyOn(console, method).mockImplementation(keep);
    jest.spyOn(process.stdout, 'write').mockImplementation(keep);
    jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('nothing a client sends where secrets go comes back, is printed, stored or thrown, and nothing it sends is our fault', async () => {
    const seen: string[] = [];
    const world = await identityWorld({ store: watched(memoryIdentityStore(), seen) });
    const me = identityId('user', 'default', 'demo');
    const tokens: string[] = [];
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ route, whose, body, token, subject }) => {
        // Long enough for whoever guessed too often; and a token of its own, since the last request may have ended the one before.
        world.pass(60);
        const good = await world.login('demo', 'demo');
        tokens.push(good);
        const sent = (value: string | undefined) => (value === 'good' ? good : value) ?? '';
        const path = route.path.replace('{}', whose === 'mine' ? me : 'x').replaceAll('{}', 'x');
        const response = await world.send(route.method, `/identity${path}`, { body, token: sent(token), subject: sent(subject) });

        statuses.add(response.status);
        expect(response.status).toBeLessThan(500);
        expect(withoutNewSecret(response)).not.toContain(CANARY);
        // A token is told to whoever already has it, and to nobody else.
        if (subject !== 'good') expect(shown(response)).not.toContain(good);
        expect(seen.join()).not.toContain(CANARY);
        expect(seen.join()).not.toContain(good);
        seen.length = 0;
      }),
      { numRuns: 1_000 },
    );
    for (const each of [CANARY, ...tokens]) expect(printed.join()).not.toContain(each);
    // Or else it was no test of all this.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400, 401, 403, 404]));
  });

  test('the true ones are shown where they must be, and kept nowhere', async () => {
    const seen: string[] = [];
    const world = await identityWorld({ store: watched(memoryIdentityStore(), seen) });
    const token = await world.login('demo', 'demo');
    const read = await world.send('GET', TOKENS, { token, subject: token });
    const { id } = JSON.parse(read.body).token.user;
    const list = `/identity/v3/users/${id}/application_credentials`;
    const made = await world.send('POST', list, { token, body: { application_credential: { name: 'ci' } } });
    const { secret: made1, id: credential } = JSON.parse(made.body).application_credential;
    const chosen = await world.send('POST', list, { token, body: { application_credential: { name: 'own', secret: `${CANARY}-own` } } });
    expect(chosen.status).toBe(201);
    const body = { auth: { identity: { methods: ['application_credential'], application_credential: { id: credential, secret: made1 } } } };
    const used = await world.send('POST', TOKENS, { body });
    expect(used.status).toBe(201);
    const again = await Promise.all([list, `${list}/${credential}`].map((path) => world.send('GET', path, { token })));

    const secrets = [token, made1, `${CANARY}-own`, used.headers['x-subject-token'] ?? '', `${PASSWORD}demo`, `${PASSWORD}admin`];
    for (const each of secrets) {
      expect(each.length).toBeGreaterThan(8);
      expect(seen.join()).not.toContain(each);
      expect(printed.join()).not.toContain(each);
      for (const response of again) expect(shown(response)).not.toContain(each);
    }
    for (const response of [read, made, used]) expect(response.body).not.toContain(token);
    expect(used.body).not.toContain(made1);
  });
});
