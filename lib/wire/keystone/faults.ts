import type { Fault } from '../../domain/kernel/fault.ts';
import type { HttpResponse } from '../http.ts';
import { json } from './reply.ts';

/** Every code that identity answers, in Keystone's dialect. A code that is not here is a bug: the handler's table test finds it. */
const STATUS: Readonly<Record<string, number>> = {
  'request.malformed': 400,
  'request.not-found': 404,
  'request.method': 405,
  'request.too-large': 413,
  'identity.unauthenticated': 401,
  'identity.method.unsupported': 401,
  'identity.scope.denied': 401,
  'identity.scope.fixed': 401,
  'identity.forbidden': 403,
  'identity.credential.limit': 403,
  'identity.token.unknown': 404,
  'identity.project.unknown': 404,
  'identity.user.unknown': 404,
  'identity.role.unknown': 404,
  'identity.domain.unknown': 404,
  'identity.credential.unknown': 404,
  'identity.credential.taken': 409,
  'identity.access-key.unknown': 404,
  'identity.access-key.project': 403,
  'identity.access-key.limit': 403,
  'sealing.none': 501,
  'sealing.refused': 500,
  'sealing.unreadable': 500,
  'sealing.unavailable': 503,
  'identity.expiry.past': 400,
  'identity.role.unassigned': 400,
  'identity.throttled': 429,
  'identity.busy': 429,
  'table.unavailable': 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

/** @param identityUrl told to whoever must log in first */
export function failure(fault: Fault, identityUrl: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const code = STATUS[fault.code];
  if (code === undefined) throw new Error(`fault ${fault.code} has no place in the identity API`);
  return json(
    code,
    { error: { code, message: fault.message, title: TITLE[code] } },
    {
      ...headers,
      ...(code === 401 && { 'www-authenticate': `Keystone uri="${identityUrl}/v3"` }),
      ...(fault.kind === 'transient' && fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
    },
  );
}
