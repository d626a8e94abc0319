import type { JsonObject } from '../../../domain/kernel/json.ts';
import { healthz, type Readiness, readyz } from '../../health.ts';
import type { HttpRequest, HttpResponse } from '../../http.ts';
import { allVersions, oneVersion } from '../discovery.ts';
import { documentSchema, enveloped, listOf, map, string } from '../views/document-schema.ts';
import { versionSchema } from './version.ts';

/** A path that asks for no token. */
export type OpenRoute = {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly answers: Readonly<Record<number, JsonObject>>;
  /** Comes after the version is agreed upon, which may fail. */
  readonly versioned?: true;
  readonly run: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;
};

export type OpenDeps = {
  /** Whether what the service depends on answers; it does, if nobody can say. */
  readonly ready?: () => Promise<Readiness>;
  /** The OpenAPI document, as text. */
  readonly openapi: () => string;
};

const versions = { 300: enveloped('versions', listOf(versionSchema)) };

export const openRoutes = ({ ready, openapi }: OpenDeps): readonly OpenRoute[] => [
  { path: '/', id: 'listVersions', summary: 'List the versions of the API.', answers: versions, run: allVersions },
  { path: '/versions', id: 'listVersionsByName', summary: 'List the versions of the API.', answers: versions, run: allVersions },
  {
    path: '/v1',
    id: 'discoverVersion',
    summary: 'Show this version of the API.',
    answers: { 200: enveloped('version', versionSchema) },
    versioned: true,
    run: oneVersion,
  },
  {
    path: '/healthz',
    id: 'showHealth',
    summary: 'Whether the service runs.',
    answers: { 200: documentSchema({ status: string }) },
    run: healthz,
  },
  {
    path: '/readyz',
    id: 'showReadiness',
    summary: 'Whether the service can do its work.',
    answers: {
      200: documentSchema({ status: string, resting: listOf(string) }, ['resting']),
      503: documentSchema({ status: string, reason: string }),
    },
    run: () => readyz(ready ?? (async () => ({ ready: true }))),
  },
  {
    path: '/openapi.json',
    id: 'showOpenApi',
    summary: 'This document.',
    answers: { 200: map },
    run: () => ({ status: 200, headers: { 'Content-Type': 'application/json' }, body: openapi() }),
  },
];
