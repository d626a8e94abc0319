import type { App } from '../app/app.ts';
import { type Completion, completeTask } from '../app/workflows/complete-task.ts';
import type { RunPorts } from '../app/workflows/run-ports.ts';
import { haltWorkflow, runWorkflow } from '../app/workflows/run-workflow.ts';
import { jsonPath } from '../platform/json-path.ts';
import { keystoneSession } from '../platform/keystone-session.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { systemClock } from '../platform/system-clock.ts';
import { mistral } from '../platform/workflows/mistral.ts';
import { stepFunctions } from '../platform/workflows/step-functions.ts';
import type { Services } from '../ports/services.ts';
import type { WorkflowBackend, WorkflowBackends } from '../ports/workflow-backend.ts';
import { stepFunctionsClient } from './clients.ts';
import { config } from './config.ts';
import { identitySetting } from './identity-setting.ts';

let atMistral: WorkflowBackend | undefined;
let atAws: WorkflowBackend | undefined;

/** Whoever is not configured is not there, and a workflow of theirs cannot be run. Only asked for when there is one to run. */
const backends: WorkflowBackends = {
  get 'mistral-v2'() {
    atMistral ??= config().MISTRAL_URL === '' ? undefined : mistral({ url: config().MISTRAL_URL, ...mistralLogin() });
    return atMistral;
  },
  get stepfunctions() {
    const allowed = config().COPPICE_STATE_MACHINES;
    atAws ??= allowed.length === 0 ? undefined : stepFunctions(stepFunctionsClient(), allowed);
    return atAws;
  },
};

/** Mistral is asked as the service user of the Keystone that both belong to; where there is none, it asks nobody who they are. */
function mistralLogin() {
  const { keystone } = identitySetting();
  return keystone ? { token: keystoneSession(keystone, systemClock).token } : {};
}

const ports: RunPorts = { paths: jsonPath.all, digest: sha256Digest, backends };

/** What runs of workflows need, on the real thing. */
export const runPorts = (): RunPorts => ports;

/** How actions run workflows. */
export const workflowServices = (app: App): Pick<Services, 'run' | 'halt'> => ({
  run: runWorkflow(app, ports),
  halt: haltWorkflow(app, ports),
});

/** How somebody who has a task's token completes it. */
export const taskCompletion = (app: App): ((completion: Completion) => ReturnType<ReturnType<typeof completeTask>>) =>
  completeTask(app, ports);
