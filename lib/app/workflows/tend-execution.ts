import type { Ref } from '../../domain/documents.ts';
import { after, type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { advance, wantsAt } from '../../domain/workflow/advance.ts';
import { type Execution, isOver, settle, TIMED_OUT } from '../../domain/workflow/execution.ts';
import { type Branch, nameOf, type Run, withBranch } from '../../domain/workflow/run.ts';
import type { Machine } from '../../domain/workflow/states.ts';
import { type Answer, type Asking, answered, askings, taskInput, willAccept } from '../../domain/workflow/task.ts';
import type { App } from '../app.ts';
import { doTask } from './activities.ts';
import { factsFor, type RunPorts, tellCaller, wakeRun } from './run-ports.ts';
import { makeToken } from './task-token.ts';

/** Beyond this a message's time is used up: its next delivery, or the alarm, goes on. */
const MOST_TURNS = 40;
/** A worker has more than this and a task's time together. */
const LONGEST_SITTING = seconds(40);
const MOST_AT_ONCE = 5;
/** Longer than any task takes to answer. Until then, whoever comes leaves it to the one who asked. */
const LEASE = seconds(30);

/** The definition was read when the workflow was made, and again would be read the same. */
const machineOf = ({ definition }: Execution): Machine => definition as unknown as Machine;

/**
 * Moves a local run as far as it will go now: decide, commit, ask, commit. A task is asked for only after it is written down that it will be, so whoever
 * comes next asks for it again, by the same name.
 *
 * Safe to call at any time, from any number of workers, and to kill at any line.
 */
export async function tendExecution(app: App, ports: RunPorts, ref: Ref): Promise<void> {
  const until = after(app.clock.now(), LONGEST_SITTING);
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (app.clock.now() > until) return wakeRun(app, ref);
    const execution = await app.store.get('execution', ref);
    if (!execution || execution.dueAt === null) return;
    if (isOver(execution)) return stopAgain(app, ports, execution);
    if (!execution.run) return;
    const now = app.clock.now();
    const run = advance(machineOf(execution), execution.run, factsFor(execution, ports, now));
    const asked = now >= execution.deadline ? [] : askings(machineOf(execution), run, now).slice(0, MOST_AT_ONCE);
    const { next, calls } = prepare(app, ports, execution, leased(run, asked, now), asked, now);
    if (next !== execution && (await app.store.commit([{ put: 'execution', doc: next }])) === 'stale') continue;
    if (isOver(next)) return tellCaller(app, next);
    if (calls.length === 0) return next === execution ? undefined : wakeInTime(app, next, now);
    await take(app, ports, ref, await Promise.all(calls.map(async (call) => ({ name: call.name, answer: await call.ask() }))));
  }
}

const leased = (run: Run, asked: readonly Asking[], now: Instant): Run =>
  asked.reduce(
    (next, { branch }) =>
      branch.doing.kind === 'calling' ? withBranch(next, { ...branch, doing: { ...branch.doing, again: after(now, LEASE) } }) : next,
    run,
  );

type Call = { readonly name: string; readonly ask: () => Promise<Answer> };

/** The execution as it is stored before anything is asked for, and what is asked for once it is. */
function prepare(
  app: App,
  ports: RunPorts,
  execution: Execution,
  run: Run,
  asked: readonly Asking[],
  now: Instant,
): { readonly next: Execution; readonly calls: readonly Call[] } {
  if (run.ended) return { next: settle({ ...execution, run }, run.ended, now), calls: [] };
  if (now >= execution.deadline) return { next: settle({ ...execution, run }, TIMED_OUT, now), calls: [] };
  let kept = run;
  const calls = asked.map(({ branch, activity, callback }): Call => {
    const token = callback ? makeToken(app, ports, execution, nameOf(branch)) : undefined;
    if (token) kept = willAccept(kept, current(kept, branch), token.digest);
    const input = taskInput(machineOf(execution), branch, factsFor(execution, ports, now), token?.text);
    const name = nameOf(branch);
    const memory = branch.doing.kind === 'calling' ? branch.doing.memory : null;
    const ask = async (): Promise<Answer> =>
      input.kind === 'failed' ? input : doTask(app, { execution, activity, input: input.value, name, memory });
    return { name, ask };
  });
  const dueAt = instant(Math.min(wantsAt(kept, now) ?? execution.deadline, execution.deadline));
  if (kept === execution.run && dueAt === execution.dueAt) return { next: execution, calls };
  return { next: { ...execution, run: kept, dueAt }, calls };
}

const current = ({ branches }: Run, { id }: Branch): Branch => branches.find((branch) => branch.id === id) as Branch;

/** Takes the answers, whoever else has written meanwhile. One for a state that is past changes nothing. */
async function take(
  app: App,
  ports: RunPorts,
  ref: Ref,
  answers: readonly { readonly name: string; readonly answer: Answer }[],
): Promise<void> {
  for (;;) {
    const execution = await app.store.get('execution', ref);
    if (!execution?.run || isOver(execution)) return;
    const now = app.clock.now();
    const facts = factsFor(execution, ports, now);
    const run = answers.reduce((next, { name, answer }) => answered(machineOf(execution), next, name, answer, facts), execution.run);
    const dueAt = instant(Math.min((run.ended ? now : wantsAt(run, now)) ?? execution.deadline, execution.deadline));
    if (run === execution.run || (await app.store.commit([{ put: 'execution', doc: { ...execution, run, dueAt } }])) === 'committed')
      return;
  }
}

/** A start that was on its way when the run was stopped may have arrived since. */
async function stopAgain(app: App, ports: RunPorts, execution: Execution): Promise<void> {
  if (execution.dueAt === null || app.clock.now() < execution.dueAt || execution.backend === 'local') return;
  const stopped = await ports.backends[execution.backend]?.stop({ name: execution.id, definition: execution.definition });
  if (stopped?.kind !== 'fault' || stopped.fault.kind === 'permanent')
    await app.store.commit([{ put: 'execution', doc: { ...execution, dueAt: null } }]);
  else await app.store.commit([{ put: 'execution', doc: { ...execution, dueAt: after(app.clock.now(), seconds(300)) } }]);
}

/** Seconds that a message is sent ahead: what is due later has its alarm. */
const SOON = 60;

const wakeInTime = async ({ nudges }: App, { project, id, dueAt }: Execution, now: Instant): Promise<void> => {
  const wait = dueAt === null ? SOON : Math.max(0, Math.ceil((dueAt - now) / 1000));
  if (wait < SOON) await nudges.send([{ project, id, queue: 'delivery', kind: 'execution' }], seconds(wait));
};
