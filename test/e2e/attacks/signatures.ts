import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Attack, attack, each, type Stage } from './attack.ts';

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

type Signing = { readonly at?: number; readonly service?: string; readonly region?: string; readonly secret?: string };

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** A request as AWS's own signer makes it. */
async function signed(
  { service: { url, home } }: Stage,
  { at = Date.now(), service = 'sts', region = 'us-east-1', secret }: Signing = {},
): Promise<Signed> {
  const text = readFileSync(path.join(home, 'aws-credentials'), 'utf8');
  const value = (name: string) => new RegExp(`\\[coppice\\][^[]*${name} = (\\S+)`).exec(text)?.[1] ?? '';
  const credentials = { accessKeyId: value('aws_access_key_id'), secretAccessKey: secret ?? value('aws_secret_access_key') };
  const { host, hostname } = new URL(url);
  return new SignatureV4({ credentials, service, region, sha256: Sha256 as never }).sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname,
      path: '/aws/sts',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      body: BODY,
    } as never,
    { signingDate: new Date(at) },
  ) as unknown as Promise<Signed>;
}
type Signed = { readonly headers: Readonly<Record<string, string>> };

const send = async ({ service: { url } }: Stage, { headers }: Signed, body = BODY, path = '/aws/sts') => {
  const response = await fetch(url + path, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
};
const refused = async (answer: Promise<{ readonly status: number; readonly text: string }>) => {
  const { status, text } = await answer;
  expect([status, /<Error>\s*<Type>Sender<\/Type>\s*<Code>\w+<\/Code>/.test(text)]).toEqual([403, true]);
  expect(text).not.toContain('<Arn>');
};
const changed = (request: Signed, headers: Record<string, string>): Signed => ({ ...request, headers: { ...request.headers, ...headers } });

export const signatures: readonly Attack[] = [
  attack(8, 'as it was signed it is taken', async (stage) => {
    expect(await send(stage, await signed(stage))).toMatchObject({ status: 200, text: expect.stringContaining('<Arn>') });
  }),
  ...each(
    8,
    {
      'sixteen minutes later': { at: Date.now() - 16 * 60_000 },
      'before its time': { at: Date.now() + 16 * 60_000 },
      'for another service': { service: 's3' },
      'with another secret': { secret: 'x'.repeat(40) },
      'for a region that is none': { region: '../us-east-1' },
    } satisfies Record<string, Signing>,
    async (stage, signing) => refused(send(stage, await signed(stage, signing))),
  ),
  attack(8, 'with another body', async (stage) => refused(send(stage, await signed(stage), `${BODY}&Extra=1`))),
  attack(8, 'with another query', async (stage) => refused(send(stage, await signed(stage), BODY, '/aws/sts?Extra=1'))),
  attack(8, 'with the scope of another region', async (stage) => {
    const request = await signed(stage);
    const authorization = (request.headers.authorization ?? '').replace('us-east-1', 'eu-west-3');
    await refused(send(stage, changed(request, { authorization })));
  }),
  attack(8, 'with its signed headers in another order, or fewer of them', async (stage) => {
    const request = await signed(stage);
    const authorization = request.headers.authorization ?? '';
    const [, names = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    for (const other of [names.split(';').reverse().join(';'), names.split(';').slice(1).join(';'), 'host'])
      await refused(send(stage, changed(request, { authorization: authorization.replace(names, other) })));
  }),
  attack(8, 'with another time than was signed', async (stage) => {
    const request = await signed(stage);
    const date = new Date(Date.now() - 60_000).toISOString().replace(/[-:]|\.\d{3}/g, '');
    await refused(send(stage, changed(request, { 'x-amz-date': date })));
  }),
  attack(8, 'unsigned, or signed by an algorithm that is none', async (stage) => {
    const request = await signed(stage);
    const authorization = (request.headers.authorization ?? '').replace('AWS4-HMAC-SHA256', 'none');
    const statuses = [await send(stage, changed(request, { authorization })), await send(stage, { ...request, headers: {} })];
    for (const { status, text } of statuses) {
      expect([400, 403]).toContain(status);
      expect(text).not.toContain('<Arn>');
    }
  }),
];
