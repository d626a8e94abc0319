import { EVENT_LEVELS, EVENT_OBJECTS, EVENT_STATUSES, type Event } from '../../../domain/event/event.ts';
import { EVENT_TYPES } from '../../../domain/event/event-types.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { v1 } from '../microversion.ts';
import { documentSchema, integer, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utcWithOffset } from './times.ts';

/** The first version that shows more of an event than Senlin did. */
const COUNTED = v1(15);

export function eventView(event: Event, version: Microversion): JsonObject {
  const { type, sequence, actionId, origin, size, data } = event;
  const counted = isAtLeast(version, COUNTED);
  return {
    action: event.action,
    ...(counted && { action_id: actionId ?? null }),
    // Senlin lets its database row out here, which some clients cannot read; the id is beside it.
    cluster: null,
    cluster_id: event.clusterId,
    ...(counted && { data: inOrder(data ?? {}) }),
    id: event.id,
    level: event.level,
    meta_data: inOrder(event.metadata),
    oid: event.objectId,
    oname: event.objectName,
    ...(counted && { origin: origin ? { by: origin.by, id: origin.id, reason: origin.reason } : null }),
    otype: event.objectType,
    project: event.project,
    ...(counted && { sequence: sequence ?? null, size: size ? { desired: size.desired, nodes: size.nodes } : null }),
    status: event.status,
    status_reason: event.statusReason,
    timestamp: utcWithOffset(event.timestamp),
    ...(counted && { type: type ?? null }),
    user: event.user,
  };
}

const OURS = ['action_id', 'data', 'origin', 'sequence', 'size', 'type'];

/** What came with our own version is missing below it, and null in events that have none of it. */
export const eventSchema: JsonObject = documentSchema(
  {
    action: string,
    action_id: maybe(uuid),
    cluster: { type: 'null' },
    cluster_id: maybe(uuid),
    data: map,
    id: uuid,
    level: oneOf(EVENT_LEVELS),
    meta_data: map,
    oid: uuid,
    oname: string,
    origin: maybe(documentSchema({ by: string, id: string, reason: string })),
    otype: oneOf(EVENT_OBJECTS),
    project: string,
    sequence: maybe(integer),
    size: maybe(documentSchema({ desired: integer, nodes: integer })),
    status: oneOf(EVENT_STATUSES),
    status_reason: string,
    timestamp: time,
    type: maybe(oneOf(Object.keys(EVENT_TYPES))),
    user: string,
  },
  OURS,
);
