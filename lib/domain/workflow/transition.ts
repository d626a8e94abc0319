import type { Json } from '../kernel/json.ts';
import { after, seconds } from '../kernel/time.ts';
import { effectiveInput, effectiveOutput, outgoing, place, scopeOf } from './data-flow.ts';
import { statesAt } from './definition.ts';
import { errorOutput, type Failure, isAmong } from './failure.ts';
import { type Branch, type Doing, ended, type Facts, MOST_VISITS, nameOf, noted, type Run, withBranch, withoutBelow } from './run.ts';
import type { Machine, MapState, Retrier, State } from './states.ts';
import { fill } from './template.ts';

export const stateOf = (machine: Machine, { pointer, at }: Branch): State => statesAt(machine, pointer).States[at] as State;

/** Into a state, or into the same one again: either is a visit of its own. */
export function enter(run: Run, branch: Branch, facts: Facts, to: Partial<Pick<Branch, 'at' | 'input' | 'tries'>>): Run {
  const visits = run.visits + 1;
  if (visits > MOST_VISITS)
    return ended(run, { status: 'FAILED', error: 'States.Runtime', cause: `It went through ${MOST_VISITS} states.` });
  const { digests: _, ...rest } = branch;
  const next: Branch = { ...rest, ...to, visit: branch.visit + 1, enteredAt: facts.now, doing: { kind: 'entering' } };
  return noted({ ...withBranch(run, next), visits }, facts.now, next.at, 'entered');
}

/** The state's work is done: its result becomes its output, and on it goes. */
export function complete(machine: Machine, run: Run, branch: Branch, result: Json, facts: Facts): Run {
  const output = effectiveOutput(stateOf(machine, branch), result, branch, facts);
  return output.kind === 'ok' ? leave(machine, run, branch, output.value, facts) : fail(machine, run, branch, output.failure, facts);
}

/** For states without a result: what they were given is what they hand on. @param to where Choice decided to go */
export function pass(machine: Machine, run: Run, branch: Branch, value: Json, facts: Facts, to?: string): Run {
  const output = outgoing(stateOf(machine, branch), value, branch, facts);
  return output.kind === 'ok' ? leave(machine, run, branch, output.value, facts, to) : fail(machine, run, branch, output.failure, facts);
}

function leave(machine: Machine, run: Run, branch: Branch, output: Json, facts: Facts, to?: string): Run {
  const state = stateOf(machine, branch);
  const next = to ?? ('Next' in state ? state.Next : undefined);
  if (next !== undefined) return enter(run, branch, facts, { at: next, input: output, tries: {} });
  const parent = run.branches.find(({ id }) => id === branch.parent);
  if (parent?.doing.kind !== 'joining') return ended(noted(run, facts.now, branch.at, 'ended'), { status: 'SUCCEEDED', output });
  const left: Run = { ...run, branches: run.branches.filter(({ id }) => id !== branch.id) };
  const joining = { ...parent.doing, done: { ...parent.doing.done, [branch.place]: output } };
  return joined(machine, left, { ...parent, doing: joining }, joining, facts);
}

type Joining = Extract<Doing, { kind: 'joining' }>;

/** Starts what may be started of the branches below a state, or goes on with their results once all have ended. */
export function joined(machine: Machine, run: Run, branch: Branch, joining: Joining, facts: Facts): Run {
  const { width, started, done } = joining;
  if (Object.keys(done).length === width) {
    const results = Array.from({ length: width }, (_, i) => done[i] as Json);
    return complete(machine, withBranch(run, branch), branch, results, facts);
  }
  const state = stateOf(machine, branch);
  const most = state.Type === 'Map' && state.MaxConcurrency ? state.MaxConcurrency : width;
  const until = Math.min(width, Object.keys(done).length + most);
  let next = withBranch(run, { ...branch, doing: { ...joining, started: Math.max(started, until) } });
  for (let i = started; i < until; i++) {
    const below = branchBelow(machine, branch, joining, i, facts);
    if ('error' in below) return fail(machine, next, branch, below, facts);
    next = noted({ ...next, branches: [...next.branches, below], visits: next.visits + 1 }, facts.now, below.at, 'entered');
  }
  return next;
}

function branchBelow(machine: Machine, branch: Branch, { items }: Joining, i: number, facts: Facts): Branch | Failure {
  const state = stateOf(machine, branch);
  const inside = state.Type === 'Map' ? ['ItemProcessor'] : ['Branches', String(i)];
  const pointer = [...branch.pointer, 'States', branch.at, ...inside];
  const below: Branch = {
    id: `${branch.id}/${branch.visit}.${i}`,
    parent: branch.id,
    place: i,
    pointer,
    at: statesAt(machine, pointer).StartAt,
    // What the branches of a Parallel are given was worked out on entering, and is kept as their one item.
    input: items?.[state.Type === 'Map' ? i : 0] ?? null,
    enteredAt: facts.now,
    visit: 1,
    tries: {},
    doing: { kind: 'entering' },
    ...(state.Type === 'Map' ? { item: { index: i, value: items?.[i] ?? null } } : branch.item && { item: branch.item }),
  };
  const { ItemSelector: selector } = state as MapState;
  if (state.Type !== 'Map' || selector === undefined) return below;
  const input = effectiveInput(state, branch, facts);
  if (input.kind === 'failed') return input.failure;
  const filled = fill(selector, scopeOf(input.value, { ...branch, item: { index: i, value: items?.[i] ?? null } }, facts));
  return filled.kind === 'ok' ? { ...below, input: filled.value } : filled.failure;
}

/** The state failed: it is tried again, or caught, or takes down what it is a part of. */
export function fail(machine: Machine, run: Run, branch: Branch, failure: Failure, facts: Facts): Run {
  const state = stateOf(machine, branch);
  const alone = noted(withoutBelow(run, branch.id), facts.now, branch.at, 'failed', `${failure.error}: ${failure.cause}`);
  const nested = state.Type === 'Parallel' || state.Type === 'Map';
  const retries = 'Retry' in state ? (state.Retry ?? []) : [];
  const i = retries.findIndex(({ ErrorEquals }) => isAmong(ErrorEquals, failure, nested));
  const retrier = retries[i];
  const used = branch.tries[i] ?? 0;
  if (retrier && used < (retrier.MaxAttempts ?? 3)) {
    const until = after(facts.now, seconds(waitOf(retrier, used, facts.chance(nameOf(branch)))));
    const { digests: _, ...rest } = branch;
    return withBranch(alone, { ...rest, tries: { ...branch.tries, [i]: used + 1 }, doing: { kind: 'backing-off', until } });
  }
  const catcher = ('Catch' in state ? (state.Catch ?? []) : []).find(({ ErrorEquals }) => isAmong(ErrorEquals, failure, nested));
  if (catcher) {
    const placed = place(catcher.ResultPath, errorOutput(failure), branch.input);
    if (placed.kind === 'ok') return enter(alone, branch, facts, { at: catcher.Next, input: placed.value, tries: {} });
  }
  const parent = run.branches.find(({ id }) => id === branch.parent);
  return parent ? fail(machine, alone, parent, failure, facts) : ended(alone, { status: 'FAILED', ...failure });
}

/** Seconds until the next try. */
function waitOf({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy }: Retrier, used: number, chance: number): number {
  const full = Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds ?? Number.MAX_SAFE_INTEGER, 31_622_400);
  return Math.ceil(JitterStrategy === 'FULL' ? full * chance : full);
}
