import type { Clustering } from '../../../app/clustering.ts';
import { change } from '../fields/body-shape.ts';
import { listOfMaps } from '../fields/collections.ts';
import { required } from '../fields/field.ts';
import { v1 } from '../microversion.ts';
import { nothing, ok } from '../reply.ts';
import { param, type Route, replied, takes } from '../route.ts';
import { enveloped } from '../views/document-schema.ts';
import { projectRetentionSchema, projectRetentionView, retentionSchema, retentionView } from '../views/retention.ts';

const described = 'As `COPPICE_RETENTION` has them, without `projects`. They take the place of those that the project had.';
const rules = change(
  'retention',
  { rules: required(listOfMaps, described) },
  {
    rules: [{ kind: 'event', max_age: 604_800, disposition: 'delete' }],
  },
);

const one = enveloped('retention', projectRetentionSchema);

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
  {
    method: 'GET',
    path: '/retention/{project_id}',
    id: 'showProjectRetention',
    summary: 'Show how long what a project has is kept. Others than the own are for administrators.',
    since: v1(15),
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showProjectRetention(asked.caller, param(asked)), ({ retention }) => ({
        ...ok({ retention: projectRetentionView(retention) }),
        version: retention.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/retention/{project_id}',
    id: 'updateProjectRetention',
    summary: "Set rules for one project, which hold before the installation's, from the scavenger's next run on. Administrators only.",
    since: v1(15),
    answer: { status: 200, schema: one },
    ...takes(rules, async (asked, given) =>
      replied(await clustering.updateProjectRetention(asked.caller, param(asked), given), ({ retention }) =>
        ok({ retention: projectRetentionView(retention) }),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: '/retention/{project_id}',
    id: 'resetProjectRetention',
    summary: "Go back to the installation's rules for a project. Administrators only.",
    since: v1(15),
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.resetProjectRetention(asked.caller, param(asked)), () => nothing),
  },
];
