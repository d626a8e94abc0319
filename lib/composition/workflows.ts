import type { App } from '../app/app.ts';
import { type Completion, completeTask } from '../app/workflows/complete-task.ts';
import type { RunPorts } from '../app/workflows/run-ports.ts';
import { haltWorkflow, runWorkflow } from '../app/workflows/run-workflow.ts';
import { jsonPath } from '../platform/json-path.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import type { Services } from '../ports/services.ts';

let ports: RunPorts | undefined;

/** What runs of workflows need, on the real thing. */
export function runPorts(): RunPorts {
  ports ??= { paths: jsonPath.all, digest: sha256Digest, backends: {} };
  return ports;
}

/** How actions run workflows. */
export const workflowServices = (app: App, own: RunPorts = runPorts()): Pick<Services, 'run' | 'halt'> => ({
  run: runWorkflow(app, own),
  halt: haltWorkflow(app, own),
});

/** How somebody who has a task's token completes it. */
export const taskCompletion = (app: App) => (completion: Completion) => completeTask(app, runPorts())(completion);
