import type { Fault } from '../domain/kernel/fault.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { Ended } from '../domain/workflow/run.ts';
import type { Backend } from '../domain/workflow/workflow.ts';

/** A run as the other service is asked about it. */
export type RunReference = {
  /** An id of ours: every question about one run carries the same. */
  readonly name: string;
  /** The workflow's definition: a reference to what the service knows. */
  readonly definition: JsonObject;
};

export type BackendAnswer =
  | { readonly kind: 'running'; readonly external: string; readonly link?: string }
  | { readonly kind: 'ended'; readonly external: string; readonly link?: string; readonly end: Ended }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * A service that runs workflows. Faults are returned, never thrown; every method answers within SERVICE_TIMEOUT.
 *
 * Proved by test/conformance/workflow-backend.ts against each of them.
 */
export interface WorkflowBackend {
  /**
   * Starts a run and says how it is. Asked again by the same name it starts no second one, however the first answer was lost, and says how the first
   * one is.
   */
  start(run: RunReference & { readonly input: JsonObject }): Promise<BackendAnswer>;

  /** How a run is that was started. */
  look(run: RunReference): Promise<BackendAnswer>;

  /** Makes sure that a run does not go on. Succeeds when there is none, or it has ended. */
  stop(run: RunReference): Promise<{ readonly kind: 'ok' } | { readonly kind: 'fault'; readonly fault: Fault }>;
}

export type WorkflowBackends = { readonly [B in Exclude<Backend, 'local'>]?: WorkflowBackend | undefined };
