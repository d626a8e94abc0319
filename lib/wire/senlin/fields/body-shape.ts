import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { malformed, SENSELESS } from '../reply.ts';
import { type Fields, type Reading, readFields, type Values } from './field.ts';
import { objectSchema } from './json-schema.ts';

/** What a request's body is, for whoever reads it and for whoever reads about it. */
export type BodyShape<T> = {
  /** @param body undefined when none was sent */
  readonly read: (body: JsonObject | undefined, version: Microversion) => Reading<T>;
  readonly schema: JsonObject;
  readonly example: JsonObject;
  /** May be left out. */
  readonly optional?: true;
};

type Envelope = { readonly key: string; readonly missing: string; readonly nullIsMissing: boolean };

function inEnvelope<F extends Fields>({ key, missing, nullIsMissing }: Envelope, fields: F, example: JsonObject): BodyShape<Values<F>> {
  return {
    read: (body, version) => {
      if (!body) return malformed(SENSELESS);
      const inner = Object.hasOwn(body, key) ? body[key] : undefined;
      if (inner === undefined || (inner === null && nullIsMissing)) return malformed(missing);
      return readFields(fields, inner, version);
    },
    schema: { type: 'object', properties: { [key]: objectSchema(fields) }, required: [key] },
    example: { [key]: example },
  };
}

/** `{"cluster": {...}}` to bring something into being. What stands beside the envelope is ignored. */
export const creation = <F extends Fields>(key: string, fields: F, example: JsonObject): BodyShape<Values<F>> =>
  inEnvelope({ key, missing: `Request body missing '${key}' key.`, nullIsMissing: false }, fields, example);

/** `{"cluster": {...}}` to change something. Senlin words the same mistake differently here. */
export const change = <F extends Fields>(key: string, fields: F, example: JsonObject): BodyShape<Values<F>> =>
  inEnvelope({ key, missing: `Malformed request data, missing '${key}' key in request body.`, nullIsMissing: true }, fields, example);

/** No envelope. */
export const flat = <F extends Fields>(fields: F, example: JsonObject): BodyShape<Values<F>> => ({
  read: (body, version) => (body ? readFields(fields, body, version) : malformed(SENSELESS)),
  schema: objectSchema(fields),
  example,
});
