import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsHandler } from '../../../../lib/wire/aws/handler.ts';
import { queryService } from '../../../../lib/wire/aws/query/endpoint.ts';
import { stsEndpoint } from '../../../../lib/wire/aws/sts/endpoint.ts';
import { KEY, setting } from '../../../support/signer.ts';

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

const handler = awsHandler({ '/aws/sts': queryService(stsEndpoint(setting())) });
const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

async function sent(path: string, service?: string) {
  const headers = { host: '127.0.0.1:8778', 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port: 8778, path, query: {}, headers, body: BODY };
  const signer = new SignatureV4({ credentials: KEY, service: service ?? '', region: 'eu-west-3', sha256: Sha256 as never });
  const signed = service === undefined ? request : await signer.sign(request);
  const names = Object.entries(signed.headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  return handler({ method: 'POST', path, query: '', headers: Object.fromEntries(names), body: BODY, requestId: 'req-1' } as never);
}

describe('one endpoint for every service', () => {
  test.each(['/aws/sts', '/aws/sts/', '/aws', '/aws/'])('%s answers who signed for the service', async (path) => {
    expect(await sent(path, 'sts')).toMatchObject({ status: 200, body: expect.stringContaining('<GetCallerIdentityResult>') });
  });

  test.each([
    ['a service that is none of ours', '/aws', 's3', 404, 'UnknownOperationException'],
    ['nobody who signed', '/aws', undefined, 403, 'MissingAuthenticationToken'],
    ['a signature for another service', '/aws/sts', 'ec2', 403, 'SignatureDoesNotMatch'],
    ['a path of nothing', '/aws/s3', 's3', 404, 'UnknownOperationException'],
    ['what every object has', '/aws/constructor', 'sts', 404, 'UnknownOperationException'],
  ])('%s is told so', async (_, path, service, status, code) => {
    expect(await sent(path, service)).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
  });
});
