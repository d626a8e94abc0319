import type { Reception } from '../../domain/health/tally.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { isOver } from '../../domain/workflow/execution.ts';
import { executionArnOf, type StateChange } from '../../domain/workflow/state-change.ts';
import { StateMachineReference } from '../../domain/workflow/workflow.ts';
import type { App } from '../app.ts';
import { tellCaller } from './run-ports.ts';

/**
 * Wakes the action that waits for a run elsewhere, so that it looks at once and not at its next turn. Nothing else follows from the news: how the run
 * ended is asked of the service that ran it. Heeded twice, or forged, it is one look too many.
 */
export async function heedEnd(
  app: Pick<App, 'store' | 'nudges'>,
  { name, executionArn, stateMachineArn }: StateChange,
): Promise<{ readonly reception: Reception; readonly project?: string }> {
  const ref = isId(name) ? await app.store.findRun(name) : undefined;
  const execution = ref && (await app.store.get('execution', ref));
  if (!execution) return { reception: 'unknown' };
  const { project } = execution;
  // One of that name, but another's.
  const machine = StateMachineReference.safeParse(execution.definition).data?.state_machine_arn;
  if (machine === undefined || machine !== stateMachineArn || executionArnOf(machine, execution.id) !== executionArn)
    return { reception: 'foreign' };
  if (isOver(execution)) return { reception: 'late', project };
  await tellCaller(app, execution);
  return { reception: 'taken', project };
}
