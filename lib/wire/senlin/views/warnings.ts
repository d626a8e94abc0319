import type { JsonObject } from '../../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import type { SpecWarning } from '../../../domain/spec/spec-warnings.ts';
import type { Reply } from '../reply.ts';
import { documentSchema, enveloped, listOf, string } from './document-schema.ts';

/**
 * A reply that says what should be written otherwise: in the header to everybody, in the document to who knows to look there. Not beside it: Tempest, which
 * asks for the latest version, takes a body for an envelope only while there is one key in it.
 */
export const warned = (
  reply: Reply,
  key: string,
  document: JsonObject,
  warnings: readonly SpecWarning[],
  version: Microversion,
): Reply => ({
  ...reply,
  body: {
    [key]: isAtLeast(version, FIRST_BEYOND_SENLIN)
      ? { ...document, warnings: warnings.map(({ item, message }) => ({ item, message })) }
      : document,
  },
  warnings: warnings.map(({ message }) => message),
});

/** The envelope of a document that comes with warnings. */
export const withWarnings = (key: string, schema: JsonObject): JsonObject =>
  enveloped(key, { allOf: [schema, documentSchema({ warnings: listOf(warning) }, ['warnings'])] });

const warning: JsonObject = documentSchema({ item: string, message: string });
