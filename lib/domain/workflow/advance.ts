import type { Json } from '../kernel/json.ts';
import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import { holds, momentOf } from './choice.ts';
import { contextOf, effectiveInput, scopeOf } from './data-flow.ts';
import { failing, ok, type Result } from './failure.ts';
import { evaluate, readExpression } from './intrinsic.ts';
import { select } from './path.ts';
import { type Branch, type Doing, ended, type Facts, MOST_RUN, noted, type Run, withBranch } from './run.ts';
import type { FailState, Machine, MapState, TaskState, WaitState } from './states.ts';
import { complete, enter, fail, joined, pass, stateOf } from './transition.ts';

/**
 * Moves a run as far as it goes without the world: until every branch asks for a task, waits for a time or for somebody, or all has ended.
 *
 * Pure and repeatable: the same run at the same moment gives the same run. Advancing one that cannot move gives it back as it is.
 */
export function advance(machine: Machine, run: Run, facts: Facts): Run {
  let next = run;
  for (;;) {
    const branch = next.ended ? undefined : next.branches.find((each) => isReady(each, facts.now));
    if (!branch) break;
    next = move(machine, next, branch, facts);
  }
  if (next === run || next.ended || JSON.stringify(next.branches).length <= MOST_RUN) return next;
  return ended(next, { status: 'FAILED', error: 'States.DataLimitExceeded', cause: `It holds more than ${MOST_RUN} characters.` });
}

const isReady = ({ doing }: Branch, now: Instant): boolean =>
  doing.kind === 'entering' || ('until' in doing && doing.until !== null && doing.until <= now);

/** When a run wants to be looked at again: at once when it can move, or a task is to be asked for; null when somebody else has to do something. */
export function wantsAt(run: Run, now: Instant): Instant | null {
  const times = run.branches.flatMap(({ doing }) => {
    if (doing.kind === 'entering') return [now];
    if (doing.kind === 'calling') return [Math.min(doing.again ?? now, doing.until ?? Number.POSITIVE_INFINITY)];
    return 'until' in doing && doing.until !== null ? [doing.until] : [];
  });
  return times.length === 0 ? null : instant(Math.min(...times));
}

function move(machine: Machine, run: Run, branch: Branch, facts: Facts): Run {
  switch (branch.doing.kind) {
    case 'backing-off':
      return enter(run, branch, facts, {});
    case 'sleeping':
      return pass(machine, run, branch, inputOf(machine, branch, facts), facts);
    case 'calling':
    case 'awaiting':
      return fail(machine, run, branch, { error: 'States.Timeout', cause: `State '${branch.at}' took longer than it may.` }, facts);
    default:
      return work(machine, run, branch, facts);
  }
}

/** What a Wait was given, narrowed: that it could be was seen on entering. */
function inputOf(machine: Machine, branch: Branch, facts: Facts): Json {
  const input = effectiveInput(stateOf(machine, branch), branch, facts);
  return input.kind === 'ok' ? input.value : branch.input;
}

