import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import type { Json } from '../../domain/kernel/json.ts';
import { type Ended, MOST_DATA } from '../../domain/workflow/run.ts';
import { executionArnOf } from '../../domain/workflow/state-change.ts';
import { StateMachineReference } from '../../domain/workflow/workflow.ts';
import type { BackendAnswer, RunReference, WorkflowBackend } from '../../ports/workflow-backend.ts';
import { errorCode } from '../error-code.ts';

/**
 * AWS Step Functions, standard workflows. The name of an execution is ours, and by name and input AWS starts one only once.
 *
 * @param allowed the state machines that the operator lets projects run: the permission to start them is the service's, not the project's
 */
export function stepFunctions(client: Pick<SFNClient, 'send'>, allowed: readonly string[]): WorkflowBackend {
  const look = async (run: RunReference): Promise<BackendAnswer> =>
    within(run, allowed, async (machine) =>
      told(await client.send(new DescribeExecutionCommand({ executionArn: executionArnOf(machine, run.name) }))),
    );
  return {
    look,
    start: ({ input, ...run }) =>
      within(
        run,
        allowed,
        async (machine) => {
          const { executionArn: arn = '' } = await client.send(
            new StartExecutionCommand({ stateMachineArn: machine, name: run.name, input: JSON.stringify(input) }),
          );
          return { kind: 'running', external: arn, link: linkTo(arn) };
        },
        // Whoever started it by this name was us: how it is, it says itself.
        { ExecutionAlreadyExists: () => look(run) },
      ),
    async stop(run) {
      const nothing = { kind: 'running', external: '' } as const;
      const stopped = await within(
        run,
        allowed,
        async (machine) => {
          const executionArn = executionArnOf(machine, run.name);
          await client.send(new StopExecutionCommand({ executionArn, error: 'Execution.Stopped', cause: 'The recovery was given up.' }));
          return nothing;
        },
        { ExecutionDoesNotExist: async () => nothing },
      );
      return stopped.kind === 'fault' ? stopped : { kind: 'ok' };
    },
  };
}

/** @param expected errors that say something, by their names */
async function within(
  run: RunReference,
  allowed: readonly string[],
  ask: (machine: string) => Promise<BackendAnswer>,
  expected: Readonly<Record<string, () => Promise<BackendAnswer>>> = {},
): Promise<BackendAnswer> {
  const read = StateMachineReference.safeParse(run.definition);
  const machine = read.success ? read.data.state_machine_arn : '';
  if (!allowed.includes(machine))
    return { kind: 'fault', fault: permanent('workflow.forbidden', `'${machine}' is not among the state machines that may be run here.`) };
  try {
    return await ask(machine);
  } catch (error) {
    const meant = error instanceof Error ? expected[error.name] : undefined;
    return meant ? meant() : { kind: 'fault', fault: faultOf(error) };
  }
}

function linkTo(arn: string): string {
  const region = arn.split(':')[3] ?? '';
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`;
}

function told({ executionArn: external = '', status, output, error, cause }: DescribeExecutionCommandOutput): BackendAnswer {
  const at = { external, link: linkTo(external) };
  const failed = (as: 'FAILED' | 'TIMED_OUT' | 'ABORTED'): BackendAnswer => ({
    kind: 'ended',
    ...at,
    end: { status: as, error: error ?? as, cause: cause ?? '' },
  });
  switch (status) {
    case 'SUCCEEDED':
      return { kind: 'ended', ...at, end: endOf(output ?? 'null') };
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return failed(status);
    default:
      return { kind: 'running', ...at };
  }
}

/** What is longer than a run of ours may come to is not kept: the execution there has it. */
function endOf(output: string): Ended {
  if (output.length > MOST_DATA) return { status: 'SUCCEEDED', output: null };
  try {
    return { status: 'SUCCEEDED', output: JSON.parse(output) as Json };
  } catch {
    return { status: 'SUCCEEDED', output };
  }
}

const LATER = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'ExecutionLimitExceeded',
  'ServiceUnavailable',
  'InternalServerError',
  'TimeoutError',
]);

function faultOf(error: unknown): Fault {
  const name = error instanceof Error ? error.name : '';
  const message = `Step Functions: ${error instanceof Error ? error.message : 'it failed'}`;
  const status =
    typeof error === 'object' && error !== null && '$metadata' in error
      ? (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode
      : undefined;
  const passing = LATER.has(name) || errorCode(error) !== undefined || status === undefined || status >= 500;
  return passing ? transient('workflow.backend.unavailable', message) : permanent('workflow.backend.refused', message);
}
