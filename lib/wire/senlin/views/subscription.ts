import type { JsonObject } from '../../../domain/kernel/json.ts';
import { type Letter, type Subscription, TARGET_TYPES } from '../../../domain/subscription/subscription.ts';
import { documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

const STATUSES = ['ACTIVE', 'RETRYING', 'PAUSED'] as const;
const statusOf = ({ paused, attempts }: Subscription): (typeof STATUSES)[number] =>
  paused ? 'PAUSED' : attempts > 0 ? 'RETRYING' : 'ACTIVE';

/** Never with the secret. */
export const subscriptionView = (subscription: Subscription): JsonObject => ({
  attempts: subscription.attempts,
  created_at: utc(subscription.createdAt),
  cursor: subscription.cursor,
  delivered_at: utcOrNull(subscription.deliveredAt),
  filters: filtersView(subscription),
  id: subscription.id,
  last_error: subscription.lastError && {
    at: utc(subscription.lastError.at),
    position: subscription.lastError.position,
    reason: subscription.lastError.reason,
  },
  max_attempts: subscription.maxAttempts,
  name: subscription.name,
  project: subscription.project,
  redelivering: subscription.redeliver,
  retry_at: utcOrNull(subscription.retryAt),
  status: statusOf(subscription),
  target: inOrder(subscription.target),
  updated_at: utcOrNull(subscription.updatedAt),
  user: subscription.user,
});

function filtersView({ filters }: Subscription): JsonObject {
  const { actions, clusters, level, objects, objectTypes, statuses, types } = filters;
  return {
    ...(actions && { action: actions }),
    ...(clusters && { cluster: clusters }),
    ...(level && { level }),
    ...(objects && { oid: objects }),
    ...(objectTypes && { otype: objectTypes }),
    ...(statuses && { status: statuses }),
    ...(types && { type: types }),
  };
}

const lastError = documentSchema({ at: time, position: integer, reason: string });

export const subscriptionSchema: JsonObject = documentSchema(
  {
    attempts: integer,
    created_at: time,
    cursor: integer,
    delivered_at: maybe(time),
    filters: map,
    id: uuid,
    last_error: maybe(lastError),
    max_attempts: integer,
    name: string,
    project: string,
    redelivering: listOf(uuid),
    retry_at: maybe(time),
    secret: string,
    status: oneOf(STATUSES),
    target: documentSchema({ bus: string, queue: string, topic: string, type: oneOf(TARGET_TYPES), url: string }, [
      'bus',
      'queue',
      'topic',
      'url',
    ]),
    updated_at: maybe(time),
    user: string,
  },
  ['secret'],
);

export const letterView = (letter: Letter): JsonObject => ({
  at: utc(letter.at),
  attempts: letter.attempts,
  event_id: letter.eventId,
  id: letter.id,
  position: letter.position,
  reason: letter.reason,
});

export const letterSchema: JsonObject = documentSchema({
  at: time,
  attempts: integer,
  event_id: uuid,
  id: uuid,
  position: integer,
  reason: string,
});
