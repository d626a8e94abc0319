import type { Json, JsonObject } from '../kernel/json.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import { effectiveInput } from './data-flow.ts';
import { type Failure, ok, type Result } from './failure.ts';
import { type Activity, activityOf, waitsForToken } from './resource.ts';
import { type Branch, type Facts, nameOf, noted, type Run, withBranch } from './run.ts';
import type { Machine, TaskState } from './states.ts';
import { complete, fail, stateOf } from './transition.ts';

/** A task that is to be asked for now. */
export type Asking = { readonly branch: Branch; readonly activity: Activity; readonly callback: boolean };

/** What a task came to. Transient: worth asking again, under the same name, without the workflow's noticing. */
export type Answer =
  | { readonly kind: 'ok'; readonly result: Json }
  | { readonly kind: 'pending'; readonly again: Seconds; readonly memory?: JsonObject }
  | { readonly kind: 'transient'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Before a task that keeps failing in passing counts as failed. */
const MOST_FAILURES = 5;

/** The tasks that are to be asked for, in no particular order. */
export const askings = (machine: Machine, run: Run, now: Instant): readonly Asking[] =>
  run.branches.flatMap((branch) => {
    if (branch.doing.kind !== 'calling' || (branch.doing.again !== null && branch.doing.again > now)) return [];
    const { Resource } = stateOf(machine, branch) as TaskState;
    return [{ branch, activity: activityOf(Resource), callback: waitsForToken(Resource) }];
  });

/** What the task is given. @param token what completes it, when it waits for that */
export const taskInput = (machine: Machine, branch: Branch, facts: Facts, token?: string): Result =>
  stateOf(machine, branch).Type === 'Task' ? effectiveInput(stateOf(machine, branch), branch, facts, token) : ok(branch.input);

/** The digest of a token is written down before anybody is given it. */
export const willAccept = (run: Run, branch: Branch, digest: string): Run =>
  withBranch(run, { ...branch, digests: [...(branch.digests ?? []), digest].slice(-10) });

/** The branch that is still at this visit, with this doing; undefined when it has moved on, and an answer would come too late. */
const stillAt = (run: Run, name: string, ...kinds: readonly Branch['doing']['kind'][]): Branch | undefined =>
  run.ended ? undefined : run.branches.find((branch) => nameOf(branch) === name && kinds.includes(branch.doing.kind));

/** Takes the answer to a task. One that comes late, or twice, changes nothing. */
export function answered(machine: Machine, run: Run, name: string, answer: Answer, facts: Facts): Run {
  const branch = stillAt(run, name, 'calling');
  if (branch?.doing.kind !== 'calling') return run;
  const { doing } = branch;
  const again = (wait: Seconds, failures: number, memory = doing.memory): Run =>
    withBranch(run, { ...branch, doing: { ...doing, again: after(facts.now, wait), failures, memory } });
  switch (answer.kind) {
    case 'pending':
      return again(answer.again, 0, answer.memory ?? doing.memory);
    case 'transient':
      if (doing.failures + 1 < MOST_FAILURES) return again(seconds(2 ** (doing.failures + 1)), doing.failures + 1);
      return fail(machine, run, branch, answer.failure, facts);
    case 'failed':
      return fail(machine, run, branch, answer.failure, facts);
    case 'ok':
      return waitsForToken((stateOf(machine, branch) as TaskState).Resource)
        ? withBranch(run, { ...branch, doing: { kind: 'awaiting', until: doing.until } })
        : complete(machine, noted(run, facts.now, branch.at, 'done'), branch, answer.result, facts);
  }
}

/**
 * Completes a task by its token. Undefined when there is no task of this visit that waits for this token any more. A task may be completed before
 * the call that handed out its token has been answered.
 */
export function completed(machine: Machine, run: Run, name: string, digest: string, outcome: Result, facts: Facts): Run | undefined {
  const branch = stillAt(run, name, 'calling', 'awaiting');
  if (!branch?.digests?.includes(digest)) return undefined;
  return outcome.kind === 'ok'
    ? complete(machine, noted(run, facts.now, branch.at, 'completed'), branch, outcome.value, facts)
    : fail(machine, run, branch, outcome.failure, facts);
}
