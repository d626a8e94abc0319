import type { Outcome, ServiceCall } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { bornAt, isId } from '../../domain/kernel/ids.ts';
import { after, type Instant, seconds } from '../../domain/kernel/time.ts';
import {
  DEFAULT_LIFETIME,
  type Execution,
  isOver,
  openExecution,
  outcomeOf,
  STOPPED,
  settle,
  stillborn,
  TIMED_OUT,
} from '../../domain/workflow/execution.ts';
import type { Workflow } from '../../domain/workflow/workflow.ts';
import type { Service } from '../../ports/services.ts';
import { type App, untilCommitted } from '../app.ts';
import { type RunPorts, wakeRun } from './run-ports.ts';

type Call<T extends ServiceCall['to']> = Extract<ServiceCall, { readonly to: T }>;

/** A local run tells its action when it ends; this is for when that is lost. */
const LOCAL_LOOK = seconds(30);
const ELSEWHERE_LOOK = seconds(15);
/** A start that was on its way when its run was stopped has arrived by then: the stop is repeated. */
export const STRAGGLER = seconds(120);

/**
 * Runs a workflow: the first time it is asked for it starts it, every other time it says how it is.
 *
 * The run is written down before it is started, under the call's own token: started twice, by whomever, it runs once. One that was stopped
 * meanwhile stays stopped.
 */
export const runWorkflow =
  (app: App, ports: RunPorts): Service<'run'> =>
  (call) =>
    untilCommitted(async (): Promise<Outcome | 'stale'> => {
      const known = await app.store.get('execution', { project: call.project, id: call.token });
      if (!known) return open(app, ports, call);
      if (isOver(known)) return outcomeOf(known);
      if (known.backend === 'local') {
        await wakeRun(app, known);
        return { kind: 'pending', again: LOCAL_LOOK };
      }
      return follow(app, ports, known);
    });

/** Writes the run down. Whoever loses the race finds it there. */
async function open(app: App, ports: RunPorts, call: Call<'run'>): Promise<Outcome | 'stale'> {
  const { runLifetime: lifetime = DEFAULT_LIFETIME } = app;
  // An id says when its action was asked for: what is older than runs are kept may have run, and not be known any more.
  if (app.clock.now() >= after(bornAt(call.token), lifetime))
    return fault('workflow.forgotten', 'The action is older than runs are kept for: whether the workflow has run is not known.');
  const workflow = await find(app, call);
  if (!('backend' in workflow)) return workflow;
  if (workflow.backend !== 'local' && !ports.backends[workflow.backend])
    return fault('workflow.backend.none', `This installation has no '${workflow.backend}' to run the workflow '${workflow.name}' with.`);
  const { token: id, project, user, input, caller, nodeId, timeout } = call;
  const opened = openExecution(
    workflow,
    { id, project, user, input, caller, nodeId, lifetime, ...(timeout && { timeout }) },
    app.clock.now(),
  );
  await app.store.commit([{ put: 'execution', doc: opened }]);
  return 'stale';
}

async function find({ store }: App, { project, workflow: text }: Call<'run'>): Promise<Workflow | Outcome> {
  const exact = isId(text) ? await store.get('workflow', { project, id: text }) : undefined;
  const found = exact ? [exact] : await store.find('workflow', project, text);
  if (found.length > 1) return fault('workflow.ambiguous', `There is more than one workflow '${text}'.`);
  return found[0] ?? fault('workflow.not-found', `The workflow '${text}' could not be found.`);
}

const fault = (code: string, message: string): Outcome => ({ kind: 'fault', fault: permanent(code, message) });

/** Asks the other service. To start by the same name again is how it is asked whether it has started. */
async function follow(app: App, ports: RunPorts, execution: Execution): Promise<Outcome | 'stale'> {
  const backend = execution.backend === 'local' ? undefined : ports.backends[execution.backend];
  if (!backend) return fault('workflow.backend.none', `This installation has no '${execution.backend}' any more.`);
  const run = { name: execution.id, definition: execution.definition };
  const now = app.clock.now();
  if (now >= execution.deadline) {
    const stopped = await backend.stop(run);
    return stopped.kind === 'fault' ? stopped : keep(app, settle(execution, TIMED_OUT, now));
  }
  const answer = execution.external === null ? await backend.start({ ...run, input: execution.input }) : await backend.look(run);
  if (answer.kind === 'fault') {
    const { kind, code, message } = answer.fault;
    return kind === 'transient' ? answer : keep(app, settle(execution, { status: 'FAILED', error: code, cause: message }, app.clock.now()));
  }
  const learned = { ...execution, external: answer.external, link: answer.link ?? execution.link };
  if (answer.kind === 'ended') return keep(app, settle(learned, answer.end, app.clock.now()));
  if (learned.external !== execution.external && (await keep(app, learned)) === 'stale') return 'stale';
  return { kind: 'pending', again: ELSEWHERE_LOOK };
}

/** Stored, the run speaks for itself. Stopped meanwhile, it stays so: the stop is repeated later, in case what was asked for just now has started it. */
async function keep(app: App, next: Execution): Promise<Outcome | 'stale'> {
  if ((await app.store.commit([{ put: 'execution', doc: next }])) === 'stale') return 'stale';
  return isOver(next) ? outcomeOf(next) : { kind: 'pending', again: ELSEWHERE_LOOK };
}

/** Stops a run, or sees to it that it never begins. */
export const haltWorkflow =
  (app: App, ports: RunPorts): Service<'halt'> =>
  (call) =>
    untilCommitted(async (): Promise<Outcome | 'stale'> => {
      const known = await app.store.get('execution', { project: call.project, id: call.token });
      const now = app.clock.now();
      const { token: id, ...who } = call;
      if (!known) {
        const committed = await app.store.commit([
          { put: 'execution', doc: stillborn({ id, ...who, lifetime: app.runLifetime ?? DEFAULT_LIFETIME }, now) },
        ]);
        return committed === 'stale' ? 'stale' : { kind: 'ok' };
      }
      if (isOver(known)) return { kind: 'ok' };
      return stop(app, ports, known, now);
    });

async function stop(app: App, ports: RunPorts, execution: Execution, now: Instant): Promise<Outcome | 'stale'> {
  const backend = execution.backend === 'local' ? undefined : ports.backends[execution.backend];
  const stopped = await backend?.stop({ name: execution.id, definition: execution.definition });
  if (stopped?.kind === 'fault') return stopped;
  const left = settle(execution, STOPPED, app.clock.now());
  const again = backend ? { dueAt: after(now, STRAGGLER) } : {};
  return (await app.store.commit([{ put: 'execution', doc: { ...left, ...again } }])) === 'stale' ? 'stale' : { kind: 'ok' };
}
