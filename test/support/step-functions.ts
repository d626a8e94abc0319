import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';

export type Known = { input: string; status: string; output?: string; error?: string; cause?: string };

/**
 * Step Functions as its API reference describes it: starting again by the same name and input while it runs gives the same execution; by another
 * input, or once it has ended, ExecutionAlreadyExists; asking for one that is not there, ExecutionDoesNotExist.
 *
 * @param machines which there are; any, if not said
 */
export function stepFunctionsLookalike(machines?: readonly string[]) {
  const executions = new Map<string, Known>();
  const calls: string[] = [];
  const broken: { status: number; type: string }[] = [];
  const answers: Record<string, (body: Record<string, string>) => JsonObject | string> = {
    StartExecution: ({ stateMachineArn = '', name = '', input = '' }) => {
      if (machines && !machines.includes(stateMachineArn)) return 'StateMachineDoesNotExist';
      const arn = `${stateMachineArn.replace('stateMachine', 'execution')}:${name}`;
      const known = executions.get(arn);
      if (known && (known.status !== 'RUNNING' || known.input !== input)) return 'ExecutionAlreadyExists';
      executions.set(arn, known ?? { input, status: 'RUNNING' });
      return { executionArn: arn, startDate: 1_700_000_000 };
    },
    DescribeExecution: ({ executionArn = '' }) => {
      const known = executions.get(executionArn);
      return known
        ? {
            executionArn,
            stateMachineArn: executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, ''),
            startDate: 1_700_000_000,
            ...known,
          }
        : 'ExecutionDoesNotExist';
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
  const listen = async (): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { executions, calls, broken, listen, close };
}

/** A client of one that listens there. @param timeout in milliseconds */
export const stepFunctionsClientAt = (endpoint: string, timeout?: number): SFNClient =>
  new SFNClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    maxAttempts: 1,
    ...(timeout && { requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true } }),
  });
