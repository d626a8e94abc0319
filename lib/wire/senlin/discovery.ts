import type { HttpRequest, HttpResponse } from '../http.ts';
import { NEWEST, OLDEST, textOf } from './microversion.ts';

/** The one version there is. Links lead to where the client came from, so that whatever stands between does not break them. */
export const versionDocument = (origin: string) => ({
  id: '1.0',
  status: 'CURRENT',
  updated: '2016-01-18T00:00:00Z',
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.clustering-v1+json' }],
  links: [
    { href: `${origin}/v1`, rel: 'self' },
    { rel: 'help', href: 'https://docs.openstack.org/api-ref/clustering' },
  ],
  min_version: textOf(OLDEST),
  max_version: textOf(NEWEST),
});

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** 300, and no wonder: clients insist on it. */
export const allVersions = ({ origin }: HttpRequest): HttpResponse => json(300, { versions: [versionDocument(origin)] });
export const oneVersion = ({ origin }: HttpRequest): HttpResponse => json(200, { version: versionDocument(origin) });

export type Place =
  /** A path under `/v1`, without it: empty for `/v1` itself. */
  { readonly kind: 'versioned'; readonly path: string } | { readonly kind: 'versions' } | { readonly kind: 'nowhere' };

const VERSION_SEGMENT = /^v1(\.0?)?$/;
const MEDIA_TYPE = 'application/vnd.openstack.clustering-';

/** Which version of the API a request is for. Whoever accepts anything and asks for nothing we know is shown what there is. */
export function locate({ path, headers }: HttpRequest): Place {
  const end = path.indexOf('/', 1);
  const first = path.slice(1, end === -1 ? undefined : end);
  if (first === 'v1') return { kind: 'versioned', path: path.slice(3) };
  if (first === '' || first === 'versions') return { kind: 'versions' };
  if (VERSION_SEGMENT.test(first)) return { kind: 'versioned', path: path.slice(first.length + 1) };

  const accept = headers.accept;
  if (accept?.startsWith(MEDIA_TYPE) && VERSION_SEGMENT.test(accept.slice(MEDIA_TYPE.length))) return { kind: 'versioned', path };
  return accept === '*/*' ? { kind: 'versions' } : { kind: 'nowhere' };
}
