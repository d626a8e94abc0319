import type { Json, JsonObject } from '../kernel/json.ts';

/** What went wrong in a workflow, under the names of the States Language or the workflow's own. */
export type Failure = { readonly error: string; readonly cause: string };

export type Result<T = Json> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'failed'; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ kind: 'ok', value });
export const failing = (error: string, cause: string): { readonly kind: 'failed'; readonly failure: Failure } => ({
  kind: 'failed',
  failure: { error, cause },
});

/** As a Catch gives it to the next state. */
export const errorOutput = ({ error, cause }: Failure): JsonObject => ({ Error: error, Cause: cause });

/** Nobody can handle these: the workflow itself is wrong. */
const FINAL: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether a Retry or Catch with these names is meant. A state whose branch failed has the branch's error, and answers to `States.BranchFailed` too. */
export function isAmong(names: readonly string[], { error }: Failure, ofBranch: boolean): boolean {
  if (names.includes(error) || (ofBranch && names.includes('States.BranchFailed'))) return true;
  if (FINAL.has(error)) return false;
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout');
}
