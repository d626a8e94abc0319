import type { Clustering } from '../../../app/clustering.ts';
import { v1 } from '../microversion.ts';
import { ok } from '../reply.ts';
import { param, type Route, replied } from '../route.ts';
import { enveloped } from '../views/document-schema.ts';
import { healthSchema, healthView } from '../views/health.ts';

/** How clusters are looked after by their health policies. */
export const healthRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/clusters/{cluster_id}/health',
    id: 'showClusterHealth',
    summary: "Show how a cluster's health is looked after: what is being recovered, who waits and why, and whether recoveries are stopped.",
    since: v1(15),
    answer: { status: 200, schema: enveloped('health', healthSchema) },
    run: async (asked) =>
      replied(await clustering.showHealth(asked.caller, param(asked)), ({ health }) => ok({ health: healthView(health) })),
  },
];
