import type { NotificationDesk } from '../../../app/health/notification-desk.ts';
import { RECEPTIONS } from '../../../domain/health/tally.ts';
import { v1 } from '../microversion.ts';
import { ok, type Reply } from '../reply.ts';
import { param, type Route, replied } from '../route.ts';
import { documentSchema, enveloped, map, oneOf, string } from '../views/document-schema.ts';

/** Where clouds and whoever watches over them tell of nodes that are lost. */
export const notificationRoutes = (desk: NotificationDesk): readonly Route[] => [
  {
    method: 'GET',
    path: '/notifications',
    id: 'countNotifications',
    summary: 'Show how many notifications came to what, by source. An administrator also sees those that were of no project.',
    since: v1(15),
    answer: { status: 200, schema: enveloped('notifications', map) },
    run: async (asked) => ok({ notifications: await desk.count(asked.caller) }),
  },
  {
    method: 'POST',
    path: '/notifications',
    id: 'showNotificationKey',
    summary: "Show the key with which the project's notifications are signed.",
    since: v1(15),
    answer: { status: 200, schema: documentSchema({ notification_key: string }) },
    run: async (asked) => replied(desk.key(asked.caller), ({ key }) => ok({ notification_key: key })),
  },
  {
    method: 'POST',
    path: '/notifications/{source}',
    id: 'postNotification',
    summary: 'Tell of a node that is lost, in the words of nova, heat, aodh, docker, or ours. With a token, or signed.',
    open: true,
    query: [
      { name: 'node_id', description: 'Whom the message is about, where it does not say. With a token only.', schema: { type: 'string' } },
    ],
    body: {
      schema: { type: 'object', additionalProperties: true },
      example: { node_id: '573aa1ba-018b-8cfe-9568-000000a1b2c3', reason: 'the disk is full', gone: false },
    },
    answer: { status: 202, schema: documentSchema({ reception: oneOf(Object.keys(RECEPTIONS)) }) },
    run: async (asked) => {
      const { headers, body } = asked.request;
      const nodeId = new URLSearchParams(asked.query).get('node_id') ?? undefined;
      const answer = await desk.post({ source: param(asked), message: asked.body, nodeId, headers, body });
      return replied(answer, ({ reception }): Reply => ({ kind: 'reply', status: 202, body: { reception } }));
    },
  },
];