function work(machine: Machine, run: Run, branch: Branch, facts: Facts): Run {
  const state = stateOf(machine, branch);
  // A task's parameters may hold its token, which it gets only when it is asked for.
  const input = state.Type === 'Task' || state.Type === 'Fail' ? ok(branch.input) : effectiveInput(state, branch, facts);
  if (input.kind === 'failed') return fail(machine, run, branch, input.failure, facts);
  const failed = ({ failure }: Extract<Result<unknown>, { kind: 'failed' }>) => fail(machine, run, branch, failure, facts);
  const doing = (what: Doing) => withBranch(run, { ...branch, doing: what });
  switch (state.Type) {
    case 'Pass':
      return complete(machine, run, branch, state.Result ?? input.value, facts);
    case 'Succeed':
      return pass(machine, run, branch, input.value, facts);
    case 'Fail':
      return failed(failing(...wordsOf(state, branch, facts)));
    case 'Choice': {
      for (const rule of state.Choices) {
        const holding = holds(rule, { data: input.value, context: contextOf(branch, facts), paths: facts.paths });
        if (holding.kind === 'failed') return failed(holding);
        if (holding.value) return pass(machine, run, branch, input.value, facts, rule.Next);
      }
      if (state.Default !== undefined) return pass(machine, run, branch, input.value, facts, state.Default);
      return failed(failing('States.NoChoiceMatched', `State '${branch.at}' has no choice for what it was given.`));
    }
    case 'Wait': {
      const until = wakingOf(state, input.value, branch, facts);
      return until.kind === 'ok' ? doing({ kind: 'sleeping', until: until.value }) : failed(until);
    }
    case 'Task': {
      const until = timeoutOf(state, branch, facts);
      if (until.kind === 'failed') return failed(until);
      return noted(
        doing({ kind: 'calling', until: until.value, again: null, memory: null, failures: 0 }),
        facts.now,
        branch.at,
        'asked for',
        state.Resource,
      );
    }
    case 'Parallel': {
      const joining = { kind: 'joining', width: state.Branches.length, started: 0, items: [input.value], done: {} } as const;
      return joined(machine, doing(joining), { ...branch, doing: joining }, joining, facts);
    }
    case 'Map': {
      const items = itemsOf(state, input.value, branch, facts);
      if (items.kind === 'failed') return failed(items);
      const joining = { kind: 'joining', width: items.value.length, started: 0, items: items.value, done: {} } as const;
      return joined(machine, doing(joining), { ...branch, doing: joining }, joining, facts);
    }
  }
}

function wordsOf({ Error: error, Cause: cause, ErrorPath, CausePath }: FailState, branch: Branch, facts: Facts): [string, string] {
  const told = (text: string | undefined, path: string | undefined): string => {
    const expression = path === undefined ? undefined : readExpression(path, facts.paths);
    if (expression === undefined || typeof expression === 'string') return text ?? '';
    const scope = scopeOf(branch.input, branch, facts);
    const value = evaluate(expression, scope, scope.uuid, path ?? '');
    return value.kind === 'failed' ? value.failure.cause : typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
  };
  return [told(error, ErrorPath), told(cause, CausePath)];
}

const ground = (data: Json, branch: Branch, facts: Facts) => ({ data, context: contextOf(branch, facts), paths: facts.paths });

function wakingOf(
  { Seconds, Timestamp, SecondsPath, TimestampPath }: WaitState,
  input: Json,
  branch: Branch,
  facts: Facts,
): Result<Instant> {
  const length = SecondsPath === undefined ? Seconds : select(SecondsPath, ground(input, branch, facts));
  if (typeof length === 'number' && length >= 0 && length <= 99_999_999) return ok(after(facts.now, seconds(length)));
  const moment = momentOf(TimestampPath === undefined ? Timestamp : select(TimestampPath, ground(input, branch, facts)));
  return moment === undefined ? failing('States.Runtime', `State '${branch.at}' does not know how long to wait.`) : ok(instant(moment));
}

function timeoutOf({ TimeoutSeconds, TimeoutSecondsPath }: TaskState, branch: Branch, facts: Facts): Result<Instant | null> {
  const length =
    TimeoutSecondsPath === undefined ? (TimeoutSeconds ?? null) : select(TimeoutSecondsPath, ground(branch.input, branch, facts));
  if (length === null) return ok(null);
  if (typeof length === 'number' && length > 0) return ok(after(facts.now, seconds(length)));
  return failing('States.Runtime', `State '${branch.at}' has no number of seconds at ${TimeoutSecondsPath}.`);
}

const MOST_ITEMS = 1_000;

function itemsOf({ ItemsPath }: MapState, input: Json, branch: Branch, facts: Facts): Result<readonly Json[]> {
  const items = ItemsPath === undefined ? input : select(ItemsPath, ground(input, branch, facts));
  if (!Array.isArray(items)) return failing('States.Runtime', `State '${branch.at}' has no list to go through.`);
  return items.length > MOST_ITEMS
    ? failing('States.DataLimitExceeded', `State '${branch.at}' has more than ${MOST_ITEMS} items.`)
    : ok(items);
}
