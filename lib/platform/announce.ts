import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AnnounceTarget, Outcome, ServiceCall } from '../domain/action/call.ts';
import { type Fault, permanent, transient } from '../domain/kernel/fault.ts';
import { signatureHeaders } from '../domain/outgoing/signature.ts';
import type { SecretRef } from '../domain/secret/reference.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hmac } from '../ports/hmac.ts';
import type { Outgoing } from '../ports/outgoing.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { SecretAnswer } from '../ports/secrets.ts';
import type { Service } from '../ports/services.ts';
import { regionOf } from './carriers/aws.ts';
import { queueUrlOf } from './queue-address.ts';

type Way = {
  readonly outgoing: Pick<Outgoing, 'send'>;
  /** In the region that a name or a URL of a queue is meant in, and in the one that an ARN names. */
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly sqsIn: (region: string) => Pick<SQSClient, 'send'>;
  readonly snsIn: (region: string) => Pick<SNSClient, 'send'>;
  /** Where the operator has messages to an ARN go instead. */
  readonly instead: (arn: string) => AnnounceTarget | undefined;
  /** The service's own queues: nobody's messages but its own. */
  readonly isOurs: (queueUrl: string) => boolean;
  readonly sealing: Pick<Sealing, 'open'>;
  /** What a reference leads to. */
  readonly follow: (project: string, reference: SecretRef) => Promise<SecretAnswer>;
  readonly hmac: Pick<Hmac, 'sign'>;
  readonly clock: Clock;
};

/** A webhook has less time than a service, so that its answer is known before the call counts as over. */
const WEBHOOK_TIMEOUT_MS = 15_000;

type Announcement = Extract<ServiceCall, { readonly to: 'announce' }>;

/** Tells whoever a lifecycle hook names that a node waits: a message to a queue or a topic, or a POST of the same, signed where it was given a secret. */
export const announcing =
  (way: Way): Service<'announce'> =>
  ({ target, message, token, signing }) => {
    const body = JSON.stringify(message);
    const to = ('queue' in target && way.instead(target.queue)) || ('topic' in target && way.instead(target.topic)) || target;
    if ('url' in to) return post(way, to.url, body, token, signing);
    return 'topic' in to ? publish(way, to.topic, body, token) : enqueue(way, to.queue, body, token);
  };

async function post(way: Way, url: string, body: string, token: string, signing: Announcement['signing']): Promise<Outcome> {
  const { outgoing } = way;
  const signature = await signed(way, body, signing);
  // Whoever relies on signatures gets nothing without one.
  if (signature.kind === 'fault') return signature;
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': token, ...signature.headers };
  const answer = await outgoing.send({ method: 'POST', url, headers, body, timeoutMs: WEBHOOK_TIMEOUT_MS, maxBytes: 1_024 });
  if (answer.kind !== 'answered') return { kind: 'fault', fault: answer.fault };
  if (answer.status >= 200 && answer.status < 300) return { kind: 'ok' };
  const message = `The webhook answered ${answer.status}.`;
  const again = answer.status >= 500 || answer.status === 429 || answer.status === 408;
  return { kind: 'fault', fault: again ? transient('hook.untold', message) : permanent('hook.untold', message) };
}

async function signed(
  way: Way,
  body: string,
  signing: Announcement['signing'],
): Promise<{ readonly kind: 'ok'; readonly headers: Readonly<Record<string, string>> } | Extract<Outcome, { kind: 'fault' }>> {
  if (!signing) return { kind: 'ok', headers: {} };
  const found = await secretOf(way, signing);
  if (found.kind === 'fault') return found;
  return { kind: 'ok', headers: signatureHeaders(body, way.clock.now(), (text) => way.hmac.sign(found.value, text)) };
}

async function secretOf({ sealing, follow }: Way, signing: NonNullable<Announcement['signing']>): Promise<SecretAnswer> {
  if ('secret' in signing) return follow(signing.project, signing.secret);
  const opened = await sealing.open(signing.sealed, signing.of);
  return opened.kind === 'opened' ? { kind: 'ok', value: opened.secret } : opened;
}

async function enqueue(way: Way, queue: string, body: string, token: string): Promise<Outcome> {
  const sqs = queue.startsWith('arn:') ? way.sqsIn(regionOf(queue)) : way.sqs;
  try {
    const url = await urlOf(sqs, queue);
    if (!url || way.isOurs(url)) return { kind: 'fault', fault: permanent('hook.untold', `The queue '${queue}' is not one to be told.`) };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...once(url, token) }));
    return { kind: 'ok' };
  } catch (error) {
    return { kind: 'fault', fault: untold(`queue '${queue}'`, error) };
  }
}

async function publish({ snsIn }: Way, topic: string, body: string, token: string): Promise<Outcome> {
  try {
    await snsIn(regionOf(topic)).send(new PublishCommand({ TopicArn: topic, Message: body, ...once(topic, token) }));
    return { kind: 'ok' };
  } catch (error) {
    return { kind: 'fault', fault: untold(`topic '${topic}'`, error) };
  }
}

/** What keeps order drops what it was given before. */
const once = (place: string, token: string) => (place.endsWith('.fifo') ? { MessageGroupId: token, MessageDeduplicationId: token } : {});

const urlOf = async (sqs: Way['sqs'], queue: string): Promise<string | undefined> =>
  /^https?:/.test(queue)
    ? queue
    : queue.startsWith('arn:')
      ? queueUrlOf(sqs, queue)
      : (await sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;

/** What nobody but the owner of the queue or the topic can mend is not tried again. */
const LASTING =
  /NonExistentQueue|QueueDoesNotExist|NotFound|AccessDenied|AuthorizationError|InvalidAddress|InvalidParameter|UnsupportedOperation|InvalidSecurity/;

function untold(what: string, error: unknown): Fault {
  const name = error instanceof Error ? error.name : 'unknown';
  const message = `The ${what} did not take the message (${name}).`;
  return LASTING.test(name) ? permanent('hook.untold', message) : transient('hook.untold', message);
}
