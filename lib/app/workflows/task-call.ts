import type { Fault } from '../../domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../domain/kernel/json.ts';
import type { Execution } from '../../domain/workflow/execution.ts';
import type { Activity } from '../../domain/workflow/resource.ts';
import type { Answer } from '../../domain/workflow/task.ts';

/** One task as it is asked for. */
export type TaskCall = {
  readonly execution: Execution;
  readonly activity: Activity;
  readonly input: Json;
  /** Names the try: asked for again, it is the same one. */
  readonly name: string;
  /** What the driver asked to be remembered while this try is under way. */
  readonly memory: JsonObject | null;
};

export const failedWith = (error: string, cause: string): Answer => ({ kind: 'failed', failure: { error, cause } });

/** What could not be done, as an error of the States Language; what is worth another try is tried again. */
export const faultedWith = ({ kind, code, message }: Fault): Extract<Answer, { kind: 'failed' | 'transient' }> => ({
  kind: kind === 'transient' ? 'transient' : 'failed',
  failure: { error: errorOf(code), cause: message },
});

/** `driver.resource.not-found` is `Driver.Resource.NotFound`, which is how errors are named in the States Language. */
const errorOf = (code: string): string => code.replace(/(?:^|[.-])[a-z]/g, (found) => found.replace('-', '').toUpperCase());
