import { afterEach, describe, expect, test } from '@jest/globals';
import { stepFunctions } from '../../../lib/platform/workflows/step-functions.ts';
import { type Known, stepFunctionsClientAt, stepFunctionsLookalike } from '../../support/step-functions.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:evacuate';
const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:evacuate:run-1';
const run = { name: 'run-1', definition: { state_machine_arn: MACHINE } };

describe('Step Functions', () => {
  const open: { readonly close: () => void }[] = [];
  afterEach(() => {
    for (const lookalike of open.splice(0)) lookalike.close();
  });

  async function service(allowed: readonly string[] = [MACHINE]) {
    const aws = stepFunctionsLookalike();
    open.push(aws);
    const client = stepFunctionsClientAt(await aws.listen());
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
