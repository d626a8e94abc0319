import type { HttpHandler } from '../http.ts';
import { type QueryEndpoint, queryHandler } from './query/endpoint.ts';
import { escapeXml } from './query/write-output.ts';

/** Every AWS service that is spoken here, each below a path of its own: `/aws/sts`. The path is part of what a client signs. */
export function awsHandler(endpoints: Readonly<Record<string, QueryEndpoint>>): HttpHandler {
  const handlers = new Map(Object.entries(endpoints).map(([path, endpoint]) => [path, queryHandler(endpoint)]));
  return async (request) => {
    const handler = handlers.get(request.path.replace(/\/$/, ''));
    if (handler) return handler(request);
    const known = [...handlers.keys()].join(', ');
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>UnknownOperationException</Code><Message>${escapeXml(`Nothing is served here. What is: ${known}`)}</Message></Error></ErrorResponse>`;
    return { status: 404, headers: { 'Content-Type': 'text/xml' }, body };
  };
}
