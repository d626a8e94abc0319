import { refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Receiver } from '../../domain/receiver/receiver.ts';
import { isIdempotencyKey, KEY_RULE } from '../../domain/request/request.ts';
import type { App } from '../app.ts';
import { once } from '../requests/once.ts';
import { scopedStore } from '../requests/scoped-store.ts';
import type { Answer, Filed } from '../verb.ts';

/** A call of a webhook, by whoever knows its URL. */
export type WebhookCall = {
  /** The receiver's full id. */
  readonly id: string;
  /** What the URL carries. */
  readonly key: string | undefined;
  /** What the body asks for, over what is stored. */
  readonly given: JsonObject;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came. */
  readonly body: string;
};

/**
 * Heeds a call that names itself by an `Idempotency-Key` once, however often it comes. Only asked when the caller is known to know the secret: nobody else makes
 * anything be written down, or learns what was.
 */
export async function heedOnce(
  app: App,
  receiver: Receiver,
  { headers, given }: WebhookCall,
  heed: (app: App) => Promise<Answer<Filed>>,
): Promise<Answer<Filed>> {
  const key = headers['idempotency-key'];
  if (key === undefined) return heed(app);
  if (!isIdempotencyKey(key)) return refused('idempotency.key', KEY_RULE);
  const request = { project: receiver.project, user: `receiver ${receiver.id}`, key, content: JSON.stringify(given) };
  const kept = await once({ ...app, digest: app.reception.digest }, request, async (scope) =>
    JSON.stringify(await heed({ ...app, store: scopedStore(app.store, scope) })),
  );
  if (kept.kind === 'refused') return kept;
  if (kept.kind !== 'recall') return JSON.parse(kept.answer) as Answer<Filed>;
  const actionId = kept.effects.find(({ kind, made }) => kind === 'action' && made)?.id ?? '';
  return { kind: 'ok', actionId };
}
