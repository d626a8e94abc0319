import { z } from 'zod';
import { after, type Instant, instant, type Seconds, seconds } from '../domain/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import { fetchJson, type JsonAnswer } from './fetch-json.ts';

export type Account = {
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  readonly userDomainName: string;
  readonly projectDomainName: string;
  /** Instead of the project that is named, this one. */
  readonly projectId?: string;
};

export type KeystoneSettings = Account & {
  /** With or without `/v3`. */
  readonly authUrl: string;
  /** How long one request may take. */
  readonly timeout: Seconds;
};

export type KeystoneAnswer = JsonAnswer;

/** A log-in that failed is not tried again for this long: many requests must not become many log-ins, which could lock the user out. */
const REST = seconds(5);
/** Our token is renewed this long before it ends. */
const MARGIN = seconds(60);

type Login = { readonly token: string; readonly until: Instant } | { readonly fault: string; readonly until: Instant };

/** Asks a Keystone as a service user: logs in when needed, once for all who wait, and again when its token is refused. */
export function keystoneSession(settings: KeystoneSettings, clock: Clock) {
  const v3 = settings.authUrl.replace(/\/+$/, '').replace(/(\/v3)?$/, '/v3');
  let current: Promise<Login> | undefined;
  let known: Login | undefined;

  async function logIn(): Promise<Login> {
    const answer = await fetchJson(`${v3}/auth/tokens?nocatalog`, settings.timeout, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(passwordLogin(settings)),
    });
    const failed = (fault: string): Login => ({ fault, until: after(clock.now(), REST) });
    if (typeof answer === 'string') return failed(answer);
    const token = answer.headers.get('x-subject-token');
    if (answer.status !== 201 || !token) return failed(`its service user cannot log in (HTTP ${answer.status}).`);
    return { token, until: instant(expiryOf(answer.body) - MARGIN * 1000) };
  }

  async function login(): Promise<Login> {
    if (known && clock.now() < known.until) return known;
    current ??= logIn().finally(() => {
      current = undefined;
    });
    known = await current;
    return known;
  }

  return {
    /** For another service of the same Keystone. @returns in words why there is none */
    async token(): Promise<{ readonly token: string } | { readonly fault: string }> {
      const mine = await login();
      return 'fault' in mine ? { fault: mine.fault } : { token: mine.token };
    },

    /** @returns what it answered, or in words why there is no answer */
    async get(path: string, headers: Readonly<Record<string, string>>): Promise<KeystoneAnswer | string> {
      for (let tries = 1; ; tries++) {
        const mine = await login();
        if ('fault' in mine) return mine.fault;
        const answer = await fetchJson(`${v3}${path}`, settings.timeout, { headers: { ...headers, 'x-auth-token': mine.token } });
        if (typeof answer === 'string' || answer.status !== 401) return answer;
        if (tries > 1) return 'its service user is refused right after logging in.';
        // Revoked, or lost with its keys. If somebody has logged in again meanwhile, theirs is the one to use.
        if (known === mine) known = undefined;
      }
    },
  };
}

/** The body of a password log-in to one project. */
export const passwordLogin = ({ username, password, projectName, userDomainName, projectDomainName, projectId }: Account) => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name: username, domain: { name: userDomainName }, password } } },
    scope: { project: projectId === undefined ? { name: projectName, domain: { name: projectDomainName } } : { id: projectId } },
  },
});

const Expiry = z.object({ token: z.object({ expires_at: z.iso.datetime({ offset: true }) }) });

/** When the answer does not say, its token is used once and not kept. */
const expiryOf = (body: unknown): number => {
  const parsed = Expiry.safeParse(body);
  return parsed.success ? Date.parse(parsed.data.token.expires_at) : 0;
};
