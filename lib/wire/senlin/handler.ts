import type { AdmitRequest } from '../../app/quotas/admit-requests.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { transient } from '../../domain/kernel/fault.ts';
import { TableUnavailable } from '../../domain/kernel/table-unavailable.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { policyTypes } from '../../domain/policy/catalogue.ts';
import { profileTypes } from '../../domain/profile/catalogue.ts';
import type { RequestScope } from '../../domain/request/request.ts';
import { NewerShape } from '../../domain/shape.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts';
import { parseBody } from './body.ts';
import { allVersions, locate, oneVersion } from './discovery.ts';
import { errorResponse, faultResponse, unauthorized } from './faults.ts';
import { flag } from './list-query.ts';
import { NEWEST, negotiate, OLDEST, textOf } from './microversion.ts';
import { openapiDocument } from './openapi/document.ts';
import { responseTo } from './outcome.ts';
import { type Repeating, repeatably } from './repeatably.ts';
import { forbidden, type Outcome, tooOld } from './reply.ts';
import { type Match, makeRouter } from './router.ts';
import { type RouteDeps, senlinRoutes } from './routes/all.ts';
import { type OpenDeps, openRoutes } from './routes/open.ts';
import type { Catalogues } from './routes/types.ts';
import { webobPage } from './webob.ts';

export type SenlinDeps = Omit<RouteDeps, keyof Catalogues> &
  Partial<Catalogues> &
  Pick<OpenDeps, 'ready'> & {
    /** Keeps what clients may send again, and holds them to what they saw. */
    readonly repeating?: Repeating;
    /** Who is behind a token; nobody, or nobody can tell. */
    readonly verify: (token: string) => Promise<Principal | undefined | { readonly kind: 'unavailable' }>;
    /** Whether a request may come in, of all that its project makes; without it, all may. */
    readonly admit?: AdmitRequest;
    /** Told of what should never happen, with the request it happened to. */
    readonly report: (error: unknown, request: HttpRequest) => void;
    /** Where clients get tokens, if not beside us at `/identity`. */
    readonly identityUri?: string | undefined;
  };

/** The Senlin v1 dialect, in the order of Senlin's own pipeline: version, identity, route, body, method's version, role, and then the work. */
export function senlinHandler(deps: SenlinDeps): HttpHandler {
  const known = { profileTypes, policyTypes, ...deps };
  const routes = senlinRoutes(known);
  const find = makeRouter(routes);
  const open = openRoutes({
    ...(deps.ready && { ready: deps.ready }),
    openapi: onFirstUse(() => JSON.stringify(openapiDocument(routes, open, known))),
  });
  const openPaths = new Map(open.filter((route) => !route.versioned).map((route) => [route.path, route]));

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    const unlocked = openPaths.get(request.path);
    if (unlocked) return unlocked.run(request);
    const place = locate(request);
    if (place.kind === 'versions') return allVersions(request);
    if (place.kind === 'nowhere') return webobPage(404, request);

    const negotiation = negotiate(request.headers['openstack-api-version']);
    if (negotiation.kind === 'malformed') return webobPage(400, request, notAVersion(negotiation.text));
    if (negotiation.kind === 'refused') return notAcceptable(negotiation.text);
    if (place.path === '') return oneVersion(request);

    const { version } = negotiation;
    const match = find(request.method, place.path);
    if (match?.route.open) return answerOpen(match, request, version);
    if (!match && find('POST', place.path)?.route.open) return notAllowed(request);
    const token = request.headers['x-auth-token'];
    const caller = token ? await deps.verify(token) : undefined;
    if (!caller) return unauthorized(deps.identityUri ?? `${request.origin}/identity`);
    if ('kind' in caller) return faultResponse(transient('identity.unavailable', 'The identity service does not answer.'));

    const held = request.stream === undefined ? await deps.admit?.(caller) : undefined;
    if (held) return faultResponse(held.fault, version);

    if (!match) return webobPage(404, request);
    const asker = insisting(reaching(caller, version), request, version);
    const run = async (found: Match, scope?: RequestScope) =>
      responseTo(await perform(found, request, scope ? { ...asker, scope } : asker, version), request, version);
    if (match.route.method === 'GET' || match.route.harmless || !deps.repeating) return run(match);
    const changing = { request, path: place.path, route: match.route, caller };
    const show = (path: string) => {
      const shown = find('GET', path);
      return shown && run(shown);
    };
    return repeatably(deps.repeating, changing, (scope) => run(match, scope), show);
  }

  return async (request) => {
    const response = await answer(request).catch((error: unknown) => {
      if (error instanceof NewerShape) return faultResponse(transient('document.newer', `Try again: ${error.message}.`, seconds(5)));
      deps.report(error, request);
      if (error instanceof TableUnavailable) return faultResponse(AWAY);
      return errorResponse(500, 'InternalError', 'Something went wrong that should not have; it was noted under the id of this request.');
    });
    return { ...response, headers: { ...response.headers, 'X-OpenStack-Request-Id': request.requestId } };
  };
}

async function perform({ route, params }: Match, request: HttpRequest, caller: Principal, version: Microversion): Promise<Outcome> {
  const body = parseBody(request);
  if (body.kind === 'malformed' || body.kind === 'refused') return body;
  if (route.since && !isAtLeast(version, route.since)) return tooOld;
  const touches = route.method !== 'GET' && !route.harmless;
  if (route.closed || (touches && !route.open && !caller.canWrite)) return forbidden;
  const { origin, query } = request;
  return route.run({ caller, version, origin, query, params, request, body: body.kind === 'json' ? body.value : undefined });
}

/** `?force=true` on whatever changes something. Clients that are older than this have no suspended clusters to force. */
const insisting = (caller: Principal, { method, query }: HttpRequest, version: Microversion): Principal =>
  method !== 'GET' &&
  isAtLeast(version, FIRST_BEYOND_SENLIN) &&
  flag('force', new URLSearchParams(query).getAll('force').at(-1) ?? '') === true
    ? { ...caller, insists: true }
    : caller;

/** Clients that are older than sharing meet nothing that is shared. */
const reaching = (caller: Principal, version: Microversion): Principal =>
  isAtLeast(version, FIRST_BEYOND_SENLIN) ? caller : { ...caller, withinProject: true };

/** Whoever comes without a token. */
const AWAY = transient('table.unavailable', 'The service cannot use its table just now. Try again later.', seconds(5));

const NOBODY: Principal = {
  userId: '',
  userName: '',
  projectId: '',
  projectName: '',
  domainId: null,
  roles: [],
  isAdmin: false,
  canWrite: false,
};

/** The URL is as good as a password: no page that is led to from here is to learn it, and nobody is to keep the answer. */
async function answerOpen(match: Match, request: HttpRequest, version: Microversion): Promise<HttpResponse> {
  const response = responseTo(await perform(match, request, NOBODY, version), request, version);
  return { ...response, headers: { ...response.headers, ...UNSEEN } };
}

const UNSEEN = { 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' };
const notAllowed = (request: HttpRequest): HttpResponse => {
  const page = webobPage(405, request);
  return { ...page, headers: { ...page.headers, ...UNSEEN, Allow: 'POST' } };
};

const notAVersion = (text: string): string => `API Version String '${text}' is of invalid format. It must be of format 'major.minor'.`;

const notAcceptable = (text: string): HttpResponse =>
  errorResponse(
    406,
    'InvalidGlobalAPIVersion',
    `Version '${text}' is not supported by the API. Minimum is '${textOf(OLDEST)}' and maximum is '${textOf(NEWEST)}'.`,
  );

function onFirstUse<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
