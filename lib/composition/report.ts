import { errorFacts } from '../platform/json-log.ts';
import type { HttpRequest } from '../wire/http.ts';
import { log } from './log.ts';

/** Notes a request that failed for a reason that is not the caller's, under its id, which the caller was told. */
export const report = (error: unknown, { requestId, method, path }: Pick<HttpRequest, 'requestId' | 'method' | 'path'>): void =>
  log()('error', 'request failed', { request: requestId, method, path, ...errorFacts(error) });
