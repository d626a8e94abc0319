import type { Identity } from '../../app/identity/identity.ts';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { TableUnavailable } from '../../domain/kernel/table-unavailable.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts';
import { accessKeyRoutes } from './access-key-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { failure } from './faults.ts';
import { isTooLarge } from './parse-body.ts';
import { type Context, matchPath, type Route } from './route.ts';
import { tokenRoutes } from './token-routes.ts';
import { versionRoutes } from './version-routes.ts';

export const ROUTES: readonly Route[] = [...versionRoutes, ...tokenRoutes, ...directoryRoutes, ...credentialRoutes, ...accessKeyRoutes];

export type IdentityHandlerDeps = {
  readonly identity: Identity;
  /** Where identity is served, without a trailing slash: `/identity`. */
  readonly prefix: string;
  /** Scheme and authority for links and the catalogue. Undefined: the ones the client used, which then work for that client. */
  readonly publicUrl?: string | undefined;
  readonly report: (error: unknown, request: HttpRequest) => void;
};

const AWAY = transient('table.unavailable', 'Identity cannot use its table just now. Try again later.');

/**
 * The Identity API v3, as much of it as clients need to log in and to look after application credentials.
 *
 * Answers everything a client can send; what it throws is a bug.
 */
export const identityHandler =
  (deps: IdentityHandlerDeps): HttpHandler =>
  async (request) => {
    const response = await answer(deps, request).catch((error: unknown) => {
      if (!(error instanceof TableUnavailable)) throw error;
      deps.report(error, request);
      return failure(AWAY, `${deps.publicUrl ?? request.origin}${deps.prefix}`);
    });
    const headers = { ...response.headers, 'x-openstack-request-id': request.requestId };
    return { ...response, headers, body: request.method === 'HEAD' ? '' : response.body };
  };

async function answer({ identity, prefix, publicUrl }: IdentityHandlerDeps, request: HttpRequest): Promise<HttpResponse> {
  const base = publicUrl ?? request.origin;
  const url = `${base}${prefix}`;
  const refuse = (fault: Fault, headers = {}) => failure(fault, url, headers);
  const below = request.path === prefix || request.path.startsWith(`${prefix}/`) ? request.path.slice(prefix.length) : 'elsewhere';

  const { routes, params } = matchPath(ROUTES, below);
  if (routes.length === 0) return refuse(permanent('request.not-found', 'The resource could not be found.'));
  // What may be got may be asked about.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes.find((candidate) => candidate.method === method);
  if (!route) {
    const allow = routes.flatMap((candidate) => (candidate.method === 'GET' ? ['GET', 'HEAD'] : [candidate.method])).join(', ');
    return refuse(permanent('request.method', 'The method is not allowed for the requested URL.'), { allow });
  }
  if (isTooLarge(request.body)) return refuse(permanent('request.too-large', 'Request is too large.'));

  const context: Context = { identity, request, params, query: new URLSearchParams(request.query), base, prefix, url };
  if ('open' in route) return await route.open(context);
  const caller = await identity.identify(request.headers['x-auth-token'] ?? '');
  if (!caller) return refuse(permanent('identity.unauthenticated', 'The request you have made requires authentication.'));
  return await route.run(context, caller);
}
