import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FirstUserWithPassword } from '../app/identity/bootstrap.ts';
import { DEFAULT_DOMAIN } from '../domain/identity/domain.ts';
import { FIRST_USERS } from '../domain/identity/first-users.ts';
import { cryptoRandom } from '../platform/crypto-random.ts';
import { passwordLogin } from '../platform/keystone-session.ts';
import { readIfAny, writeForOwner } from '../platform/owner-file.ts';
import { cloudsFile, type Passwords, readPasswords, withAuthUrl } from './clouds-file.ts';

export type LocalCredentials = {
  /** Whom the identity service must know, for `bootstrap`. */
  readonly users: readonly FirstUserWithPassword[];
  /** How to log in, for whoever started the service. Without a password. */
  readonly lines: readonly string[];
};

type Setting = {
  /** The state folder, absolute. */
  readonly home: string;
  /** Scheme and authority, without a trailing slash. */
  readonly baseUrl: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

const LONGEST_PASSWORD = 1024;

/**
 * Sees to it that the person who started the service can log in.
 *
 * The first start writes `clouds.yaml`, which only its owner can read, and which is from then on where the passwords are: a restart finds
 * them there, with a table that forgets too. Another port changes the addresses in it and nothing else.
 */
export async function prepareLocalCredentials({ home, baseUrl, env }: Setting): Promise<LocalCredentials> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'clouds.yaml');
  const login = join(home, 'login.json');
  const authUrl = `${baseUrl}/identity/v3`;

  const existing = await readIfAny(file);
  const found = existing === undefined ? undefined : readPasswords(existing);
  const passwords = found ? completed(found) : firstPasswords(env.COPPICE_PASSWORD);
  const whole = existing !== undefined && FIRST_USERS.every(({ cloud }) => found?.[cloud]);
  if (existing !== undefined && !whole) await writeForOwner(`${file}.old`, existing);
  await writeForOwner(file, whole ? withAuthUrl(existing, authUrl) : cloudsFile(authUrl, passwords));
  await writeForOwner(login, `${JSON.stringify(demoLogin(passwords.coppice ?? ''))}\n`);

  const users = FIRST_USERS.map((user) => ({ ...user, password: passwords[user.cloud] ?? '' }));
  const remarks = [
    ...(existing === undefined || whole
      ? []
      : [`${file} did not have every password: new ones were made, and what it was is in ${file}.old.`]),
    ...(ignoresSetting(env.COPPICE_PASSWORD, passwords)
      ? [`COPPICE_PASSWORD counts at the first start only: the passwords are the ones in ${file}.`]
      : []),
  ];
  return { users, lines: [...howToLogIn(file, login, baseUrl), ...remarks] };
}

function firstPasswords(chosen: string | undefined): Passwords {
  if ((chosen?.length ?? 0) > LONGEST_PASSWORD) throw new Error(`COPPICE_PASSWORD is longer than ${LONGEST_PASSWORD} characters.`);
  return Object.fromEntries(FIRST_USERS.map(({ cloud }) => [cloud, chosen || cryptoRandom.secret()]));
}

/** A cloud that is no longer in the file gets a new password. What the file was is kept beside it. */
const completed = (found: Passwords): Passwords =>
  Object.fromEntries(FIRST_USERS.map(({ cloud }) => [cloud, found[cloud] || cryptoRandom.secret()]));

const ignoresSetting = (chosen: string | undefined, passwords: Passwords): boolean =>
  Boolean(chosen) && FIRST_USERS.some(({ cloud }) => passwords[cloud] !== chosen);

const demoLogin = (password: string) => {
  const domain = DEFAULT_DOMAIN.name;
  return passwordLogin({ username: 'demo', password, projectName: 'demo', userDomainName: domain, projectDomainName: domain });
};

function howToLogIn(file: string, login: string, baseUrl: string): readonly string[] {
  const token = `curl -sSD - -o /dev/null -H 'Content-Type: application/json' -d @${shell(login)} ${baseUrl}/identity/v3/auth/tokens | tr -d '\\r' | awk 'tolower($1) == "x-subject-token:" { print $2 }'`;
  return [
    'Log in with an OpenStack client (other clouds: coppice-alt, coppice-reader, coppice-admin):',
    `  export OS_CLIENT_CONFIG_FILE=${shell(file)} OS_CLOUD=coppice`,
    '  openstack cluster list',
    'or with curl:',
    `  TOKEN=$(${token})`,
    `  curl -sS -H "X-Auth-Token: $TOKEN" ${baseUrl}/v1/clusters`,
  ];
}

/** A path as a shell takes it for one word. */
export const shell = (path: string): string => (/^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
