import { workQueueOf } from '../../domain/action/work-queue.ts';
import { childId, mix } from '../../domain/kernel/ids.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Execution } from '../../domain/workflow/execution.ts';
import type { Paths } from '../../domain/workflow/path.ts';
import type { Facts } from '../../domain/workflow/run.ts';
import type { Digest } from '../../ports/digest.ts';
import type { WorkflowBackends } from '../../ports/workflow-backend.ts';
import type { App } from '../app.ts';

/** What running workflows needs beside the engine. */
export type RunPorts = {
  readonly paths: Paths;
  readonly digest: Digest;
  readonly backends: WorkflowBackends;
};

/** What a run's next step is decided on. Chance and ids follow from the run and the place: deciding twice decides the same. */
export const factsFor = (execution: Execution, { paths }: RunPorts, now: Instant): Facts => ({
  now,
  paths,
  about: {
    Execution: { Id: execution.id, Name: execution.name, Input: execution.input, StartTime: new Date(execution.startedAt).toISOString() },
    StateMachine: { Id: execution.workflowId, Name: execution.workflowName },
  },
  chance: (name) => mix(name, mix(execution.id, 1)) / 2 ** 32,
  uuid: (name) => childId(execution.id, name, 0, execution.startedAt),
});

/** There is news of a run for the action that waits for it. Lost on the way, the action's own alarm brings it to look. */
export const tellCaller = async ({ nudges }: Pick<App, 'nudges'>, { project, caller }: Execution): Promise<void> =>
  nudges.send([{ project, id: caller.id, queue: workQueueOf(caller.action) }]);

/** A run wants to be looked at now. */
export const wakeRun = async ({ nudges }: Pick<App, 'nudges'>, { project, id }: Pick<Execution, 'project' | 'id'>): Promise<void> =>
  nudges.send([{ project, id, queue: 'delivery', kind: 'execution' }]);
