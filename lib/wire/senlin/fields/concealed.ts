import { isJsonObject, type Json, type JsonObject } from '../../../domain/kernel/json.ts';
import { LARGEST_VALUE } from '../../../domain/secret/secret.ts';
import { malformed } from '../reply.ts';
import { type FieldType, read } from './field.ts';

/** A secret: text, or an object of texts. What is wrong with it is said here, so that nobody says it who would repeat it. */
export const concealed: FieldType<string | JsonObject> = {
  convert: (value, field) => {
    if (!isText(value) && !isObjectOfTexts(value))
      return malformed(`The ${field} must be a text that is not empty, or an object of such texts.`);
    const size = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
    return size > LARGEST_VALUE ? malformed(`The ${field} must not have more than ${LARGEST_VALUE} bytes.`) : read(value);
  },
  types: ['string', 'object'],
  schema: { minLength: 1, maxLength: LARGEST_VALUE, minProperties: 1, additionalProperties: { type: 'string', minLength: 1 } },
};

const isText = (value: Json): value is string => typeof value === 'string' && value !== '';
const isObjectOfTexts = (value: Json): value is JsonObject =>
  isJsonObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isText);
