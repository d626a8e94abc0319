import type { Microversion } from '../../domain/spec/schema.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { errorResponse, faultResponse } from './faults.ts';
import { textOf } from './microversion.ts';
import { etagOf } from './repeatable.ts';
import type { Outcome, Reply, StreamPiece } from './reply.ts';
import { webobPage } from './webob.ts';

/** What a route came to, as a response. Only what Senlin serialises itself says which version was spoken: errors and 204s do not. */
export function responseTo(outcome: Outcome, request: HttpRequest, version: Microversion): HttpResponse {
  switch (outcome.kind) {
    case 'reply':
      return replyResponse(outcome, request, version);
    case 'stream':
      return streamResponse(outcome, version);
    case 'refused':
      return faultResponse(outcome.fault, version);
    case 'malformed':
      return errorResponse(400, 'HTTPBadRequest', outcome.message);
    case 'page':
      return webobPage(outcome.status, request, '', outcome.explanation);
    case 'too-old':
      return errorResponse(400, 'MethodVersionNotFound', `API version '${textOf(version)}' is not supported on this method.`);
  }
}

/** Where the next piece of a stream begins. */
export const POSITION = 'X-Coppice-Position';

const streamResponse = ({ text, to }: StreamPiece, version: Microversion): HttpResponse => ({
  status: 200,
  headers: {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'OpenStack-API-Version': `clustering ${textOf(version)}`,
    Vary: 'OpenStack-API-Version',
    [POSITION]: String(to),
  },
  body: text,
});

function replyResponse(
  { status, body, actionId, page, version: seen, warnings = [] }: Reply,
  request: HttpRequest,
  version: Microversion,
): HttpResponse {
  if (page) return webobPage(202, request);
  if (status === 204) return { status, headers: {}, body: '' };
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'OpenStack-API-Version': `clustering ${textOf(version)}`,
      Vary: 'OpenStack-API-Version',
      ...(seen !== undefined && { ETag: etagOf(seen) }),
      ...(warnings.length > 0 && { Warning: warningHeader(warnings) }),
      ...(actionId !== undefined && { Location: `${request.origin}/v1/actions/${actionId}` }),
    },
    body: JSON.stringify(body ?? null),
  };
}

/** `299 - "text"` for each, as RFC 7234 writes warnings that stay true. */
const warningHeader = (warnings: readonly string[]): string =>
  warnings.map((text) => `299 - "${text.replace(/["\\]/g, '\\$&')}"`).join(', ');
