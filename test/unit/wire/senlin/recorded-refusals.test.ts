import { describe, expect, test } from '@jest/globals';
import { type Exchange, exchanges } from '../../../contract/replay/exchange.ts';
import { wireWith } from '../../../support/senlin-wire.ts';

/** What Senlin's API layer decided by itself needs no use case here either. */
const DECIDED_AT_THE_DOOR = ['HTTPBadRequest', 'MethodVersionNotFound', 'InvalidGlobalAPIVersion'];

/** Where we mean to answer otherwise, and why. */
const MEANT: Readonly<Record<string, string>> = {
  '004-v1-no-slash': 'the link has /v1 once',
};

type Body = {
  readonly error?: { readonly type?: string; readonly code?: number };
  readonly code?: unknown;
  readonly versions?: unknown;
  readonly version?: unknown;
};

const decidedAtTheDoor = ({ request, response }: Exchange): boolean => {
  if (request.url.includes('/webhooks')) return false;
  const body = (response.json ?? {}) as Body;
  const type = body.error?.type;
  return (
    (type !== undefined && DECIDED_AT_THE_DOOR.includes(type)) ||
    body.error?.code === 401 ||
    typeof body.code === 'string' ||
    body.versions !== undefined ||
    body.version !== undefined ||
    (response.status === 404 && type === undefined)
  );
};

const wire = wireWith({ cancelAction: async () => ({ kind: 'ok' }) });

async function replay({ as, request }: Exchange) {
  const [path = '', query = ''] = request.url.split('?');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (headers['x-auth-token'] === `$TOKEN(${as})`) headers['x-auth-token'] = as ?? '';
  else if (headers['x-auth-token']) headers['x-auth-token'] = 'nobody';
  const body = request.body ?? (request.json === undefined ? '' : JSON.stringify(request.json));
  return wire({ method: request.method, path, query, headers, body });
}

/** Our own additions stand at 1.15, above all that Senlin had. */
const withOurNewest = (json: unknown): unknown =>
  json === undefined
    ? json
    : JSON.parse(JSON.stringify(json).replace(/(max_version":"|maximum is ')1\.14/g, (_, before) => `${before}1.15`));

describe('what needs no use case, as a real Senlin answered it', () => {
  const told = exchanges.filter(decidedAtTheDoor);

  test('is a good part of everything', () => {
    expect(told.length).toBeGreaterThan(90);
  });

  test.each(told.filter(({ file }) => !(file in MEANT)).map((exchange) => [exchange.file, exchange] as const))(
    '%s',
    async (_, exchange) => {
      const response = await replay(exchange);
      expect({ status: response.status, body: response.body === '' ? undefined : JSON.parse(response.body) }).toEqual({
        status: exchange.response.status,
        body: withOurNewest(exchange.response.json),
      });
      expect(response.headers['Content-Type']).toBe(exchange.response.headers['Content-Type']);
      expect('OpenStack-API-Version' in response.headers).toBe('Openstack-Api-Version' in exchange.response.headers);
      expect(response.headers['X-OpenStack-Request-Id']).toBe('req-1');
    },
  );

  test.each([['050-profile-type-ops-missing', "The profile_type 'os.bogus-1.0' could not be found."]])('%s: %s', async (file, message) => {
    const exchange = exchanges.find((each) => each.file === file);
    if (!exchange) throw new Error(`no recording ${file}`);
    const response = await replay(exchange);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body).error.message).toBe(message);
  });

  test('the link of /v1 leads to /v1', async () => {
    const exchange = exchanges.find(({ file }) => file === '004-v1-no-slash');
    if (!exchange) throw new Error('no recording');
    const { body } = await replay(exchange);
    expect(JSON.parse(body).version.links[0]).toEqual({ href: 'http://127.0.0.1:8790/v1', rel: 'self' });
  });
});
