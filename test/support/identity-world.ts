import { bootstrap } from '../../lib/app/identity/bootstrap.ts';
import { type Identity, identity } from '../../lib/app/identity/identity.ts';
import type { IdentityPorts } from '../../lib/app/identity/ports.ts';
import { turns } from '../../lib/app/identity/turns.ts';
import { FIRST_USERS } from '../../lib/domain/identity/first-users.ts';
import { after, type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { scryptPasswordHash } from '../../lib/platform/scrypt-password-hash.ts';
import { sha256Digest } from '../../lib/platform/sha256-digest.ts';
import type { Revocations } from '../../lib/ports/revocations.ts';
import { plainSealing } from '../../lib/simulator/outside/plain-sealing.ts';
import { memoryIdentityStore } from '../../lib/store/memory/identity-store.ts';
import type { HttpHandler, HttpResponse } from '../../lib/wire/http.ts';
import { identityHandler } from '../../lib/wire/keystone/handler.ts';

/** What everybody's password is, with the user's name behind it. */
export const PASSWORD = 'correct-horse-';

/** Revocations of one test's own, where a process would hear those of every test in it. */
export function ownRevocations(): Revocations & { readonly count: () => number } {
  const listeners: (() => void)[] = [];
  let count = 0;
  return {
    announce() {
      count++;
      for (const listener of listeners) listener();
    },
    onRevoked: (listener) => void listeners.push(listener),
    count: () => count,
  };
}

export type World = {
  readonly ports: IdentityPorts;
  readonly identity: Identity;
  readonly handler: HttpHandler;
  readonly now: () => Instant;
  readonly pass: (s: number) => void;
  readonly send: (method: string, path: string, options?: Sent) => Promise<HttpResponse>;
  /** The token a password log-in gives. */
  readonly login: (user: string, project?: string) => Promise<string>;
};
type Sent = { readonly token?: string; readonly subject?: string; readonly body?: unknown };

/** An identity service in memory, with the first users in it and a clock that moves when told. Hashes are cheap, not weak in form. */
export async function identityWorld(changes: Partial<IdentityPorts> = {}): Promise<World> {
  let time = instant(Date.UTC(2026, 10, 20, 12));
  const ports: IdentityPorts = {
    store: memoryIdentityStore(),
    passwordHash: scryptPasswordHash({ N: 16, r: 1, p: 1 }),
    digest: sha256Digest,
    clock: { now: () => time },
    random: cryptoRandom,
    sealing: plainSealing,
    revocations: ownRevocations(),
    turns: turns(2, 100),
    tokenLifetime: seconds(3600),
    ...changes,
  };
  await bootstrap(ports)(FIRST_USERS.map((user) => ({ ...user, password: PASSWORD + user.user })));
  const verbs = identity(ports);
  const handler = identityHandler({ identity: verbs, prefix: '/identity', report: () => {} });

  const send: World['send'] = (method, path, { token, subject, body } = {}) => {
    const [pathOnly = '', query = ''] = path.split(/\?(.*)/s);
    return handler({
      method,
      path: pathOnly,
      query,
      headers: { ...(token !== undefined && { 'x-auth-token': token }), ...(subject !== undefined && { 'x-subject-token': subject }) },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
      origin: 'http://coppice.test',
      requestId: 'req-test',
    });
  };
  return {
    ports,
    identity: verbs,
    handler,
    now: () => time,
    pass: (s) => {
      time = after(time, seconds(s));
    },
    send,
    async login(user, project) {
      const response = await send('POST', '/identity/v3/auth/tokens', { body: passwordAuth(user, PASSWORD + user, project) });
      const token = response.headers['x-subject-token'];
      if (response.status !== 201 || token === undefined) throw new Error(`no log-in for ${user}: ${response.status}`);
      return token;
    },
  };
}

/** The body of a password log-in, as the stock clients send it. */
export const passwordAuth = (user: string, password: string, project?: string) => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name: user, domain: { name: 'Default' }, password } } },
    ...(project !== undefined && { scope: { project: { name: project, domain: { id: 'default' } } } }),
  },
});
