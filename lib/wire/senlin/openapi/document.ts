import type { JsonObject } from '../../../domain/kernel/json.ts';
import { NEWEST, textOf } from '../microversion.ts';
import type { Route } from '../route.ts';
import type { OpenRoute } from '../routes/open.ts';
import type { Catalogues } from '../routes/types.ts';
import { components, withRefs } from './components.ts';
import { openOperation, operation } from './operation.ts';

const DESCRIPTION = `Clusters of anything, kept at the size and health their owner asked for.

What is described here is microversion ${textOf(NEWEST)}. Older ones are spoken too: say which with \`OpenStack-API-Version: clustering X.Y\`.`;

/** The whole API in OpenAPI 3.1, made of the same tables that route and validate. */
export function openapiDocument(routes: readonly Route[], open: readonly OpenRoute[], catalogues: Catalogues): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  const at = (path: string): Record<string, JsonObject> => {
    paths[path] ??= {};
    return paths[path];
  };
  for (const route of open) at(route.path).get = openOperation(route);
  for (const route of routes) at(pathOf(route))[route.method.toLowerCase()] = operation(route);

  return withRefs({
    openapi: '3.1.0',
    info: {
      title: 'Coppice clustering',
      version: textOf(NEWEST),
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: components(catalogues),
  });
}

/** Where a route is, in OpenAPI's notation. */
export const pathOf = ({ path }: Pick<Route, 'path'>): string => `/v1${path.replace('*}', '}')}`;
