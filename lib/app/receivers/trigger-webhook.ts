import type { ActionName } from '../../domain/action/action.ts';
import { type Fault, permanent, type Refusal, transient } from '../../domain/kernel/fault.ts';
import { isId, shortId } from '../../domain/kernel/ids.ts';
import { after, type Instant, seconds } from '../../domain/kernel/time.ts';
import { checkSignature, SIGNATURE_AGE, SIGNATURE_HEADER } from '../../domain/outgoing/signature.ts';
import { inputsOf } from '../../domain/receiver/inputs.ts';
import { heardOnce, keyOf } from '../../domain/receiver/keys.ts';
import { paced } from '../../domain/receiver/pace.ts';
import { hasExpired, isSigned, type Receiver } from '../../domain/receiver/receiver.ts';
import type { App } from '../app.ts';
import type { Along } from '../errand.ts';
import { askAsOwner } from '../owner.ts';
import type { Answer, Filed } from '../verb.ts';
import { brake } from './brake.ts';
import { heedOnce, type WebhookCall } from './heed-once.ts';
import { openSecret, readKey } from './secrets.ts';

export type TriggerWebhook = (call: WebhookCall, inputNames: (action: ActionName) => readonly string[]) => Promise<Answer<Filed>>;

const refuse = (fault: Fault): Refusal => ({ kind: 'refused', fault });
const tooMany = (wait: Parameters<typeof transient>[2]): Refusal =>
  refuse(transient('receiver.too-many-calls', 'This receiver is called too often.', wait));

/**
 * Files what a webhook stands for, as the user who made it.
 *
 * Whoever does not know the secret is told what they would be told if there were no such receiver. What is heeded counts, in the commit that files it:
 * a call that is refused costs reads only, and one that lost a race is judged again.
 */
export function triggerWebhook(app: App): TriggerWebhook {
  const hold = brake();
  const { reception, store, clock } = app;

  async function find({ id, key }: WebhookCall): Promise<{ readonly receiver: Receiver; readonly hmacSealed: string | null } | undefined> {
    const now = clock.now();
    const told = key === undefined ? undefined : readKey(key);
    if (!isId(id) || (key === undefined ? !reception.idIsEnough : !told)) return undefined;
    const projects = told ? [told.project] : await store.projects();
    const [receiver] = await store.getMany(
      'receiver',
      projects.map((project) => ({ project, id })),
    );
    if (receiver?.type !== 'webhook' || hasExpired(receiver, now)) return undefined;
    if (!told) return isSigned(receiver) ? undefined : { receiver, hmacSealed: null };
    const found = keyOf(receiver.keys, reception.digest(told.secret), now);
    return found && { receiver, hmacSealed: found.hmacSealed };
  }

  /** What is written down of a call that is heeded, or why it is not. */
  async function along(call: WebhookCall): Promise<Along> {
    const now = clock.now();
    const found = await find(call);
    if (!found) return unknown(call);
    const { receiver, hmacSealed } = found;
    const next = paced(receiver.pace, receiver.rate, now);
    if (next.kind === 'wait') return tooMany(next.after);
    const heard = hmacSealed === null ? receiver.heard : heardOnce(receiver.heard, markOf(call), forgetAt(now), now);
    if (!heard) return refuse(permanent('signature.invalid', 'The message was sent before.'));
    // A cluster's deletion takes its receivers along, this one among them.
    if (receiver.action === 'CLUSTER_DELETE') return { kind: 'ok', writes: [] };
    return { kind: 'ok', writes: [{ put: 'receiver', doc: { ...receiver, pace: next.pace, heard } }] };
  }

  async function whyForged(call: WebhookCall, receiver: Receiver, hmacSealed: string): Promise<Refusal | undefined> {
    const opened = await openSecret(app, receiver, hmacSealed);
    if (opened.kind === 'refused') return opened;
    const matches = (text: string, signature: string) => reception.hmac.matches(opened.secret, text, signature);
    const fault = checkSignature(call.headers, call.body, clock.now(), matches);
    return fault && refuse(fault);
  }

  return async (call, inputNames) => {
    const wait = hold(reception.digest(`${call.id} ${call.key}`), clock.now());
    if (wait !== undefined) return tooMany(wait);
    const found = await find(call);
    if (!found?.receiver.action || found.receiver.clusterId === null) return unknown(call);
    const { receiver, hmacSealed } = found;
    const forged = hmacSealed === null ? undefined : await whyForged(call, receiver, hmacSealed);
    if (forged) return forged;
    const { action, clusterId: target } = found.receiver;
    const read = inputsOf(receiver, call.given, inputNames(action));
    if (read.kind !== 'ok') return refuse(read);
    const errand = {
      origin: { by: 'receiver', id: receiver.id, reason: `The webhook '${receiver.name}' was called.` },
      name: `webhook_${shortId(receiver.id)}`,
      along: () => along(call),
    } as const;
    const answer = await heedOnce(app, receiver, call, (own) =>
      askAsOwner({ ...own, errand }, receiver, { action, target, inputs: read.inputs }, receiver.clusterProject),
    );
    // Its cluster is gone, and it with it.
    return answer.kind === 'refused' && answer.fault.code === 'cluster.not-found' ? unknown(call) : answer;
  };
}

const unknown = ({ id }: WebhookCall): Refusal => refuse(permanent('receiver.not-found', `The receiver '${id}' could not be found.`));
const markOf = ({ headers }: WebhookCall): string => (headers[SIGNATURE_HEADER.toLowerCase()] ?? '').toLowerCase().slice(-32);
const forgetAt = (now: Instant): Instant => after(now, seconds(2 * SIGNATURE_AGE));
