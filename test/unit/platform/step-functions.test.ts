import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import { stepFunctions } from '../../../lib/platform/workflows/step-functions.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:evacuate';
const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:evacuate:run-1';
const run = { name: 'run-1', definition: { state_machine_arn: MACHINE } };

type Known = { input: string; status: string; output?: string; error?: string; cause?: string };

/**
 * Step Functions as its API reference describes it: starting again by the same name and input while it runs gives the same execution; by another
 * input, or once it has ended, ExecutionAlreadyExists; asking for one that is not there, ExecutionDoesNotExist.
 */
function reference() {
  const executions = new Map<string, Known>();
  const calls: string[] = [];
  const broken: { status: number; type: string }[] = [];
  const answers: Record<string, (body: Record<string, string>) => JsonObject | string> = {
    StartExecution: ({ stateMachineArn = '', name = '', input = '' }) => {
      const arn = `${stateMachineArn.replace('stateMachine', 'execution')}:${name}`;
      const known = executions.get(arn);
      if (known && (known.status !== 'RUNNING' || known.input !== input)) return 'ExecutionAlreadyExists';
      executions.set(arn, known ?? { input, status: 'RUNNING' });
      return { executionArn: arn, startDate: 1_700_000_000 };
    },
    DescribeExecution: ({ executionArn = '' }) => {
      const known = executions.get(executionArn);
      return known ? { executionArn, stateMachineArn: MACHINE, startDate: 1_700_000_000, ...known } : 'ExecutionDoesNotExist';
    },
    StopExecution: ({ executionArn = '', error = '', cause = '' }) => {
      const known = executions.get(executionArn);
      if (!known) return 'ExecutionDoesNotExist';
      if (known.status === 'RUNNING') Object.assign(known, { status: 'ABORTED', error, cause });
      return { stopDate: 1_700_000_000 };
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
      calls.push(action);
      const fault = broken.shift();
      const answer = fault?.type ?? answers[action]?.(JSON.parse(Buffer.concat(chunks).toString())) ?? 'UnknownOperationException';
      response.writeHead(typeof answer === 'string' ? (fault?.status ?? 400) : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(typeof answer === 'string' ? { __type: answer, message: answer } : answer));
    });
  });
  return { executions, calls, broken, server };
}

describe('Step Functions', () => {
  const open: Server[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  async function service(allowed: readonly string[] = [MACHINE]) {
    const aws = reference();
    open.push(aws.server);
    await new Promise<void>((resolve) => aws.server.listen(0, '127.0.0.1', resolve));
    const client = new SFNClient({
      endpoint: `http://127.0.0.1:${(aws.server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
    });
    return { ...aws, backend: stepFunctions(client, allowed) };
  }

  test('one is started once by our name, whatever became of the answer', async () => {
    const { backend, executions } = await service();
    expect(await backend.start({ ...run, input: { a: 1 } })).toMatchObject({
      kind: 'running',
      external: EXECUTION,
      link: expect.stringContaining(EXECUTION),
    });
    expect(await backend.start({ ...run, input: { a: 1 } })).toMatchObject({ kind: 'running', external: EXECUTION });
    // It has ended before the answer to its start came: by its name it is found.
    Object.assign(executions.get(EXECUTION) as Known, { status: 'SUCCEEDED', output: '{"moved":true}' });
    expect(await backend.start({ ...run, input: { a: 1 } })).toMatchObject({
      kind: 'ended',
      end: { status: 'SUCCEEDED', output: { moved: true } },
    });
    expect(executions.size).toBe(1);
  });

  test.each([
    [
      { status: 'FAILED', error: 'Host.Full', cause: 'no room' },
      { status: 'FAILED', error: 'Host.Full', cause: 'no room' },
    ],
    [{ status: 'TIMED_OUT' }, { status: 'TIMED_OUT' }],
    [{ status: 'ABORTED' }, { status: 'ABORTED' }],
    [
      { status: 'SUCCEEDED', output: 'x'.repeat(70_000) },
      { status: 'SUCCEEDED', output: null },
    ],
  ])('an end is told: %#', async (known, end) => {
    const { backend, executions } = await service();
    executions.set(EXECUTION, { input: '{}', ...known });
    expect(await backend.look(run)).toMatchObject({ kind: 'ended', end });
  });

  test('one is stopped, also twice, also when it never was', async () => {
    const { backend, executions } = await service();
    expect(await backend.stop(run)).toEqual({ kind: 'ok' });
    await backend.start({ ...run, input: {} });
    expect(await backend.stop(run)).toEqual({ kind: 'ok' });
    expect(await backend.stop(run)).toEqual({ kind: 'ok' });
    expect(executions.get(EXECUTION)?.status).toBe('ABORTED');
  });

  test('only what the operator allows is ever asked for', async () => {
    const { backend, calls } = await service([`${MACHINE}-other`]);
    expect(await backend.start({ ...run, input: {} })).toMatchObject({
      kind: 'fault',
      fault: { kind: 'permanent', code: 'workflow.forbidden' },
    });
    expect(calls).toEqual([]);
  });

  test.each([
    [400, 'ThrottlingException', 'transient'],
    [500, 'InternalServerError', 'transient'],
    [400, 'StateMachineDoesNotExist', 'permanent'],
    [400, 'AccessDeniedException', 'permanent'],
  ])('%s %s is %s', async (status, type, kind) => {
    const { backend, broken } = await service();
    broken.push({ status, type });
    expect(await backend.start({ ...run, input: {} })).toMatchObject({ kind: 'fault', fault: { kind } });
  });
});
