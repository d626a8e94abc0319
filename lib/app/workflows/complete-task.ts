import { refused } from '../../domain/kernel/fault.ts';
import { isId } from '../../domain/kernel/ids.ts';
import type { Json } from '../../domain/kernel/json.ts';
import { instant } from '../../domain/kernel/time.ts';
import { wantsAt } from '../../domain/workflow/advance.ts';
import { isOver } from '../../domain/workflow/execution.ts';
import type { Result } from '../../domain/workflow/failure.ts';
import { MOST_DATA } from '../../domain/workflow/run.ts';
import type { Machine } from '../../domain/workflow/states.ts';
import { completed } from '../../domain/workflow/task.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Answer } from '../verb.ts';
import { factsFor, type RunPorts, wakeRun } from './run-ports.ts';
import { readToken } from './task-token.ts';

/** What a task is completed with, by whoever was given its token: a result, or an error. */
export type Completion = {
  readonly token: string;
  readonly output?: Json | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};

/** Used, wrong, of a run that is over, of nobody's: all the same from outside. */
const UNKNOWN = refused('task-token.not-found', 'No task waits for this token, or no longer.');

/** Completes a task that waits for its token. The token is all it takes, and is good once. */
export const completeTask =
  (app: App, ports: RunPorts) =>
  (completion: Completion): Promise<Answer<object>> =>
    untilCommitted(async () => {
      const token = readToken(completion.token);
      if (!token || !isId(token.executionId)) return UNKNOWN;
      const execution = await app.store.get('execution', { project: token.project, id: token.executionId });
      if (!execution?.run || isOver(execution)) return UNKNOWN;
      const { output = null, error, cause = '' } = completion;
      if (JSON.stringify(output).length > MOST_DATA) return refused('request.too-large', `The output may have ${MOST_DATA} characters.`);
      const outcome: Result = error === undefined ? { kind: 'ok', value: output } : { kind: 'failed', failure: { error, cause } };
      const now = app.clock.now();
      const machine = execution.definition as unknown as Machine;
      const run = completed(machine, execution.run, token.name, ports.digest(token.secret), outcome, factsFor(execution, ports, now));
      if (!run) return UNKNOWN;
      const dueAt = instant(Math.min((run.ended ? now : wantsAt(run, now)) ?? execution.deadline, execution.deadline));
      if ((await app.store.commit([{ put: 'execution', doc: { ...execution, run, dueAt } }])) === 'stale') return 'stale';
      await wakeRun(app, execution);
      return { kind: 'ok' };
    });
