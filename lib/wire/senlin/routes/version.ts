import { versionDocument } from '../discovery.ts';
import { ok } from '../reply.ts';
import type { Route } from '../route.ts';
import { documentSchema, enveloped, listOf, map, string } from '../views/document-schema.ts';

export const versionSchema = documentSchema({
  id: string,
  status: string,
  updated: string,
  'media-types': listOf(map),
  links: listOf(map),
  min_version: string,
  max_version: string,
});
const revision = documentSchema({ revision: string });

/** What the service says of itself. */
export const versionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    id: 'showVersion',
    summary: 'Show this version of the API.',
    answer: { status: 200, schema: enveloped('version', versionSchema) },
    run: ({ origin }) => ok({ version: versionDocument(origin) }),
  },
  {
    method: 'GET',
    path: '/build-info',
    id: 'showBuildInfo',
    summary: 'Show what is running.',
    answer: { status: 200, schema: enveloped('build_info', documentSchema({ api: revision, engine: revision })) },
    run: () => ok({ build_info: { api: { revision: '1.0' }, engine: { revision: '1.0' } } }),
  },
];
