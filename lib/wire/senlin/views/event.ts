import { EVENT_LEVELS, type Event } from '../../../domain/event/event.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { documentSchema, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utcWithOffset } from './times.ts';

export const eventView = (event: Event): JsonObject => ({
  action: event.action,
  // Senlin lets its database row out here, which some clients cannot read; the id is beside it.
  cluster: null,
  cluster_id: event.clusterId,
  id: event.id,
  level: event.level,
  meta_data: inOrder(event.metadata),
  oid: event.objectId,
  oname: event.objectName,
  otype: event.objectType,
  project: event.project,
  status: event.status,
  status_reason: event.statusReason,
  timestamp: utcWithOffset(event.timestamp),
  user: event.user,
});

export const eventSchema: JsonObject = documentSchema({
  action: string,
  cluster: { type: 'null' },
  cluster_id: maybe(uuid),
  id: uuid,
  level: oneOf(EVENT_LEVELS),
  meta_data: map,
  oid: uuid,
  oname: string,
  otype: oneOf(['CLUSTER', 'NODE']),
  project: string,
  status: oneOf(['start', 'end', 'error']),
  status_reason: string,
  timestamp: time,
  user: string,
});
