import type { Clustering } from '../../../app/clustering.ts';
import { v1 } from '../microversion.ts';
import { ok } from '../reply.ts';
import { type Route, replied } from '../route.ts';
import { enveloped } from '../views/document-schema.ts';
import { retentionSchema, retentionView } from '../views/retention.ts';

/** How long what is kept, and what came of it lately. */
export const retentionRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/retention',
    id: 'showRetention',
    admins: true,
    summary: 'Show how long what is kept, where it is archived, and what the last runs of the scavenger came to. Administrators only.',
    since: v1(15),
    answer: { status: 200, schema: enveloped('retention', retentionSchema) },
    run: async ({ caller }) =>
      replied(await clustering.showRetention(caller), ({ retention }) => ok({ retention: retentionView(retention) })),
  },
];
