import type { Json, JsonObject } from '../../../domain/kernel/json.ts';
import { malformed } from '../reply.ts';
import { type FieldType, reprOf } from './field.ts';
import { json } from './scalars.ts';

const MOST_PAIRS = 64;
const LONGEST = 256;
/** Names that begin so tell on resources whose they are, here and in AWS. */
const RESERVED = ['coppice.', 'aws:'];
/** What is stored with every action, and with every node of a cluster's: forty of these and more go in one write. */
const LARGEST = 32 * 1024;

const sizeOf = (value: Json): number => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));

const restricted = (complaint: (value: JsonObject, field: string) => string | undefined, schema: JsonObject): FieldType<JsonObject> => ({
  ...json,
  convert: (value, field) => {
    const reading = json.convert(value, field);
    const told = reading.kind === 'read' ? complaint(reading.value, field) : undefined;
    return told === undefined ? reading : malformed(told);
  },
  schema: { ...json.schema, ...schema },
});

/** Metadata: pairs of the user's own, that mean nothing to the service. */
export const pairs: FieldType<JsonObject> = restricted(
  (value, field) => {
    const entries = Object.entries(value);
    if (entries.length > MOST_PAIRS)
      return `The value for the ${field} field must have at most ${MOST_PAIRS} pairs, not ${entries.length}.`;
    for (const [name, inner] of entries) {
      if (sizeOf(name) > LONGEST) return `A name in the ${field} field is longer than ${LONGEST} bytes: ${reprOf(name.slice(0, 64))}.`;
      if (sizeOf(inner) > LONGEST) return `The value of ${reprOf(name)} in the ${field} field is longer than ${LONGEST} bytes.`;
      const reserved = RESERVED.find((beginning) => name.startsWith(beginning));
      if (reserved) return `Names in the ${field} field that begin with '${reserved}' are reserved: ${reprOf(name)}.`;
    }
    return undefined;
  },
  { maxProperties: MOST_PAIRS, propertyNames: { maxLength: LONGEST } },
);

/** What an action is told, or a cluster is set to: an object of any form, and of no more than 32 KiB as JSON. */
export const freeForm: FieldType<JsonObject> = restricted(
  (value, field) => (sizeOf(value) > LARGEST ? `The value for the ${field} field is longer than ${LARGEST} bytes as JSON.` : undefined),
  {},
);
