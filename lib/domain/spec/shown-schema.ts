import type { JsonObject } from '../kernel/json.ts';
import type { Microversion, SpecElement, SpecSchema } from './schema.ts';

export const isAtLeast = (version: Microversion, least: Microversion): boolean =>
  version.major > least.major || (version.major === least.major && version.minor >= least.minor);

/** A type's schema as the API shows it at a microversion: without what came later. What is not shown is accepted all the same. */
export const shownSchema = (type: { readonly schema: SpecSchema }, at: Microversion): JsonObject => shownItems(type.schema, at);

const shownItems = (schema: SpecSchema, at: Microversion): JsonObject =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([, element]) => !element.since || isAtLeast(at, element.since))
      .map(([name, element]) => [name, shownElement(element, at)]),
  );

function shownElement({ since, schema, ...told }: SpecElement, at: Microversion): JsonObject {
  return schema ? { ...told, schema: shownItems(schema, at) } : told;
}
