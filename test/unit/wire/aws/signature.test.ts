import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { verifySignature } from '../../../../lib/wire/aws/signature/verify.ts';
import type { HttpRequest } from '../../../../lib/wire/http.ts';
import { KEY, verifyingAt } from '../../../support/signer.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

/** What the signer asks of a hash: AWS's own signer is the oracle here, our arithmetic is what is tested. */
class Sha256 {
  private readonly hash;
  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: string | Uint8Array) {
    this.hash.update(data);
  }
  digest = async () => new Uint8Array(this.hash.digest());
  reset() {}
}

type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly body?: string;
};
type Signing = {
  readonly key?: typeof KEY & { sessionToken?: string };
  readonly service?: string;
  readonly region?: string;
  readonly at?: number;
};

const signer = ({ key = KEY, service = 'autoscaling', region = 'eu-west-3' }: Signing) =>
  new SignatureV4({ credentials: key, service, region, sha256: Sha256 as never });

const requestOf = ({ method = 'POST', path = '/aws/autoscaling', query = {}, body = '' }: Sent) => ({
  method,
  protocol: 'http:',
  hostname: '127.0.0.1',
  port: 8778,
  path,
  query,
  headers: { host: '127.0.0.1:8778', 'content-type': 'application/x-www-form-urlencoded' },
  body,
});

