import { z } from 'zod';

/** That an execution at Step Functions has ended, as it tells it itself. What it came to is not believed: it is asked for. */
export type StateChange = { readonly executionArn: string; readonly stateMachineArn: string; readonly name: string };

const Message = z.object({
  detail: z.object({ executionArn: z.string().min(1), stateMachineArn: z.string().min(1), name: z.string().min(1), status: z.string() }),
});

/** `Step Functions Execution Status Change`. `nothing`: it goes on. */
export function stateChangeIn(message: unknown): StateChange | 'nothing' | 'unknown' {
  const { data } = Message.safeParse(message);
  if (!data) return 'unknown';
  const { status, ...change } = data.detail;
  return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'nothing' : change;
}

/** What Step Functions calls the execution of this name of a state machine. */
export const executionArnOf = (machine: string, name: string): string => `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
