import type { ActionName } from '../action/action.ts';
import type { Outcome } from '../action/call.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { shortId } from '../kernel/ids.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import { begin, type Ended, type Run } from './run.ts';
import type { Machine } from './states.ts';
import type { Backend, Workflow } from './workflow.ts';

/** One run of a workflow, whoever runs it. Its id is the token of the call that started it: started twice, it is started once. */
export type Execution = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly backend: Backend;
  /** As it was when the run began: changing a workflow changes no run of it. */
  readonly definition: JsonObject;
  readonly input: JsonObject;
  /** The action that waits for it, and the node it is about. */
  readonly caller: { readonly id: string; readonly action: ActionName };
  readonly nodeId: string;
  readonly status: 'RUNNING' | Ended['status'];
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  /** Of a local run: how far it has come. */
  readonly run: Run | null;
  /** What the other service calls it, once it has said so, and where people can look at it there. */
  readonly external: string | null;
  readonly link: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** By when it has ended, or counts as timed out. */
  readonly deadline: Instant;
  /** How long it can be looked at after it has ended. */
  readonly lifetime?: Seconds;
  /** When it has ended: from then on it is as if it had never been. */
  readonly forgetAt?: Instant;
  /** When a local run wants to be looked at, and when a stop elsewhere is to be repeated. */
  readonly dueAt: Instant | null;
  readonly version: number;
};

export type RunRequest = Pick<Execution, 'id' | 'project' | 'user' | 'input' | 'caller' | 'nodeId' | 'lifetime'> & {
  readonly timeout?: Seconds;
};

/** A week. */
export const DEFAULT_LIFETIME: Seconds = seconds(604_800);

export const openExecution = (workflow: Workflow, request: RunRequest, now: Instant): Execution => {
  const { timeout, ...rest } = request;
  const local = workflow.backend === 'local';
  return {
    ...rest,
    name: `${workflow.name}-${shortId(request.id)}`,
    workflowId: workflow.id,
    workflowName: workflow.name,
    backend: workflow.backend,
    definition: workflow.definition,
    status: 'RUNNING',
    output: null,
    error: null,
    cause: null,
    run: local ? begin((workflow.definition as unknown as Machine).StartAt, request.input, now) : null,
    external: null,
    link: null,
    startedAt: now,
    endedAt: null,
    deadline: after(now, timeout ?? workflow.timeout),
    dueAt: local ? now : null,
    version: 0,
  };
};

/** Stands where a run would, that was stopped before it began: whoever comes late to start it finds that. */
export const stillborn = (
  { id, project, user, caller, nodeId, lifetime = DEFAULT_LIFETIME }: Omit<RunRequest, 'input'>,
  now: Instant,
): Execution => ({
  ...{ id, project, user, caller, nodeId },
  name: shortId(id),
  workflowId: '',
  workflowName: '',
  backend: 'local',
  definition: {},
  input: {},
  status: 'ABORTED',
  output: null,
  error: 'Execution.Stopped',
  cause: 'It was stopped before it began.',
  run: null,
  external: null,
  link: null,
  startedAt: now,
  endedAt: now,
  deadline: now,
  lifetime,
  forgetAt: after(now, lifetime),
  dueAt: null,
  version: 0,
});

/** Whether another service tells when it ends, by the name we gave it. While it does, it has no alarm: it is its caller's that brings somebody to look. */
export const isFoundByName = ({ backend, status }: Pick<Execution, 'backend' | 'status'>): boolean =>
  backend === 'stepfunctions' && status === 'RUNNING';

export const isOver = ({ status }: Execution): boolean => status !== 'RUNNING';

/** Whether it is there no more, though its document may yet be: tables forget in their own time. */
export const isForgotten = ({ forgetAt }: Execution, now: Instant): boolean => forgetAt !== undefined && forgetAt <= now;

/** A run that is over, one way or another. Its state is let go of: what happened is in the history. */
export const settle = (execution: Execution, end: Ended, now: Instant): Execution => ({
  ...execution,
  status: end.status,
  output: end.status === 'SUCCEEDED' ? end.output : null,
  error: end.status === 'SUCCEEDED' ? null : end.error,
  cause: end.status === 'SUCCEEDED' ? null : end.cause.slice(0, 2_000),
  run: execution.run && { ...execution.run, branches: [], ended: null },
  endedAt: now,
  forgetAt: after(now, execution.lifetime ?? DEFAULT_LIFETIME),
  dueAt: null,
});

export const TIMED_OUT: Ended = { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'The run took longer than it may.' };
export const STOPPED: Ended = { status: 'ABORTED', error: 'Execution.Stopped', cause: 'It was stopped.' };

/** What a run that is over comes to for whoever started it. */
export const outcomeOf = (execution: Execution): Outcome =>
  execution.status === 'SUCCEEDED' ? { kind: 'ok', data: { output: execution.output } } : { kind: 'fault', fault: faultOf(execution) };

function faultOf({ status, workflowName, error, cause }: Execution): Fault {
  if (status === 'TIMED_OUT') return permanent('workflow.timeout', `The workflow '${workflowName}' took longer than it may.`);
  if (status === 'ABORTED') return permanent('workflow.aborted', `The workflow '${workflowName}' was stopped.`);
  return permanent('workflow.failed', `The workflow '${workflowName}' failed: ${[error, cause].filter(Boolean).join(': ')}`);
}
