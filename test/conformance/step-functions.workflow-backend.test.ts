import { stepFunctions } from '../../lib/platform/workflows/step-functions.ts';
import { muteServer } from '../support/mute-server.ts';
import { stepFunctionsClientAt, stepFunctionsLookalike } from '../support/step-functions.ts';
import { describeWorkflowBackend } from './workflow-backend.ts';

const arn = (name: string) => `arn:aws:states:eu-central-1:123456789012:stateMachine:${name}`;
const machines = ['echo', 'refuses', 'waits'].map(arn);

describeWorkflowBackend('Step Functions', async () => {
  const aws = stepFunctionsLookalike(machines);
  const mute = await muteServer();
  const allowed = [...machines, arn('missing')];
  return {
    name: 'stepfunctions',
    backend: stepFunctions(stepFunctionsClientAt(await aws.listen()), allowed),
    mute: stepFunctions(stepFunctionsClientAt(mute.url, 100), allowed),
    definitions: {
      echo: { state_machine_arn: arn('echo') },
      refuses: { state_machine_arn: arn('refuses') },
      waits: { state_machine_arn: arn('waits') },
      missing: { state_machine_arn: arn('missing') },
    },
    says: /no room there/,
    link: /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/states\/.*:execution:(echo|refuses):/,
    runs: async (name) => [...aws.executions.keys()].filter((known) => known.endsWith(`:${name}`)).length,
    goOn() {
      for (const [known, run] of aws.executions) {
        if (run.status !== 'RUNNING') continue;
        if (known.includes(':echo:')) Object.assign(run, { status: 'SUCCEEDED', output: run.input });
        if (known.includes(':refuses:')) Object.assign(run, { status: 'FAILED', error: 'Host.Full', cause: 'no room there' });
      }
    },
    recant() {
      for (const run of aws.executions.values())
        Object.assign(
          run,
          run.status === 'SUCCEEDED' ? { status: 'FAILED', error: 'E', cause: 'c' } : { status: 'SUCCEEDED', output: '{}' },
        );
    },
    close() {
      aws.close();
      mute.close();
    },
  };
});
