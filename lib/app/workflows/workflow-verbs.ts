import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { shortId } from '../../domain/kernel/ids.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { DefinitionFault } from '../../domain/workflow/definition.ts';
import { endpointsIn } from '../../domain/workflow/endpoints.ts';
import { type Execution, isForgotten } from '../../domain/workflow/execution.ts';
import type { Paths } from '../../domain/workflow/path.ts';
import { type Backend, DEFAULT_RUN_TIMEOUT, definitionFaults, type Workflow } from '../../domain/workflow/workflow.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';

export type WorkflowChange = {
  readonly name?: string | undefined;
  readonly definition?: JsonObject | undefined;
  readonly timeout?: number | undefined;
};

export interface WorkflowVerbs {
  readonly createWorkflow: Call<
    { readonly name: string; readonly backend: Backend; readonly definition: JsonObject; readonly timeout?: number | undefined },
    { readonly workflow: Workflow }
  >;
  readonly listWorkflows: Call<ListRequest, { readonly workflows: readonly Workflow[] }>;
  readonly showWorkflow: See<{ readonly workflow: Workflow }>;
  /** Runs that have begun go on as they began. */
  readonly updateWorkflow: On<WorkflowChange, { readonly workflow: Workflow }>;
  readonly deleteWorkflow: See<object>;
  readonly listExecutions: On<ListRequest, { readonly executions: readonly Execution[] }>;
  readonly showExecution: On<{ readonly execution: string }, { readonly execution: Execution }>;
}

export const workflowVerbs = (app: App, paths: Paths): WorkflowVerbs => ({
  async createWorkflow({ userId: user, projectId: project }, { name, backend, definition, timeout }) {
    const wrong = await faultIn(app, paths, backend, definition);
    if (wrong) return wrong;
    const workflow: Workflow = {
      id: newId(app),
      project,
      user,
      domain: null,
      name,
      backend,
      definition,
      timeout: seconds(timeout ?? DEFAULT_RUN_TIMEOUT),
      createdAt: app.clock.now(),
      updatedAt: null,
      version: 0,
    };
    await app.store.commit([{ put: 'workflow', doc: workflow }]);
    return { kind: 'ok', workflow };
  },

  async listWorkflows(caller, request) {
    const listed = await listDocuments(app.store, caller, 'workflow', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', workflows: listed.docs };
  },

  async showWorkflow(caller, text) {
    const found = await lookUp(app.store, caller, 'workflow', text);
    return found.kind === 'refused' ? found : { kind: 'ok', workflow: found.doc };
  },

  updateWorkflow: (caller, text, { name, definition, timeout }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'workflow', text);
      if (found.kind === 'refused') return found;
      const wrong = definition && (await faultIn(app, paths, found.doc.backend, definition));
      if (wrong) return wrong;
      const changes = {
        ...(name !== undefined && { name }),
        ...(definition && { definition }),
        ...(timeout !== undefined && { timeout: seconds(timeout) }),
      };
      const workflow = { ...found.doc, ...changes, updatedAt: app.clock.now() };
      return (await app.store.commit([{ put: 'workflow', doc: workflow }])) === 'stale' ? 'stale' : { kind: 'ok', workflow };
    }),

  deleteWorkflow: (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'workflow', text);
      if (found.kind === 'refused') return found;
      return (await app.store.commit([{ remove: 'workflow', doc: found.doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    }),

  async listExecutions(caller, text, request) {
    const found = await lookUp(app.store, caller, 'workflow', text);
    if (found.kind === 'refused') return found;
    const filters = { ...request.filters, workflow_id: [found.doc.id] };
    const now = app.clock.now();
    const owner = { ...caller, projectId: found.doc.project };
    const listed = await listDocuments(app.store, owner, 'execution', { ...request, filters }, (run) => !isForgotten(run, now));
    return listed.kind === 'refused' ? listed : { kind: 'ok', executions: listed.docs };
  },

  /** Under the name that its workflow had then: that may have another by now, or be gone, and its runs can still be read. */
  async showExecution(caller, workflow, { execution: text }) {
    const found = await lookUp(app.store, caller, 'execution', text);
    if (found.kind === 'refused') return found;
    const { workflowId, workflowName } = found.doc;
    if (isForgotten(found.doc, app.clock.now()) || ![workflowId, workflowName, shortId(workflowId)].includes(workflow))
      return refused('execution.not-found', `The execution '${text}' could not be found.`);
    return { kind: 'ok', execution: found.doc };
  },
});

/** Everything that is wrong, each with its place. */
async function faultIn(app: App, paths: Paths, backend: Backend, definition: JsonObject): Promise<Refusal | undefined> {
  const unread = definitionFaults(backend, definition, paths);
  const faults = unread.length === 0 && backend === 'local' ? await forbiddenIn(app, definition) : unread;
  if (faults.length === 0) return undefined;
  return refused('workflow.invalid', faults.map(({ pointer, message }) => `/definition${pointer}: ${message}`).join(' '));
}

/** The addresses in it that must not be called; they are looked at again at every call. */
async function forbiddenIn({ outgoing }: App, definition: JsonObject): Promise<readonly DefinitionFault[]> {
  const endpoints = [...endpointsIn(definition)];
  const judged = new Map(
    await Promise.all([...new Set(endpoints.map(({ url }) => url))].map(async (url) => [url, await outgoing.check(url)] as const)),
  );
  return endpoints.flatMap(({ pointer, url }) => {
    const fault = judged.get(url);
    return fault ? [{ pointer, message: fault.message }] : [];
  });
}
