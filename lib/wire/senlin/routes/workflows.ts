import type { Clustering } from '../../../app/clustering.ts';
import { BACKENDS } from '../../../domain/workflow/workflow.ts';
import { change, creation } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { json, name, nonNegativeInteger, oneOf } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { executionSchema, executionView, workflowSchema, workflowView } from '../views/workflow.ts';

const since = v1(15);

const DEFINITION =
  'For `local` a state machine in the States Language; for `stepfunctions` its `state_machine_arn`; for `mistral-v2` a `workflow_name` and, if it has one, a `namespace`.';
const timeout = optional(nonNegativeInteger, 'Seconds that one run may take; 3600, if not given.');

const newWorkflow = creation(
  'workflow',
  {
    name: required(name, 'What recoveries call it by.'),
    backend: required(oneOf(BACKENDS), 'Who runs it.'),
    definition: required(json, DEFINITION),
    timeout,
  },
  {
    name: 'restart-twice',
    backend: 'local',
    definition: {
      StartAt: 'Stop',
      States: {
        Stop: { Type: 'Task', Resource: 'coppice:node.operate', Parameters: { operation: 'stop' }, Next: 'Start' },
        Start: { Type: 'Task', Resource: 'coppice:node.operate', Parameters: { operation: 'start' }, End: true },
      },
    },
  },
);
const workflowChange = change(
  'workflow',
  { name: optional(name, 'Another name.'), definition: optional(json, 'Another definition, for the same backend.'), timeout },
  { timeout: 600 },
);

const LIST: ListShape = {
  filters: { name: { takes: 'many' }, backend: { takes: 'many' } },
  sortKeys: ['name', 'backend', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
};
const RUNS: ListShape = {
  filters: { status: { takes: 'many' }, action_id: { takes: 'many' }, node_id: { takes: 'many' } },
  sortKeys: ['name', 'status', 'started_at', 'ended_at'],
  paged: true,
};
const one = enveloped('workflow', workflowSchema);

/** Workflows that recoveries run, and their runs. */
export const workflowRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/workflows',
    id: 'listWorkflows',
    summary: 'List workflows.',
    since,
    answer: { status: 200, schema: enveloped('workflows', listOf(workflowSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listWorkflows(caller, request), ({ workflows }) => ok({ workflows: workflows.map(workflowView) })),
    ),
  },
  {
    method: 'POST',
    path: '/workflows',
    id: 'createWorkflow',
    summary: 'Create a workflow. Everything that is wrong with its definition is said at once, each with its place.',
    since,
    answer: { status: 201, schema: one },
    ...takes(newWorkflow, async ({ caller }, request) =>
      replied(await clustering.createWorkflow(caller, request), ({ workflow }) => created({ workflow: workflowView(workflow) })),
    ),
  },
  {
    method: 'GET',
    path: '/workflows/{workflow_id}',
    id: 'showWorkflow',
    summary: 'Show a workflow.',
    since,
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showWorkflow(asked.caller, param(asked)), ({ workflow }) => ({
        ...ok({ workflow: workflowView(workflow) }),
        version: workflow.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/workflows/{workflow_id}',
    id: 'updateWorkflow',
    summary: 'Change a workflow. Runs that have begun go on as they began.',
    since,
    answer: { status: 200, schema: one },
    ...takes(workflowChange, async (asked, changes) =>
      replied(await clustering.updateWorkflow(asked.caller, param(asked), changes), ({ workflow }) =>
        ok({ workflow: workflowView(workflow) }),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: '/workflows/{workflow_id}',
    id: 'deleteWorkflow',
    summary: 'Delete a workflow. Runs that have begun go on, and can still be shown.',
    since,
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteWorkflow(asked.caller, param(asked)), () => nothing),
  },
  {
    method: 'GET',
    path: '/workflows/{workflow_id}/executions',
    id: 'listExecutions',
    summary: 'List the runs of a workflow.',
    since,
    answer: { status: 200, schema: enveloped('executions', listOf(executionSchema)) },
    ...lists(RUNS, async (asked, request) =>
      replied(await clustering.listExecutions(asked.caller, param(asked), request), ({ executions }) =>
        ok({ executions: executions.map(executionView) }),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/workflows/{workflow_id}/executions/{execution_id}',
    id: 'showExecution',
    summary: 'Show one run: how far it has come, or what came of it.',
    since,
    answer: { status: 200, schema: enveloped('execution', executionSchema) },
    run: async (asked) =>
      replied(await clustering.showExecution(asked.caller, param(asked), { execution: param(asked, 1) }), ({ execution }) =>
        ok({ execution: executionView(execution) }),
      ),
  },
];
