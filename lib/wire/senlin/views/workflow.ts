import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Execution } from '../../../domain/workflow/execution.ts';
import { BACKENDS, type Workflow } from '../../../domain/workflow/workflow.ts';
import { documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

export const workflowView = (workflow: Workflow): JsonObject => ({
  backend: workflow.backend,
  created_at: utc(workflow.createdAt),
  definition: workflow.definition,
  id: workflow.id,
  name: workflow.name,
  project: workflow.project,
  timeout: workflow.timeout,
  updated_at: utcOrNull(workflow.updatedAt),
  user: workflow.user,
});

export const workflowSchema: JsonObject = documentSchema({
  backend: oneOf(BACKENDS),
  created_at: time,
  definition: map,
  id: uuid,
  name: string,
  project: string,
  timeout: integer,
  updated_at: maybe(time),
  user: string,
});

/** Without what its tasks may be completed by: whoever was given a token has it. */
export const executionView = (execution: Execution): JsonObject => ({
  action_id: execution.caller.id,
  backend: execution.backend,
  cause: execution.cause,
  ended_at: utcOrNull(execution.endedAt),
  error: execution.error,
  external_id: execution.external,
  history: (execution.run?.history ?? []).map(({ at, state, what, detail }) => ({
    at: utc(at),
    state,
    what,
    ...(detail !== undefined && { detail }),
  })),
  id: execution.id,
  input: inOrder(execution.input),
  link: execution.link,
  name: execution.name,
  node_id: execution.nodeId,
  output: execution.output,
  project: execution.project,
  started_at: utc(execution.startedAt),
  status: execution.status,
  user: execution.user,
  workflow_id: execution.workflowId,
});

export const executionSchema: JsonObject = documentSchema({
  action_id: uuid,
  backend: oneOf(BACKENDS),
  cause: maybe(string),
  ended_at: maybe(time),
  error: maybe(string),
  external_id: maybe(string),
  history: listOf(documentSchema({ at: time, state: string, what: string, detail: string }, ['detail'])),
  id: uuid,
  input: map,
  link: maybe(string),
  name: string,
  node_id: uuid,
  output: {},
  project: string,
  started_at: time,
  status: oneOf(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  user: string,
  workflow_id: string,
});
