import { isJsonObject, type Json, type JsonObject } from '../../../domain/kernel/json.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import { malformed, SENSELESS } from '../reply.ts';
import { type FieldType, read, reprOf } from './field.ts';

/** The largest number of seconds or things anybody means; Senlin's database holds no more. */
const MOST = 2_147_483_647;
/** Senlin's `max_nodes_per_cluster`. */
export const MOST_NODES = 1000;

/** Python's `int()`: fractions are cut off, text must be digits. Undefined when it would not do. */
function toInteger(value: Json): number | undefined {
  // Adding zero, because there is a negative one.
  if (typeof value === 'number') return Math.trunc(value) + 0;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) + 0 : undefined;
}

const NAME = /^[a-zA-Z0-9\u4e00-\u9fa5._~-]*$/;

export const name: FieldType<string> = {
  convert: (value, field) => {
    if (typeof value !== 'string') return malformed(SENSELESS);
    if (value.length < 1) return malformed(`The value for the ${field} field must be at least 1 characters long.`);
    if (value.length > 255) return malformed(`The value for the ${field} field must be less than 255 characters long.`);
    if (NAME.test(value)) return read(value);
    return malformed(
      `The value for the '${field}' (${value}) contains illegal characters. It must contain only alphanumeric or "_-.~" characters and must start with letter.`,
    );
  },
  types: ['string'],
  schema: { minLength: 1, maxLength: 255, pattern: NAME.source },
};

export const text: FieldType<string> = {
  convert: (value, field) => {
    if (typeof value === 'object')
      return malformed(`A string is required in field ${field}, not a ${Array.isArray(value) ? 'list' : 'dict'}`);
    return read(textOf(value));
  },
  types: ['string'],
};

/** A number of nodes. Text counts if it is all digits, which no negative number is. */
export const capacity = (least: 0 | -1): FieldType<number> => ({
  convert: (value, field) => {
    const number = toInteger(value);
    if (number === undefined) return malformed(`The value for ${field} must be an integer: '${textOf(value)}'.`);
    if (number < least) return malformed(`The value for the ${field} field must be greater than or equal to ${least}.`);
    if (number > MOST_NODES) return malformed(`The value for the ${field} field must be less than or equal to ${MOST_NODES}.`);
    return read(number);
  },
  types: ['integer', 'string'],
  inspect: (value) => (typeof value === 'string' && !/^[0-9]*$/.test(value) ? `${reprOf(value)} does not match '^[0-9]*$'` : undefined),
  schema: { minimum: least, maximum: MOST_NODES, pattern: '^[0-9]*$' },
});

export const nonNegativeInteger: FieldType<number> = {
  convert: (value, field) => {
    const number = toInteger(value);
    if (number === undefined) return malformed(`The value for ${field} must be an integer: '${textOf(value)}'.`);
    if (number < 0) return malformed(`Value must be >= 0 for field '${field}'.`);
    return number > MOST ? malformed(`Value must be <= ${MOST} for field '${field}'.`) : read(number);
  },
  types: ['integer', 'string'],
  schema: { minimum: 0, maximum: MOST, pattern: '^[0-9]*$' },
};

/** At least one. */
export const positiveInteger: FieldType<number> = {
  ...nonNegativeInteger,
  convert: (value, field) =>
    toInteger(value) === 0 ? malformed(`Value must be >= 1 for field '${field}'.`) : nonNegativeInteger.convert(value, field),
  schema: { ...nonNegativeInteger.schema, minimum: 1 },
};

export const float: FieldType<number> = {
  convert: (value) => {
    if (typeof value === 'object') return malformed(SENSELESS);
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) return malformed(`could not convert string to float: ${reprOf(value)}`);
    return Math.abs(number) > MOST ? malformed(`The value ${reprOf(value)} is out of range`) : read(number);
  },
  types: ['number'],
  schema: { minimum: -MOST, maximum: MOST },
};

const TRUE = ['1', 'on', 't', 'true', 'y', 'yes'];
const FALSE = ['0', 'f', 'false', 'n', 'no', 'off'];
const WORDS = [...TRUE, ...FALSE]
  .sort()
  .map((word) => `'${word}'`)
  .join(', ');

/** Words are understood, only to be refused at the second look; other words are refused for what they are. */
export const boolean: FieldType<boolean> = {
  convert: (value) => {
    const word = textOf(value).trim().toLowerCase();
    if (TRUE.includes(word)) return read(true);
    if (FALSE.includes(word)) return read(false);
    return malformed(`Unrecognized value '${textOf(value)}', acceptable values are: ${WORDS}`);
  },
  types: ['boolean'],
};

/** Any object. */
export const json: FieldType<JsonObject> = {
  convert: (value) => {
    // What is no object is refused at the second look, with the words for it; this is never seen.
    if (typeof value !== 'string' || isJsonText(value)) return read(isJsonObject(value) ? value : {});
    return malformed(`The value (${value}) is not a valid JSON.`);
  },
  types: ['object'],
  schema: { additionalProperties: true },
};

/** Anything that is there. */
export const anyJson: FieldType<Json> = {
  convert: (value) => read(value),
  types: ['object', 'array', 'string', 'number', 'integer', 'boolean'],
};

function isJsonText(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

export const oneOf = <const V extends string>(values: readonly V[]): FieldType<V> => ({
  convert: (value, field) => {
    const found = values.find((each) => each === value);
    return found === undefined ? malformed(`Value '${textOf(value)}' is not acceptable for field '${field}'.`) : read(found);
  },
  types: ['string'],
  schema: { enum: values },
});
