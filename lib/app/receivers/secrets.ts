import type { Refusal } from '../../domain/kernel/fault.ts';
import { after, seconds } from '../../domain/kernel/time.ts';
import type { Key, Readable, Receiver } from '../../domain/receiver/receiver.ts';
import type { App } from '../app.ts';
import type { Secrets } from './receiving.ts';

/**
 * How long the maker of a receiver may read the secret back. Clients of Senlin pass over the answer that makes a receiver and ask for it again: the
 * command line at once, Heat when it comes to the alarm.
 */
const READABLE = seconds(300);

type Whose = Pick<Receiver, 'project' | 'id'>;
const bindingOf = ({ project, id }: Whose) => ({ project, object: `receiver/${id}` });

/**
 * New secrets, and what is stored of them.
 *
 * What the URL carries names the project first: keys of documents begin with it, and who calls a webhook says nothing else of who they are.
 */
export async function makeSecrets(
  { random, reception, sealing, clock }: App,
  whose: Whose,
  signed: boolean,
): Promise<
  { readonly kind: 'ok'; readonly secrets: Secrets; readonly key: Omit<Key, 'until'>; readonly readable: Readable | null } | Refusal
> {
  const secret = random.secret();
  const key = { digest: reception.digest(secret), hmacSealed: null };
  const url = `${whose.project}.${secret}`;
  const kept = await sealing.seal(url, bindingOf(whose));
  const readable = kept.kind === 'sealed' ? { sealed: kept.text, until: after(clock.now(), READABLE) } : null;
  if (!signed) return { kind: 'ok', secrets: { key: url, hmacSecret: null }, key, readable };
  const hmacSecret = random.secret();
  const sealed = await sealing.seal(hmacSecret, bindingOf(whose));
  if (sealed.kind === 'fault') return { kind: 'refused', fault: sealed.fault };
  return { kind: 'ok', secrets: { key: url, hmacSecret }, key: { ...key, hmacSealed: sealed.text }, readable };
}

/** What calls with a key are signed with, or what the URL carries. */
export async function openSecret(
  { sealing }: App,
  whose: Whose,
  sealed: string,
): Promise<{ readonly kind: 'ok'; readonly secret: string } | Refusal> {
  const opened = await sealing.open(sealed, bindingOf(whose));
  return opened.kind === 'fault' ? { kind: 'refused', fault: opened.fault } : { kind: 'ok', secret: opened.secret };
}

/** What a URL's key says. */
export function readKey(text: string): { readonly project: string; readonly secret: string } | undefined {
  const [, project, secret] = /^([A-Za-z0-9_-]{1,64})\.([0-9a-f]{64})$/.exec(text) ?? [];
  return project !== undefined && secret !== undefined ? { project, secret } : undefined;
}
