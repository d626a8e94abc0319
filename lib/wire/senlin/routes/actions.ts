import type { Clustering } from '../../../app/clustering.ts';
import { ACTION_STATUSES, CLUSTER_ACTIONS, NODE_ACTIONS } from '../../../domain/action/action.ts';
import { refused } from '../../../domain/kernel/fault.ts';
import { change } from '../fields/body-shape.ts';
import { required } from '../fields/field.ts';
import { text } from '../fields/scalars.ts';
import { flag, type ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { forbidden, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { actionSchema, actionView } from '../views/action.ts';
import { enveloped, listOf } from '../views/document-schema.ts';

const LIST: ListShape = {
  filters: {
    name: { takes: 'many' },
    cluster_id: { takes: 'many' },
    action: { takes: 'many', of: [...CLUSTER_ACTIONS, ...NODE_ACTIONS] },
    target: { takes: 'many' },
    status: { takes: 'many', of: ACTION_STATUSES },
  },
  sortKeys: ['name', 'target', 'action', 'created_at', 'status'],
  paged: true,
  shared: true,
};
const one = enveloped('action', actionSchema);
const cancellation = change('action', { status: required(text, 'CANCELLED, and nothing else.') }, { status: 'CANCELLED' });

export const actionRoutes = (clustering: Clustering, engineId: string): readonly Route[] => [
  {
    method: 'GET',
    path: '/actions',
    id: 'listActions',
    summary: 'List actions.',
    answer: { status: 200, schema: enveloped('actions', listOf(actionSchema)) },
    ...lists(LIST, async ({ caller, version }, request) =>
      replied(await clustering.listActions(caller, request), ({ actions }) =>
        ok({ actions: actions.map((action) => actionView(action, engineId, version)) }),
      ),
    ),
  },
  {
    method: 'POST',
    path: '/actions',
    id: 'createAction',
    summary: 'Nobody may: actions come of what is asked of clusters and nodes.',
    closed: true,
    answer: { status: 201, schema: one },
    run: () => forbidden,
  },
  {
    method: 'GET',
    path: '/actions/{action_id}',
    id: 'showAction',
    summary: 'Show an action.',
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showAction(asked.caller, param(asked)), ({ action }) => ({
        ...ok({ action: actionView(action, engineId, asked.version) }),
        version: action.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/actions/{action_id}',
    id: 'updateAction',
    summary: 'Cancel an action.',
    since: v1(12),
    query: [{ name: 'force', description: 'Whether to call it cancelled at once, whatever it is doing.' }],
    answer: { status: 202 },
    ...takes(cancellation, async (asked, { status }) => {
      const wanted = new URLSearchParams(asked.query).getAll('force').at(-1);
      const force = wanted === undefined ? false : flag('force', wanted);
      if (typeof force === 'object') return force;
      if (status !== 'CANCELLED') return refused('request.malformed', `Unknown status ${status} for action ${param(asked)}`);
      return replied(await clustering.cancelAction(asked.caller, param(asked), { force }), () => ({
        kind: 'reply',
        status: 202,
        page: true,
      }));
    }),
  },
];
