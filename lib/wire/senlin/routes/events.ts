import type { Clustering } from '../../../app/clustering.ts';
import { CLUSTER_ACTIONS, NODE_ACTIONS } from '../../../domain/action/action.ts';
import { EVENT_LEVELS, RECEIVER_NOTIFY } from '../../../domain/event/event.ts';
import { CLUSTER_HEALTH, NODE_HEALTH } from '../../../domain/health/tell-health.ts';
import { GRANT_DEEDS } from '../../../domain/permission/tell-grant.ts';
import type { ListShape } from '../list-query.ts';
import { ok } from '../reply.ts';
import { lists, param, type Route, replied } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { eventSchema, eventView } from '../views/event.ts';

export const EVENT_FILTERS: ListShape['filters'] = {
  oid: { takes: 'many' },
  oname: { takes: 'many' },
  otype: { takes: 'many' },
  action: {
    takes: 'many',
    of: [...CLUSTER_ACTIONS, ...NODE_ACTIONS, CLUSTER_HEALTH, NODE_HEALTH, RECEIVER_NOTIFY, ...Object.keys(GRANT_DEEDS)],
  },
  cluster_id: { takes: 'many' },
  level: { takes: 'many', of: EVENT_LEVELS },
};

const LIST: ListShape = {
  filters: EVENT_FILTERS,
  sortKeys: ['timestamp', 'level', 'otype', 'oname', 'action', 'status', 'oid', 'cluster_id'],
  paged: true,
  shared: true,
};

export const eventRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/events',
    id: 'listEvents',
    summary: 'List events.',
    answer: { status: 200, schema: enveloped('events', listOf(eventSchema)) },
    ...lists(LIST, async ({ caller, version }, request) =>
      replied(await clustering.listEvents(caller, request), ({ events }) =>
        ok({ events: events.map((event) => eventView(event, version)) }),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/events/{event_id}',
    id: 'showEvent',
    summary: 'Show an event.',
    answer: { status: 200, schema: enveloped('event', eventSchema) },
    run: async (asked) =>
      replied(await clustering.showEvent(asked.caller, param(asked)), ({ event }) => ({
        ...ok({ event: eventView(event, asked.version) }),
        version: event.version,
      })),
  },
];
