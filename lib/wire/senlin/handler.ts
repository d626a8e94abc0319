import type { Clustering } from '../../app/clustering.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { transient } from '../../domain/kernel/fault.ts';
import type { Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts';
import { parseBody } from './body.ts';
import { allVersions, locate, oneVersion } from './discovery.ts';
import { errorResponse, faultResponse, unauthorized } from './faults.ts';
import { NEWEST, negotiate, OLDEST, textOf } from './microversion.ts';
import { forbidden, type Outcome, type Reply, tooOld } from './reply.ts';
import type { Asked, Route } from './route.ts';
import { makeRouter } from './router.ts';
import { senlinRoutes } from './routes/all.ts';
import { webobPage } from './webob.ts';

export type SenlinDeps = {
  readonly clustering: Clustering;
  /** Who is behind a token; nobody, or nobody can tell. */
  readonly verify: (token: string) => Promise<Principal | undefined | { readonly kind: 'unavailable' }>;
  /** Told of what should never happen, with the request it happened to. */
  readonly report: (error: unknown, request: HttpRequest) => void;
  /** Who is said to work on actions. */
  readonly engineId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where clients get tokens, if not beside us at `/identity`. */
  readonly identityUri?: string;
};

/** The Senlin v1 dialect, in the order of Senlin's own pipeline: version, identity, route, body, method's version, role, and then the work. */
export function senlinHandler(deps: SenlinDeps): HttpHandler {
  const find = makeRouter(senlinRoutes(deps));

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    const place = locate(request);
    if (place.kind === 'versions') return allVersions(request);
    if (place.kind === 'nowhere') return webobPage(404, request);

    const negotiation = negotiate(request.headers['openstack-api-version']);
    if (negotiation.kind === 'malformed')
      return webobPage(400, request, `API Version String '${negotiation.text}' is of invalid format. It must be of format 'major.minor'.`);
    if (negotiation.kind === 'refused') return notAcceptable(negotiation.text);
    if (place.path === '') return oneVersion(request);

    const caller = await identify(request);
    if (!caller) return unauthorized(deps.identityUri ?? `${request.origin}/identity`);
    if ('kind' in caller) return faultResponse(transient('identity.unavailable', 'The identity service does not answer.'));

    const match = find(request.method, place.path);
    if (!match) return webobPage(404, request);
    const { origin, query } = request;
    const outcome = await perform(match.route, request, { caller, version: negotiation.version, origin, query, params: match.params });
    return responseTo(outcome, request, negotiation.version);
  }

  async function identify({ headers }: HttpRequest) {
    const token = headers['x-auth-token'];
    return token ? deps.verify(token) : undefined;
  }

  return async (request) => {
    const response = await answer(request).catch((error: unknown) => {
      deps.report(error, request);
      return errorResponse(500, 'InternalError', 'The server could not do what was asked, and has noted why under the id of this request.');
    });
    return { ...response, headers: { ...response.headers, 'X-OpenStack-Request-Id': request.requestId } };
  };
}

const notAcceptable = (text: string): HttpResponse =>
  errorResponse(
    406,
    'InvalidGlobalAPIVersion',
    `Version '${text}' is not supported by the API. Minimum is '${textOf(OLDEST)}' and maximum is '${textOf(NEWEST)}'.`,
  );

async function perform(route: Route, request: HttpRequest, asked: Omit<Asked, 'body'>): Promise<Outcome> {
  const body = parseBody(request);
  if (body.kind === 'malformed' || body.kind === 'refused') return body;
  if (route.since && !isAtLeast(asked.version, route.since)) return tooOld;
  const touches = route.method !== 'GET' && !route.harmless;
  if (route.closed || (touches && !asked.caller.canWrite)) return forbidden;
  return route.run({ ...asked, body: body.kind === 'json' ? body.value : undefined });
}

function responseTo(outcome: Outcome, request: HttpRequest, version: Microversion): HttpResponse {
  switch (outcome.kind) {
    case 'reply':
      return replyResponse(outcome, request, version);
    case 'refused':
      return faultResponse(outcome.fault);
    case 'malformed':
      return errorResponse(400, 'HTTPBadRequest', outcome.message);
    case 'too-old':
      return errorResponse(400, 'MethodVersionNotFound', `API version '${textOf(version)}' is not supported on this method.`);
  }
}

function replyResponse({ status, body, actionId, page }: Reply, request: HttpRequest, version: Microversion): HttpResponse {
  if (page) return webobPage(202, request);
  if (status === 204) return { status, headers: {}, body: '' };
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'OpenStack-API-Version': `clustering ${textOf(version)}`,
      Vary: 'OpenStack-API-Version',
      ...(actionId !== undefined && { Location: `${request.origin}/v1/actions/${actionId}` }),
    },
    body: JSON.stringify(body ?? null),
  };
}
