import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorFacts } from '../platform/json-log.ts';
import type { HttpHandler, HttpRequest } from '../wire/http.ts';
import { log } from './log.ts';

/** An HTTP API's Lambda: the gateway's event in, the gateway's answer out. What throws was a bug: it is logged, and tells the client nothing but the request's id. */
export const httpFunction = (handler: HttpHandler, publicUrl = '') =>
  middy(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const request = requestOf(event, publicUrl);
    const { status, headers, body, bytes } = await handler(request);
    log()('debug', 'answered', { request: request.requestId, method: request.method, path: request.path, status });
    const content = bytes ? { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true } : { body };
    return { statusCode: status, headers: { ...headers }, ...content };
  }).onError((failure) => {
    log()('error', 'request failed', errorFacts(failure.error));
    failure.response = {
      statusCode: 500,
      headers: { 'Content-Type': 'application/json' },
      body: '{"error":{"code":500,"title":"Internal Server Error"}}',
    };
  });

/** The request as every dialect sees it. */
export function requestOf(event: APIGatewayProxyEventV2, publicUrl: string): HttpRequest {
  const { http, domainName } = event.requestContext;
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const bytes = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64') : undefined;
  return {
    method: http.method,
    path: event.rawPath,
    query: event.rawQueryString,
    headers,
    body: bytes?.toString('utf8') ?? event.body ?? '',
    ...(bytes && { bytes }),
    origin: publicUrl || `${schemeOf(headers['x-forwarded-proto'])}://${hostOf(headers.host) ?? domainName}`,
    requestId: `req-${randomUUID()}`,
  };
}

/** Both come from the client, and links are made of them: what is no scheme and no host is not repeated. */
const schemeOf = (said: string | undefined): string => (said === 'https' ? 'https' : 'http');
const hostOf = (said: string | undefined): string | undefined =>
  said !== undefined && /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(said) ? said : undefined;
