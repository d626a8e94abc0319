import type { HttpRequest } from '../../http.ts';
import { pairsOf } from '../pairs.ts';
import type { Presented } from './presented.ts';

/** RFC 3986's unreserved characters stay; everything else is a percent sign and upper-case digits. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by encoded name, then by encoded value; without the signature itself. */
function canonicalQuery(query: string): string {
  return pairsOf(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Each segment as it was sent, escapes and all, escaped once more: so it is signed for every service but S3. */
const canonicalPath = (path: string): string => path.split('/').map(encode).join('/') || '/';

const canonicalHeaders = ({ headers }: HttpRequest, signed: readonly string[]): string =>
  signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');

/** @param digest SHA-256 in hexadecimal */
export function stringToSign(
  request: HttpRequest,
  { scope, signedHeaders, date }: Presented,
  digest: (content: string | Uint8Array) => string,
): string {
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    canonicalHeaders(request, signedHeaders),
    signedHeaders.join(';'),
    digest(request.bytes ?? request.body),
  ].join('\n');
  return ['AWS4-HMAC-SHA256', date, `${scope.day}/${scope.region}/${scope.service}/aws4_request`, digest(canonical)].join('\n');
}
