import { isGood, type Token } from '../../domain/identity/token.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digest } from '../../ports/digest.ts';
import type { CredentialStore, TokenStore, UserStore } from '../../ports/identity-store.ts';

export type TokenPorts = { readonly store: TokenStore & UserStore & CredentialStore; readonly digest: Digest; readonly clock: Clock };

/** Longer than any token of ours; what is longer is not looked up. */
const LONGEST = 255;

/** What a token means, if it is good at this moment: known, not expired, and its user and application credential still stand behind it. */
export async function findToken({ store, digest, clock }: TokenPorts, secret: string): Promise<Token | undefined> {
  if (secret === '' || secret.length > LONGEST) return undefined;
  const token = await store.token(digest(secret));
  if (!token) return undefined;
  const [user, credential] = await Promise.all([
    store.user(token.userId),
    token.credential ? store.credential(token.credential.id) : undefined,
  ]);
  return isGood(token, { user, credential }, clock.now()) ? token : undefined;
}
