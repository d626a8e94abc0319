import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { failing, ok, type Result } from './failure.ts';
import { put, select } from './path.ts';
import { type Branch, type Facts, MOST_DATA, nameOf } from './run.ts';
import type { State } from './states.ts';
import { fill, type Scope } from './template.ts';

/** The context object, `$$`. @param token only while a task is asked for that waits for it */
export const contextOf = (branch: Branch, { about }: Facts, token?: string): JsonObject => ({
  ...about,
  State: {
    Name: branch.at,
    EnteredTime: new Date(branch.enteredAt).toISOString(),
    RetryCount: Object.values(branch.tries).reduce((sum, tries) => sum + tries, 0),
  },
  ...(branch.item && { Map: { Item: { Index: branch.item.index, Value: branch.item.value } } }),
  ...(token !== undefined && { Task: { Token: token } }),
});

export function scopeOf(data: Json, branch: Branch, facts: Facts, token?: string): Scope {
  const uuid = (place: string) => facts.uuid(`${nameOf(branch)}${place}`);
  return { data, context: contextOf(branch, facts, token), paths: facts.paths, uuid };
}

/** What a state works on: its input, narrowed by InputPath, shaped by Parameters. */
export function effectiveInput(state: State, branch: Branch, facts: Facts, token?: string): Result {
  const narrowed = narrow('InputPath' in state ? state.InputPath : undefined, branch.input, branch, facts, 'States.Runtime');
  if (narrowed.kind === 'failed' || !('Parameters' in state) || state.Parameters === undefined) return narrowed;
  return fill(state.Parameters, scopeOf(narrowed.value, branch, facts, token));
}

/** What goes on to the next state: the result, shaped by ResultSelector, put into the input by ResultPath, narrowed by OutputPath. */
export function effectiveOutput(state: State, result: Json, branch: Branch, facts: Facts): Result {
  const selector = 'ResultSelector' in state ? state.ResultSelector : undefined;
  const shaped = selector === undefined ? ok(result) : fill(selector, scopeOf(result, branch, facts));
  if (shaped.kind === 'failed') return shaped;
  const placed = place('ResultPath' in state ? state.ResultPath : undefined, shaped.value, branch.input);
  return placed.kind === 'failed' ? placed : outgoing(state, placed.value, branch, facts);
}

/** The same for states that have no result. */
export function outgoing(state: State, value: Json, branch: Branch, facts: Facts): Result {
  const narrowed = narrow('OutputPath' in state ? state.OutputPath : undefined, value, branch, facts, 'States.Runtime');
  if (narrowed.kind === 'failed' || JSON.stringify(narrowed.value).length <= MOST_DATA) return narrowed;
  return failing('States.DataLimitExceeded', `State '${branch.at}' hands on more than ${MOST_DATA} characters.`);
}

/** A result in its place. Undefined: it replaces everything. Null: it is thrown away. */
export function place(path: string | null | undefined, value: Json, input: Json): Result {
  if (path === undefined) return ok(value);
  if (path === null) return ok(input);
  const placed = put(path === '$' || isJsonObject(input) || Array.isArray(input) ? input : {}, path, value);
  return placed === undefined ? failing('States.ResultPathMatchFailure', `Nothing can be put at ${path}.`) : ok(placed);
}

/** Null: nothing of it. */
function narrow(path: string | null | undefined, data: Json, branch: Branch, facts: Facts, error: string): Result {
  if (path === undefined || path === '$') return ok(data);
  if (path === null) return ok({});
  const value = select(path, { data, context: contextOf(branch, facts), paths: facts.paths });
  return value === undefined ? failing(error, `State '${branch.at}': there is nothing at ${path}.`) : ok(value);
}
