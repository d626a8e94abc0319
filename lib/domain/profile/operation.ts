import { type Fault, permanent } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { isReferenceLike, readReference } from '../secret/reference.ts';
import { readInteger, readString, shown } from '../spec/scalar.ts';
import { FIRST_BEYOND_SENLIN, type Microversion, type SpecElement } from '../spec/schema.ts';
import { isAtLeast } from '../spec/shown-schema.ts';

/** What an operation can be told, as the API shows it: like a spec's item, but there is nothing to update. */
export type Parameter = Pick<SpecElement, 'required' | 'description' | 'default' | 'constraints' | 'secret'> & {
  readonly type: 'String' | 'Integer';
};

/** Something that can be asked of a running node, as the API shows it. */
export type Operation =
  | { readonly description: string; readonly parameters: Readonly<Record<string, Parameter>> }
  /** How Senlin shows a heat stack's one operation: as if it were an item of a spec. It takes any parameters and heeds none. */
  | { readonly description: string; readonly type: 'Map'; readonly required: false; readonly updatable: false };

type Options = {
  readonly required?: boolean;
  readonly default?: Json;
  readonly values?: readonly string[];
  readonly secret?: 'written';
};

export const parameter = (
  type: Parameter['type'],
  description: string,
  { required = false, values, ...rest }: Options = {},
): Parameter => ({
  type,
  required,
  description,
  ...rest,
  ...(values ? { constraints: [{ type: 'AllowedValues', constraint: values }] } : {}),
});

export const operation = (description: string, parameters: Readonly<Record<string, Parameter>> = {}): Operation => ({
  description,
  parameters,
});

const refuse = (code: string, message: string) => ({ kind: 'fault' as const, fault: permanent(code, message) });
const invalid = (message: string) => refuse('operation.params.invalid', message);

/**
 * Whether a profile type can be asked for this, in this way. Parameters come back converted, with defaults filled in, so that no
 * driver needs to know them.
 */
export function checkOperation(
  type: { readonly name: string; readonly version: string; readonly operations: Readonly<Record<string, Operation>> },
  name: string,
  params: JsonObject,
): { readonly kind: 'ok'; readonly params: JsonObject } | { readonly kind: 'fault'; readonly fault: Fault } {
  const asked = Object.hasOwn(type.operations, name) ? type.operations[name] : undefined;
  if (!asked) {
    return refuse(
      'operation.unsupported',
      `The requested operation '${shown(name)}' is not supported by the profile type '${type.name}-${type.version}'.`,
    );
  }
  if (!('parameters' in asked)) return { kind: 'ok', params };

  const unknown = Object.keys(params).find((key) => !Object.hasOwn(asked.parameters, key));
  if (unknown !== undefined) return invalid(`Unrecognizable parameter '${shown(unknown)}'.`);

  const read: [string, Json][] = [];
  for (const [key, declared] of Object.entries(asked.parameters)) {
    const value = Object.hasOwn(params, key) ? params[key] : declared.default;
    if (value === undefined && declared.required) return invalid(`Required parameter '${key}' not provided.`);
    if (value === undefined) continue;
    const item = readParameter(declared, value);
    if (item.kind === 'fault') return invalid(item.message);
    read.push([key, item.value]);
  }
  return { kind: 'ok', params: Object.fromEntries(read) };
}

/** Unlike a spec's String, a parameter's is not made from other things. Messages are sentences here, and were none in a spec. */
function readParameter(declared: Parameter, value: Json) {
  if (declared.secret && isReferenceLike(value)) {
    const reference = readReference(value);
    return typeof reference === 'string' ? { kind: 'fault' as const, message: `${reference}.` } : { kind: 'ok' as const, value };
  }
  if (declared.type === 'String' && typeof value !== 'string') return { kind: 'fault' as const, message: 'value is not a string.' };

  const read = declared.type === 'String' ? readString(value) : readInteger(value);
  if (read.kind === 'fault') return { ...read, message: `${read.message}.` };

  const broken = declared.constraints?.find(({ constraint }) => !constraint.includes(String(read.value)));
  if (!broken) return read;
  return {
    kind: 'fault' as const,
    message: `'${shown(value)}' must be one of the allowed values: ${broken.constraint.join(', ')}.`,
  };
}

/** Operations as the API shows them: that a parameter takes references to secrets is told to who knows of them. */
export const shownOperations = (operations: Readonly<Record<string, Operation>>, at: Microversion): JsonObject =>
  Object.fromEntries(
    Object.entries(operations).map(([name, asked]) => [
      name,
      'parameters' in asked
        ? {
            ...asked,
            parameters: Object.fromEntries(Object.entries(asked.parameters).map(([key, each]) => [key, shownParameter(each, at)])),
          }
        : asked,
    ]),
  );

const shownParameter = ({ secret, ...told }: Parameter, at: Microversion): JsonObject => ({
  ...told,
  ...(secret && isAtLeast(at, FIRST_BEYOND_SENLIN) && { secret_ref: true }),
});
