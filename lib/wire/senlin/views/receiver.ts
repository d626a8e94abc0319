import type { MadeReceiver } from '../../../app/receivers/receiving.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { isSigned, RECEIVER_TYPES, type Receiver, SIGNALLED_ACTIONS } from '../../../domain/receiver/receiver.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { v1 } from '../microversion.ts';
import { boolean, documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

/** What a URL of ours says beside what is stored. */
export const KEY_PARAMETER = 'key';
const OURS = ['V', KEY_PARAMETER];

/** @param origin scheme and authority that whoever calls the webhook reaches us by */
export function receiverView({ receiver, secrets, queueUrl }: MadeReceiver, origin: string, version: Microversion): JsonObject {
  const ours = isAtLeast(version, v1(15));
  const channel =
    receiver.type === 'webhook'
      ? { alarm_url: alarmUrl(receiver, origin, secrets?.key) }
      : { queue_name: receiver.queueName, ...(ours && queueUrl !== undefined && { queue_url: queueUrl }) };
  return {
    action: receiver.action,
    actor: {},
    ...(ours && {
      allowed_params: receiver.allowedParams,
      dropped: receiver.dropped,
      expires_at: utcOrNull(receiver.expiresAt),
      handled: receiver.handled,
      hmac: isSigned(receiver),
      rate: receiver.rate,
    }),
    channel: secrets?.hmacSecret ? { ...channel, hmac_secret: secrets.hmacSecret } : channel,
    cluster_id: receiver.clusterId,
    created_at: utc(receiver.createdAt),
    domain: receiver.domain,
    id: receiver.id,
    name: receiver.name,
    params: inOrder(receiver.params),
    project: receiver.project,
    type: receiver.type,
    updated_at: utcOrNull(receiver.updatedAt),
    user: receiver.user,
  };
}

/** The stored parameters stand in it for people to read; what counts is what is stored. */
function alarmUrl({ id, params }: Receiver, origin: string, key: string | undefined): string {
  const query = new URLSearchParams({ V: '2' });
  for (const [name, value] of Object.entries(inOrder(params))) if (!OURS.includes(name)) query.append(name, textOf(value));
  if (key !== undefined) query.append(KEY_PARAMETER, key);
  return `${origin}/v1/webhooks/${id}/trigger?${query}`;
}

const channel: JsonObject = {
  type: 'object',
  properties: {
    alarm_url: {
      type: 'string',
      format: 'uri',
      description: 'Of a webhook. The secret is in it when it is made, and for five minutes after.',
    },
    queue_name: { type: 'string', description: 'Of a receiver of messages.' },
    queue_url: { type: 'string', format: 'uri', description: 'The address of that queue. Not in lists.' },
    hmac_secret: { type: 'string', description: 'What calls are signed with. Only in the answer that makes it.' },
  },
};

export const receiverSchema: JsonObject = documentSchema(
  {
    action: maybe(oneOf(SIGNALLED_ACTIONS)),
    actor: map,
    allowed_params: maybe(listOf(string)),
    channel,
    cluster_id: maybe(uuid),
    created_at: time,
    domain: maybe(string),
    dropped: integer,
    expires_at: maybe(time),
    handled: integer,
    hmac: boolean,
    id: uuid,
    name: string,
    params: map,
    project: string,
    rate: integer,
    type: oneOf(RECEIVER_TYPES),
    updated_at: maybe(time),
    user: string,
  },
  ['allowed_params', 'dropped', 'expires_at', 'handled', 'hmac', 'rate'],
);
