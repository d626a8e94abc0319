import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bootstrap, type FirstUserWithPassword } from '../app/identity/bootstrap.ts';
import { bootstrapAccessKeys, type FirstUserWithKey } from '../app/identity/bootstrap-access-keys.ts';
import { identity } from '../app/identity/identity.ts';
import type { IdentityPorts } from '../app/identity/ports.ts';
import { rememberVerified } from '../app/identity/remember-verified.ts';
import { ownStandings } from '../app/identity/standings.ts';
import { turns } from '../app/identity/turns.ts';
import { verifyToken } from '../app/identity/verify-token.ts';
import { type Seconds, seconds } from '../domain/kernel/time.ts';
import { cryptoRandom } from '../platform/crypto-random.ts';
import type { KeystoneSettings } from '../platform/keystone-session.ts';
import { keystoneTokenVerifier } from '../platform/keystone-token-verifier.ts';
import { processRevocations } from '../platform/process-revocations.ts';
import { rememberedPasswordHash } from '../platform/remembered-password-hash.ts';
import { scryptPasswordHash } from '../platform/scrypt-password-hash.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { Standings } from '../ports/standings.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';
import { dynamoIdentityStore } from '../store/dynamo/identity-store.ts';
import type { HttpHandler } from '../wire/http.ts';
import { identityElsewhere } from '../wire/keystone/elsewhere.ts';
import { identityHandler } from '../wire/keystone/handler.ts';
import { report } from './report.ts';

export type IdentitySetting = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly tokenLifetime: Seconds;
  readonly sealing: Sealing;
  /** Scheme and authority for links. Undefined: what the client used. */
  readonly publicUrl?: string | undefined;
  /** Whose tokens count, when not our own. */
  readonly keystone?: KeystoneSettings | undefined;
};

/** How long a token may be remembered. With our own store a look costs little; another service should not be asked for every request. */
const LONGEST = { own: seconds(5), keystone: seconds(60) };
const MOST_REMEMBERED = 10_000;
/** Of the four threads that Node has for such work: the others go on serving files and names. */
const HASHES_AT_ONCE = 2;
const MOST_WAITING = 100;

const portsOf = ({ client, table, tokenLifetime, sealing }: IdentitySetting): IdentityPorts => ({
  store: dynamoIdentityStore(client, table),
  passwordHash: rememberedPasswordHash(scryptPasswordHash(), { clock: systemClock, longest: seconds(300), most: 1_000 }),
  digest: sha256Digest,
  clock: systemClock,
  random: cryptoRandom,
  sealing,
  revocations: processRevocations(),
  turns: turns(HASHES_AT_ONCE, MOST_WAITING),
  tokenLifetime,
});

/** `/identity`. */
export const identityApi = (setting: IdentitySetting): HttpHandler =>
  setting.keystone
    ? identityElsewhere(setting.keystone.authUrl)
    : identityHandler({ identity: identity(portsOf(setting)), prefix: '/identity', publicUrl: setting.publicUrl, report });

/** What every other API asks who is calling. One per process: it remembers. */
export function tokenVerifier(setting: IdentitySetting): TokenVerifier {
  const ports = portsOf(setting);
  const { keystone } = setting;
  const inner = keystone ? keystoneTokenVerifier(keystone, systemClock) : verifyToken(ports);
  return rememberVerified(inner, { ...ports, longest: keystone ? LONGEST.keystone : LONGEST.own, most: MOST_REMEMBERED });
}

/** Who of those that are not there may still ask for something: nobody can tell where users are another Keystone's. */
export const standingsIn = ({ client, table, keystone }: IdentitySetting): { readonly standings?: Standings } =>
  keystone ? {} : { standings: ownStandings(dynamoIdentityStore(client, table)) };

/** Makes sure that the first users are known, with these passwords. */
export const bootstrapIdentity = (setting: IdentitySetting, users: readonly FirstUserWithPassword[]): Promise<void> =>
  bootstrap(portsOf(setting))(users);

/** Makes sure that the first users' access keys are known. */
export const bootstrapKeys = (setting: IdentitySetting, users: readonly FirstUserWithKey[]): Promise<void> =>
  bootstrapAccessKeys(portsOf(setting))(users);
