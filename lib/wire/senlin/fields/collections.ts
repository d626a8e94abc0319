import { isJsonObject, type Json, type JsonObject } from '../../../domain/kernel/json.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import { malformed } from '../reply.ts';
import { type FieldType, notOfType, read } from './field.ts';
import { MOST_NODES } from './scalars.ts';

/** One or more names or ids, each once. Text is a list of its characters, as far as the first look goes. */
export const identityList: FieldType<readonly string[]> = {
  convert: (value, field) => {
    const items = typeof value === 'string' ? [...value] : value;
    if (!Array.isArray(items)) return malformed(`A list is required in field ${field}, not a ${pythonTypeOf(value)}`);
    const empty = items.indexOf(null);
    if (empty !== -1) return malformed(`Field \`${field}[${empty}]' cannot be None`);
    const odd = items.find((item) => typeof item === 'object');
    if (odd) return malformed(`A string is required in field ${field}, not a ${pythonTypeOf(odd)}`);
    const texts = items.map(textOf);
    if (texts.length < 1) return malformed(`Value for '${field}' must have at least 1 item(s).`);
    // Each is looked up, and no cluster has more nodes.
    if (texts.length > MOST_NODES) return malformed(`Value for '${field}' must have at most ${MOST_NODES} item(s).`);
    return new Set(texts).size === texts.length ? read(texts) : malformed(`Items for '${field}' must be unique`);
  },
  types: ['array'],
  inspect: (value) => firstNotText(Array.isArray(value) ? value : []),
  schema: { items: { type: 'string' }, minItems: 1, maxItems: MOST_NODES, uniqueItems: true },
};

/** Objects, one or more. What is in them is for whoever reads them to judge. */
export const listOfMaps: FieldType<readonly JsonObject[]> = {
  convert: (value, field) => {
    if (!Array.isArray(value)) return malformed(`A list is required in field ${field}, not a ${pythonTypeOf(value)}`);
    const odd = value.find((item) => !isJsonObject(item));
    if (odd !== undefined) return malformed(`A dict is required in field ${field}, not a ${pythonTypeOf(odd)}`);
    return value.length < 1 ? malformed(`Value for '${field}' must have at least 1 item(s).`) : read(value);
  },
  types: ['array'],
  schema: { items: { type: 'object', additionalProperties: true }, minItems: 1 },
};

/** Words of a set, one or more, each once. */
export const listOfChoices = <const V extends string>(choices: readonly V[]): FieldType<readonly V[]> => ({
  convert: (value, field) => {
    const items = identityList.convert(value, field);
    if (items.kind === 'malformed') return items;
    const odd = items.value.find((item) => !choices.some((choice) => choice === item));
    if (odd !== undefined) return malformed(`Value '${odd}' is not acceptable for field '${field}'. It takes: ${choices.join(', ')}.`);
    return read(choices.filter((choice) => items.value.includes(choice)));
  },
  types: ['array'],
  schema: { items: { type: 'string', enum: choices }, minItems: 1, uniqueItems: true },
});

/** From old to new, no new one twice. */
export const replacements: FieldType<Readonly<Record<string, string>>> = {
  convert: (value, field) => {
    const entries = isJsonObject(value) ? Object.entries(value) : [];
    const empty = entries.find(([, to]) => to === null);
    if (empty) return malformed(`Field \`${field}[${empty[0]}]' cannot be None`);
    const odd = entries.find(([, to]) => typeof to === 'object');
    if (odd) return malformed(`A string is required in field ${field}[${odd[0]}], not a ${pythonTypeOf(odd[1])}`);
    const texts = entries.map(([from, to]): [string, string] => [from, textOf(to)]);
    const distinct = new Set(texts.map(([, to]) => to)).size;
    return distinct === texts.length ? read(Object.fromEntries(texts)) : malformed('Map contains duplicated values');
  },
  types: ['object'],
  inspect: (value) => firstNotText(isJsonObject(value) ? Object.values(value) : []),
  schema: { additionalProperties: { type: 'string' }, minProperties: 1 },
};

function firstNotText(values: readonly Json[]): string | undefined {
  const odd = values.find((value) => typeof value !== 'string');
  return odd === undefined ? undefined : notOfType(odd, ['string']);
}

function pythonTypeOf(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'list' : 'dict';
}
