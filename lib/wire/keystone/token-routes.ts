import { buildCatalogue } from '../../domain/identity/catalogue.ts';
import type { Token } from '../../domain/identity/token.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { HttpResponse } from '../http.ts';
import { answered } from './answers.ts';
import { parseAuthRequest } from './auth-request.ts';
import { failure } from './faults.ts';
import { json, noContent } from './reply.ts';
import type { Context, Route } from './route.ts';
import { catalogueBody, tokenBody } from './token-body.ts';

const catalogue = ({ base, prefix }: Context) => buildCatalogue(base, prefix);
const subject = ({ request }: Context): string => request.headers['x-subject-token'] ?? '';

const tokenReply = (c: Context, status: number, token: Token, secret: string): HttpResponse =>
  json(status, tokenBody(token, c.query.has('nocatalog') ? undefined : catalogue(c)), { 'x-subject-token': secret });

export const tokenRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v3/auth/tokens',
    async open(c) {
      const parsed = parseAuthRequest(c.request.body);
      if (parsed.kind === 'fault') return failure(parsed.fault, c.url);
      return answered(c, await c.identity.issueToken(parsed.value), ({ token, secret }) => tokenReply(c, 201, token, secret));
    },
  },
  {
    method: 'GET',
    path: '/v3/auth/tokens',
    run: async (c, caller) =>
      answered(c, await c.identity.validateToken(caller, subject(c)), ({ token }) => tokenReply(c, 200, token, subject(c))),
  },
  {
    method: 'DELETE',
    path: '/v3/auth/tokens',
    run: async (c, caller) => answered(c, await c.identity.revokeToken(caller, subject(c)), noContent),
  },
  {
    method: 'GET',
    path: '/v3/auth/catalog',
    async run(c, caller) {
      if (caller.project) return json(200, { catalog: catalogueBody(catalogue(c)), links: { self: `${c.url}/v3/auth/catalog` } });
      return failure(permanent('identity.forbidden', 'A project-scoped token is required to produce a service catalog.'), c.url);
    },
  },
];
