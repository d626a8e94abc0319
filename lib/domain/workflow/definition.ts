import type { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { readExpression } from './intrinsic.ts';
import { isPath, type Paths } from './path.ts';
import { isActivity } from './resource.ts';
import { Machine, type State, type States } from './states.ts';
import { templateFaults } from './template.ts';

/** What is wrong, and where in the definition: a JSON pointer. */
export type DefinitionFault = { readonly pointer: string; readonly message: string };

/** One machine with all that is in it, as JSON text. */
export const MOST_DEFINITION = 65_536;
const MOST_FAULTS = 20;

/** Reads a state machine, or says everything that is wrong with it. Unsupported fields are wrong. */
export function readMachine(
  definition: Json,
  paths: Paths,
): { readonly kind: 'ok'; readonly machine: Machine } | { readonly kind: 'fault'; readonly faults: readonly DefinitionFault[] } {
  if (JSON.stringify(definition).length > MOST_DEFINITION)
    return { kind: 'fault', faults: [{ pointer: '', message: `It is longer than ${MOST_DEFINITION} characters.` }] };
  const parsed = Machine.safeParse(definition);
  if (!parsed.success) return { kind: 'fault', faults: parsed.error.issues.flatMap(plain).slice(0, MOST_FAULTS) };
  const faults = [...machineFaults(parsed.data, '', paths)].slice(0, MOST_FAULTS);
  return faults.length > 0 ? { kind: 'fault', faults } : { kind: 'ok', machine: parsed.data };
}

/** The state machine at a pointer that the interpreter made: the whole, a branch, or what is done with each item. */
export function statesAt(machine: Machine, pointer: readonly string[]): States {
  let here: Json | undefined = machine as unknown as JsonObject;
  for (const part of pointer) here = Array.isArray(here) ? here[Number(part)] : isJsonObject(here) ? here[part] : undefined;
  return here as unknown as States;
}

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

function plain(issue: z.core.$ZodIssue): DefinitionFault[] {
  const pointer = issue.path.map((part) => `/${escaped(part)}`).join('');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, message: 'It is not supported here.' }));
  return [{ pointer, message: `${issue.message}${issue.message.endsWith('.') ? '' : '.'}` }];
}

function* machineFaults({ StartAt, States }: States, pointer: string, paths: Paths): Generator<DefinitionFault> {
  const known = (name: string) => Object.hasOwn(States, name);
  if (!known(StartAt)) yield { pointer: `${pointer}/StartAt`, message: `There is no state '${StartAt}'.` };
  const reached = new Set([StartAt]);
  for (const [name, state] of Object.entries(States)) {
    const here = `${pointer}/States/${escaped(name)}`;
    for (const [place, next] of nextsOf(state)) {
      reached.add(next);
      if (!known(next)) yield { pointer: `${here}${place}`, message: `There is no state '${next}'.` };
    }
    yield* stateFaults(state, here, paths);
  }
  for (const name of Object.keys(States))
    if (!reached.has(name)) yield { pointer: `${pointer}/States/${escaped(name)}`, message: 'No state leads here.' };
}

function* nextsOf(state: State): Generator<readonly [place: string, name: string]> {
  if ('Next' in state && state.Next !== undefined) yield ['/Next', state.Next];
  if ('Catch' in state) for (const [i, { Next }] of (state.Catch ?? []).entries()) yield [`/Catch/${i}/Next`, Next];
  if (state.Type !== 'Choice') return;
  for (const [i, { Next }] of state.Choices.entries()) yield [`/Choices/${i}/Next`, Next];
  if (state.Default !== undefined) yield ['/Default', state.Default];
}

const ENDLESS = ['Choice', 'Succeed', 'Fail'];
const WAITS = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'];
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector'];
const EXPRESSIONS = ['ErrorPath', 'CausePath'];

function* stateFaults(state: State, pointer: string, paths: Paths): Generator<DefinitionFault> {
  const fields: Readonly<Record<string, unknown>> = state;
  const both = 'Next' in state && 'End' in state;
  if (!ENDLESS.includes(state.Type) && (both || (!('Next' in state) && !('End' in state))))
    yield { pointer, message: 'Exactly one of Next and End is expected.' };
  if (state.Type === 'Wait' && WAITS.filter((name) => name in state).length !== 1)
    yield { pointer, message: `Exactly one of ${WAITS.join(', ')} is expected.` };
  if ('TimeoutSeconds' in state && 'TimeoutSecondsPath' in state)
    yield { pointer, message: 'One of TimeoutSeconds and TimeoutSecondsPath is enough.' };
  if (state.Type === 'Task' && !isActivity(state.Resource))
    yield { pointer: `${pointer}/Resource`, message: `'${state.Resource}' is no activity of this service.` };
  for (const name of TEMPLATES)
    for (const { place, message } of templateFaults((fields[name] ?? null) as Json, paths))
      yield { pointer: `${pointer}/${name}${place}`, message };
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || !name.endsWith('Path') || name === 'ResultPath') continue;
    const wrong = EXPRESSIONS.includes(name) ? readExpression(value, paths) : isPath(value, paths);
    if (typeof wrong === 'string' || wrong === false)
      yield { pointer: `${pointer}/${name}`, message: typeof wrong === 'string' ? wrong : `'${value}' is no path.` };
  }
  if (state.Type === 'Choice') yield* pathsIn(state.Choices as unknown as Json, `${pointer}/Choices`, paths);
  if (state.Type === 'Parallel')
    for (const [i, branch] of state.Branches.entries()) yield* machineFaults(branch, `${pointer}/Branches/${i}`, paths);
  if (state.Type === 'Map') yield* machineFaults(state.ItemProcessor, `${pointer}/ItemProcessor`, paths);
}

function* pathsIn(value: Json, pointer: string, paths: Paths): Generator<DefinitionFault> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if ((name === 'Variable' || name.endsWith('Path')) && typeof inner === 'string') {
      if (!isPath(inner, paths)) yield { pointer: `${pointer}/${name}`, message: `'${inner}' is no path.` };
    } else yield* pathsIn(inner as Json, `${pointer}/${name}`, paths);
  }
}