const queryOf = (query: object): string =>
  Object.entries(query)
    .flatMap(([name, value]) => [value as string | string[]].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`))
    .join('&');

const asReceived = (sent: {
  method: string;
  path: string;
  query?: object;
  headers: Record<string, string>;
  body?: string;
}): HttpRequest => ({
  method: sent.method,
  path: sent.path,
  query: queryOf(sent.query ?? {}),
  headers: Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: sent.body ?? '',
  origin: 'http://127.0.0.1:8778',
  requestId: 'req-1',
});

const signed = async (sent: Sent = {}, signing: Signing = {}): Promise<HttpRequest> =>
  asReceived((await signer(signing).sign(requestOf(sent), { signingDate: new Date(signing.at ?? NOW) })) as never);
const presigned = async (sent: Sent = {}, signing: Signing = {}, expiresIn = 60): Promise<HttpRequest> =>
  asReceived({
    ...((await signer(signing).presign(
      { ...requestOf({ method: 'GET', ...sent }), body: undefined },
      {
        signingDate: new Date(signing.at ?? NOW),
        expiresIn,
      },
    )) as never as { method: string; path: string; headers: Record<string, string> }),
    body: '',
  });

const verify = (request: HttpRequest, service = 'autoscaling') =>
  verifySignature(
    verifyingAt(() => instant(NOW)),
    request,
    service,
  );

describe("a request that AWS's own signer signed is let in", () => {
  const odd = { 'a b': 'c+d', '*': '~', '(x)': "!'", é: '中', empty: '', 'a-b': '=&', a: ['2', '1'] };
  test.each<[string, Sent]>([
    ['a form', { body: 'Action=DescribeTags&Version=2011-01-01' }],
    ['a body that is no ASCII', { body: 'Name=é中 €' }],
    ['an empty body', {}],
    ['odd characters in the query', { method: 'GET', query: odd }],
    ['a path to be escaped', { path: '/aws/auto%20scaling' }],
  ])('in its headers: %s', async (_, sent) => {
    expect(await verify(await signed(sent))).toMatchObject({
      principal: { userName: 'demo' },
      region: 'eu-west-3',
      accessKeyId: KEY.accessKeyId,
    });
  });

  test.each<[string, Sent]>([
    ['plain', { query: { Action: 'DescribeTags' } }],
    ['with odd characters', { query: odd }],
  ])('in its query: %s', async (_, sent) => {
    expect(await verify(await presigned(sent))).toMatchObject({ region: 'eu-west-3' });
  });

  test('signed a little early or late, as clocks go', async () => {
    for (const off of [-290, 290]) expect(await verify(await signed({}, { at: NOW + off * 1000 }))).toHaveProperty('principal');
  });
});

describe("what is refused, in AWS's words", () => {
  const cut = (request: HttpRequest, changes: Partial<HttpRequest>): HttpRequest => ({ ...request, ...changes });
  const header = async (edit: (text: string) => string): Promise<HttpRequest> => {
    const request = await signed({ body: 'Action=x' });
    return cut(request, { headers: { ...request.headers, authorization: edit(request.headers.authorization ?? '') } });
  };

  test.each<[string, string, number, () => Promise<HttpRequest>]>([
    ['nothing presented', 'MissingAuthenticationToken', 403, async () => asReceived(requestOf({}) as never)],
    ['another algorithm', 'IncompleteSignature', 400, () => header((text) => text.replace('SHA256', 'SHA1'))],
    ['no signature', 'IncompleteSignature', 400, () => header((text) => text.replace(/Signature=[0-9a-f]+$/, ''))],
    ['no credential', 'IncompleteSignature', 400, () => header((text) => text.replace(/Credential=[^,]+,/, ''))],
    [
      'no date',
      'IncompleteSignature',
      400,
      async () => cut(await signed(), { headers: { ...(await signed()).headers, 'x-amz-date': undefined } }),
    ],
    [
      'a date that is none',
      'IncompleteSignature',
      400,
      async () => cut(await signed(), { headers: { ...(await signed()).headers, 'x-amz-date': '20261399T000000Z' } }),
    ],
    ['a signature altered', 'SignatureDoesNotMatch', 403, () => header((text) => text.replace(/.$/, (c) => (c === '0' ? '1' : '0')))],
    ['a signature cut short', 'SignatureDoesNotMatch', 403, () => header((text) => text.slice(0, -1))],
    ['a body altered', 'SignatureDoesNotMatch', 403, async () => cut(await signed({ body: 'a=1' }), { body: 'a=2' })],
    ['a query added', 'SignatureDoesNotMatch', 403, async () => cut(await signed(), { query: 'Action=DeleteTags' })],
    ['another path', 'SignatureDoesNotMatch', 403, async () => cut(await signed(), { path: '/aws/sts' })],
    ['another method', 'SignatureDoesNotMatch', 403, async () => cut(await signed(), { method: 'GET' })],
    [
      'another host',
      'SignatureDoesNotMatch',
      403,
      async () => cut(await signed(), { headers: { ...(await signed()).headers, host: 'elsewhere' } }),
    ],
    ['a host that was not signed', 'SignatureDoesNotMatch', 403, () => header((text) => text.replace('host;', ''))],
    ['a scope of another day', 'SignatureDoesNotMatch', 403, () => header((text) => text.replace('/20261120/', '/20261119/'))],
    ['a scope of another region', 'SignatureDoesNotMatch', 403, () => header((text) => text.replace('/eu-west-3/', '/eu-west-1/'))],
    ['a scope that ends otherwise', 'SignatureDoesNotMatch', 403, () => header((text) => text.replace('aws4_request', 'aws5_request'))],
    ['meant for another service', 'SignatureDoesNotMatch', 403, () => signed({}, { service: 'ec2' })],
    ['signed long ago', 'SignatureDoesNotMatch', 403, () => signed({}, { at: NOW - 301_000 })],
    ['signed in the future', 'SignatureDoesNotMatch', 403, () => signed({}, { at: NOW + 301_000 })],
    ['an unknown key', 'InvalidClientTokenId', 403, () => signed({}, { key: { ...KEY, accessKeyId: 'AKIANOBODYNOBODYNOBO' } })],
    ['another secret', 'SignatureDoesNotMatch', 403, () => signed({}, { key: { ...KEY, secretAccessKey: 'wrong' } })],
    ['a session token, which nobody here hands out', 'InvalidClientTokenId', 403, () => signed({}, { key: { ...KEY, sessionToken: 'x' } })],
    ['presigned and expired', 'RequestExpired', 400, () => presigned({}, { at: NOW - 61_000 })],
    [
      'presigned for too long',
      'IncompleteSignature',
      400,
      async () => cut(await presigned(), { query: (await presigned()).query.replace(/Expires=\d+/, 'Expires=604801') }),
    ],
    [
      'presigned and altered',
      'SignatureDoesNotMatch',
      403,
      async () =>
        cut(await presigned({ query: { A: '1' } }), { query: (await presigned({ query: { A: '1' } })).query.replace('A=1', 'A=2') }),
    ],
  ])('%s: %s', async (_, code, status, make) => {
    expect(await verify(await make())).toMatchObject({ code, status });
  });

  test('says when a signature expired, which lets clients mend their clocks', async () => {
    expect(await verify(await signed({}, { at: NOW - 3_600_000 }))).toMatchObject({
      message: 'Signature expired: 20261120T110000Z is now earlier than 20261120T115500Z (20261120T120000Z - 5 min.)',
    });
  });
});
