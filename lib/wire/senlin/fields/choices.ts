import { NEWEST } from '../microversion.ts';
import { malformed } from '../reply.ts';
import type { Fields, FieldType, Values } from './field.ts';
import { read, readFields, reprOf } from './field.ts';
import { objectSchema } from './json-schema.ts';

const MOST = 100;

/** Words, one or more, each once. @param of which there are to choose from; any text when there is no such list */
export const someOf = <const V extends string>(of?: readonly V[]): FieldType<readonly V[]> => ({
  convert: (value, field) => {
    const words = Array.isArray(value) ? value : [];
    if (words.length < 1 || words.length > MOST) return malformed(`A list of 1 to ${MOST} words is required in field ${field}.`);
    const odd = words.find((word) => typeof word !== 'string' || word === '' || (of && !(of as readonly string[]).includes(word)));
    if (odd !== undefined)
      return malformed(`Value ${reprOf(odd)} is not acceptable for field '${field}'${of ? `: it takes ${of.join(', ')}` : ''}.`);
    return new Set(words).size === words.length ? read(words as unknown as readonly V[]) : malformed(`Items for '${field}' must be unique`);
  },
  types: ['array'],
  schema: { items: of ? { type: 'string', enum: of } : { type: 'string' }, minItems: 1, maxItems: MOST, uniqueItems: true },
});

/** An object with members of its own. */
export const nested = <F extends Fields>(fields: F): FieldType<Values<F>> => {
  const { type: _, ...schema } = objectSchema(fields);
  return { convert: (value) => readFields(fields, value, NEWEST), types: ['object'], schema };
};

/** A whole number within bounds. */
export const within = (least: number, most: number): FieldType<number> => ({
  convert: (value, field) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return fits ? read(value) : malformed(`The value for ${field} must be an integer from ${least} to ${most}: ${reprOf(value)}.`);
  },
  types: ['integer'],
  schema: { minimum: least, maximum: most },
});

/** A text so many characters long. */
export const lengthy = (least: number, most: number): FieldType<string> => ({
  convert: (value, field) =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? read(value)
      : malformed(`The value for ${field} must be a text of ${least} to ${most} characters.`),
  types: ['string'],
  schema: { minLength: least, maxLength: most },
});
