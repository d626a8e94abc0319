import { type Instant, instant, type Seconds, seconds } from '../../../domain/kernel/time.ts';
import type { HttpRequest } from '../../http.ts';
import { type AwsFault, awsFault } from '../fault.ts';
import { pairsOf } from '../pairs.ts';

/** What a client shows of itself, in a header or, presigned, in the query. Source: AWS Signature Version 4. */
export type Presented = {
  readonly accessKeyId: string;
  readonly scope: { readonly day: string; readonly region: string; readonly service: string; readonly terminator: string };
  /** Lower case, as signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As sent: `20260102T030405Z`. */
  readonly date: string;
  readonly at: Instant;
  /** How long a presigned request is good for; undefined for one signed in its headers. */
  readonly expires: Seconds | undefined;
  readonly sessionToken: string | undefined;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';
const incomplete = (message: string): AwsFault => awsFault('IncompleteSignature', message);
/** Seconds in a week, AWS's own limit. */
const LONGEST = 604_800;

export function presentedBy(request: HttpRequest): Presented | AwsFault {
  const query = new Map(pairsOf(request.query));
  const header = request.headers.authorization;
  if (header !== undefined) return inHeader(header, request);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return inQuery(query);
  return awsFault('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

function inHeader(header: string, { headers }: HttpRequest): Presented | AwsFault {
  const [, list] = /^AWS4-HMAC-SHA256\s+(.+)$/.exec(header) ?? [];
  if (list === undefined) return incomplete(`Unsupported authorization: the algorithm has to be ${ALGORITHM}.`);
  const parts = new Map(
    list.split(',').map((part): [string, string] => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')];
    }),
  );
  return assemble({
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    date: headers['x-amz-date'] ?? compact(headers.date),
    expires: undefined,
    sessionToken: headers['x-amz-security-token'],
  });
}

function inQuery(query: ReadonlyMap<string, string>): Presented | AwsFault {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return incomplete(`'X-Amz-Algorithm' has to be ${ALGORITHM}.`);
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > LONGEST)
    return incomplete(`'X-Amz-Expires' has to be between 1 and ${LONGEST} seconds.`);
  return assemble({
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    date: query.get('X-Amz-Date'),
    expires: seconds(Number(expires)),
    sessionToken: query.get('X-Amz-Security-Token'),
  });
}

type Parts = {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly date: string | undefined;
  readonly expires: Seconds | undefined;
  readonly sessionToken: string | undefined;
};

function assemble({ credential, signedHeaders, signature, date, expires, sessionToken }: Parts): Presented | AwsFault {
  for (const [name, value] of Object.entries({ Credential: credential, SignedHeaders: signedHeaders, Signature: signature }))
    if (!value) return incomplete(`Authorization requires '${name}' parameter.`);
  const at = instantOf(date ?? '');
  if (date === undefined || at === undefined) return incomplete("Date must be in ISO-8601 'basic format'.");
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = (credential ?? '').split('/');
  return {
    accessKeyId,
    scope: { day, region, service, terminator },
    signedHeaders: (signedHeaders ?? '').split(';'),
    signature: (signature ?? '').toLowerCase(),
    date,
    at,
    expires,
    sessionToken,
  };
}

function instantOf(date: string): Instant | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const ms = y === undefined ? Number.NaN : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(ms) ? undefined : instant(ms);
}

/** An HTTP date in the form that is signed. */
function compact(date: string | undefined): string | undefined {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
