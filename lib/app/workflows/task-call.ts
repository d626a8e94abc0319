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
