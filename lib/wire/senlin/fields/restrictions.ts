import { type Instant, instant } from '../../../domain/kernel/time.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import { malformed } from '../reply.ts';
import { type FieldType, read, reprOf } from './field.ts';

/** A moment with its zone: `2026-12-31T23:59:59Z`. */
export const moment: FieldType<Instant> = {
  convert: (value, field) => {
    const text = textOf(value);
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at)
      ? malformed(`The value for ${field} must be a time with its zone, such as 2026-12-31T23:59:59Z: '${text}'.`)
      : read(instant(at));
  },
  types: ['string'],
  schema: { format: 'date-time' },
};

/** A whole number within bounds. */
export const between = (least: number, most: number): FieldType<number> => ({
  convert: (value, field) => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    const fits = typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most;
    return fits ? read(number) : malformed(`The value for ${field} must be an integer from ${least} to ${most}: ${reprOf(value)}.`);
  },
  types: ['integer', 'string'],
  schema: { minimum: least, maximum: most },
});

/** Words, each once; none is a choice as well. */
export const wordList: FieldType<readonly string[]> = {
  convert: (value, field) => {
    const words = Array.isArray(value) && value.every((word): word is string => typeof word === 'string') ? value : undefined;
    if (!words || words.length > 100) return malformed(`A list of at most 100 words is required in field ${field}.`);
    return new Set(words).size === words.length ? read(words) : malformed(`Items for '${field}' must be unique`);
  },
  types: ['array'],
  schema: { items: { type: 'string' }, uniqueItems: true, maxItems: 100 },
};
