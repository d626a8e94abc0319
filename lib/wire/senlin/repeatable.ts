import type { Once, Repeatable } from '../../app/requests/once.ts';
import type { Kind } from '../../domain/documents.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { type Effect, type Expectation, isIdempotencyKey, KEY_RULE, type RequestScope } from '../../domain/request/request.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { faultResponse } from './faults.ts';
import type { Route } from './route.ts';

/** Does a request once, however often it is sent; `answer` is given what its first commit is to take along. */
export type Repeating = (request: Repeatable, answer: (scope: RequestScope) => Promise<string>) => Promise<Once>;

/** Documents by the first word of their paths: those a client can have seen a version of. */
const COLLECTIONS: Readonly<Record<string, Kind>> = {
  actions: 'action',
  clusters: 'cluster',
  events: 'event',
  nodes: 'node',
  profiles: 'profile',
  orphans: 'orphan',
  policies: 'policy',
  quotas: 'quota',
  receivers: 'receiver',
  retention: 'retention',
  schedules: 'schedule',
  secrets: 'secret',
  subscriptions: 'subscription',
  workflows: 'workflow',
  grants: 'grant',
};

/** What a path is about: `/clusters/web` of `/clusters/web/actions`. */
export const objectOf = (path: string): string => path.split('/').slice(0, 3).join('/');
export const collectionOf = (path: string): string => path.split('/')[1] ?? '';

/** A version as clients see it: `ETag: "7"`. */
export const etagOf = (version: number): string => `"${version}"`;

type Precondition = Expectation | undefined | HttpResponse;

/** What `If-Match` asks for. `*` asks for nothing more than that there is something, which every verb asks for. */
export function preconditionOf(request: HttpRequest, path: string): Precondition {
  const sent = request.headers['if-match']?.trim();
  const kind = COLLECTIONS[collectionOf(path)];
  if (sent === undefined || sent === '*') return undefined;
  const tags = sent.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag)))
    return faultResponse(permanent('precondition.malformed', `The 'If-Match' header has to be entity tags in quotes, such as "7", or *.`));
  // Weak ones, and those we never gave out, are like nothing that is there.
  const versions = tags.flatMap((tag) => /^"(\d{1,15})"$/.exec(tag)?.slice(1).map(Number) ?? []);
  if (!kind || versions.length === 0) return failed;
  const [, , name = ''] = path.split('/');
  return { kind, versions, ...(isId(name) && { id: name }) };
}

export const failed: HttpResponse = faultResponse(
  permanent('precondition.failed', "What the request is about is not as its 'If-Match' header expects: it was changed since it was read."),
);

/** The client's key for its request; undefined when it has none, a response when it is no key. */
export function keyOf(request: HttpRequest): string | undefined | HttpResponse {
  const key = request.headers['idempotency-key'];
  if (key === undefined || isIdempotencyKey(key)) return key;
  return faultResponse(permanent('idempotency.key', KEY_RULE));
}

/** What was asked, for telling one request from another. */
export const contentOf = ({ method, path, query, body, headers }: HttpRequest): string =>
  JSON.stringify([method, path, query, headers['openstack-api-version'] ?? '', body]);

/** Where to look for what a request brought about, when its own answer was lost: what it made, or else what it was about. */
export function placeOf(route: Route, path: string, effects: readonly Effect[]): string | undefined {
  const collection = collectionOf(path);
  const made = effects.find(({ kind, made: isNew }) => isNew && kind === COLLECTIONS[collection]);
  if (route.method === 'POST' && made && path.split('/').length === 2) return `/${collection}/${made.id}`;
  return route.method === 'PATCH' ? path : undefined;
}

/** The action that was filed, if one was. */
export const actionAmong = (effects: readonly Effect[]): string | undefined =>
  effects.find(({ kind, made }) => kind === 'action' && made)?.id;
