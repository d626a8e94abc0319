import type { JsonObject } from '../kernel/json.ts';
import { type AllowedValues, FIRST_BEYOND_SENLIN, type Microversion, type SpecElement, type SpecSchema } from './schema.ts';

export const isAtLeast = (version: Microversion, least: Microversion): boolean =>
  version.major > least.major || (version.major === least.major && version.minor >= least.minor);

/** A type's schema as the API shows it at a microversion: without what came later. What is not shown is accepted all the same. */
export const shownSchema = (type: { readonly schema: SpecSchema }, at: Microversion): JsonObject => shownItems(type.schema, at);

const shownItems = (schema: SpecSchema, at: Microversion): JsonObject =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([, element]) => !element.shownSince || isAtLeast(at, element.shownSince))
      .map(([name, element]) => [name, shownElement(element, at)]),
  );

function shownElement(
  { shownSince, since, announced, deprecated, schema, constraints, secret, ...told }: SpecElement,
  at: Microversion,
): JsonObject {
  const tellsHistory = isAtLeast(at, FIRST_BEYOND_SENLIN);
  return {
    ...told,
    ...(constraints && { constraints: constraints.map((allowed) => shownValues(allowed, tellsHistory)) }),
    ...(schema && { schema: shownItems(schema, at) }),
    ...(tellsHistory && secret && { secret_ref: true }),
    ...(tellsHistory && history({ since: since ?? announced, deprecated })),
  };
}

const shownValues = ({ since, announced, ...allowed }: AllowedValues, tellsHistory: boolean): JsonObject =>
  tellsHistory && (since || announced) ? { ...allowed, since: { ...announced, ...since } } : allowed;

/** Since which version of the type an item is there, where that is not the first, and how it stands by now. */
const history = ({
  since,
  deprecated,
}: {
  readonly since: string | undefined;
  readonly deprecated: SpecElement['deprecated'];
}): JsonObject => ({
  status: deprecated ? 'DEPRECATED' : 'SUPPORTED',
  ...(since !== undefined && { since }),
  ...(deprecated && { deprecated }),
});
