import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTls, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allowanceOf } from '../../../../lib/domain/outgoing/destination.ts';
import { guardedHttp } from '../../../../lib/platform/guarded-http/guarded-http.ts';
import type { Found } from '../../../../lib/platform/guarded-http/resolve.ts';
import { makeCertificates } from '../../../support/certificates.ts';
import { describeIf } from '../../../support/describe-if.ts';

const rules = (...entries: readonly string[]) => {
  const read = allowanceOf(entries);
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const HERE: Found = { address: '127.0.0.1', family: 4 };
const PUBLIC: Found = { address: '93.184.215.14', family: 4 };
const resolving =
  (...found: readonly Found[]) =>
  async () =>
    found;
const limits = { timeoutMs: 5_000, maxBytes: 1_000 };

const seen: IncomingMessage[] = [];
const bodies: string[] = [];
const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/ok': (r) => r.writeHead(200, { 'X-One': 'a', 'Set-Cookie': ['a=1', 'b=2'] }).end('hello'),
  '/redirect': (r) => r.writeHead(302, { Location: 'http://169.254.169.254/' }).end(),
  '/endless': (r) => {
    const more = (): boolean => !r.destroyed && r.write('x'.repeat(65_536), () => setImmediate(more));
    more();
  },
  '/drip': (r) => void r.writeHead(200).write('x'),
  '/silent': () => {},
  '/bomb': (r) => r.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000))),
  '/headers': (r) => r.writeHead(200, { 'X-Big': 'x'.repeat(20_000) }).end(),
  '/cut': (r) => {
    r.writeHead(200, { 'Content-Length': '100' }).write('half');
    setImmediate(() => r.destroy());
  },
};
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      ANSWERS[request.url?.split('?')[0] ?? '']?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const at = (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`;
const home = () => guardedHttp(rules('127.0.0.0/8', '::1'));

describe('what comes back', () => {
  test('an answer, with what was sent', async () => {
    const answer = await home().send({ method: 'POST', url: at('/ok?q=1'), headers: { 'X-Mine': 'yes' }, body: '{"ä":1}', ...limits });
    expect(answer).toMatchObject({ kind: 'answered', status: 200, body: 'hello', truncated: false });
    expect(answer.kind === 'answered' && answer.headers).toMatchObject({ 'x-one': 'a', 'set-cookie': 'a=1, b=2' });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/ok?q=1' });
    expect(seen.at(-1)?.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'x-mine': 'yes', 'content-length': '8', connection: 'close' });
    expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(bodies.at(-1)).toBe('{"ä":1}');
  });

  test('a redirect as it is', async () => {
    const before = seen.length;
    expect(await home().send({ method: 'GET', url: at('/redirect'), ...limits })).toMatchObject({ kind: 'answered', status: 302 });
    expect(seen.length).toBe(before + 1);
  });

  test('as much as was asked for', async () => {
    const answer = await home().send({ method: 'GET', url: at('/endless'), ...limits });
    expect(answer).toMatchObject({ kind: 'answered', truncated: true, body: 'x'.repeat(1_000) });
  });

  test('nothing inflated', async () => {
    expect(await home().send({ method: 'GET', url: at('/bomb'), ...limits })).toMatchObject({
      kind: 'answered',
      status: 200,
      body: '',
      truncated: true,
    });
  });

  test.each(['/drip', '/silent'])('nothing, in time, of %s', async (path) => {
    const answer = await home().send({ method: 'GET', url: at(path), ...limits, timeoutMs: 100 });
    expect(answer).toMatchObject({ kind: 'failed', fault: { kind: 'transient', code: 'outgoing.timeout' } });
  });

  test.each(['/cut', '/headers'])('no half of %s', async (path) => {
    expect(await home().send({ method: 'GET', url: at(path), ...limits })).toMatchObject({
      kind: 'failed',
      fault: { code: 'outgoing.unreachable' },
    });
  });

  test('word that nobody listens', async () => {
    const closed = createTcp().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port: gone } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const answer = await home().send({ method: 'GET', url: `http://127.0.0.1:${gone}/`, ...limits });
    expect(answer).toMatchObject({
      kind: 'failed',
      fault: { code: 'outgoing.unreachable', message: "The host '127.0.0.1' cannot be reached (ECONNREFUSED)." },
    });
  });

  test('word that it speaks another protocol', async () => {
    const other = createTcp((socket) => void socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => other.once('listening', resolve));
    const answer = await home().send({ method: 'GET', url: `http://127.0.0.1:${(other.address() as AddressInfo).port}/`, ...limits });
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'outgoing.unreachable' } });
    other.close();
  });
});

describe('what is not called', () => {
  const refused = { kind: 'refused', fault: { kind: 'permanent', code: 'outgoing.address.forbidden' } };

  test('an address of ours', async () => {
    const before = seen.length;
    expect(await guardedHttp(rules()).send({ method: 'GET', url: at('/ok'), ...limits })).toMatchObject(refused);
    expect(seen.length).toBe(before);
  });

  test('a name of which one address is ours', async () => {
    const client = guardedHttp(rules(), resolving(PUBLIC, HERE));
    expect(await client.send({ method: 'GET', url: 'http://hooks.example/', ...limits })).toMatchObject(refused);
    expect(await client.check('http://hooks.example/')).toMatchObject(refused.fault);
  });

  test.each(['fe80::1%eth0', '::ffff:127.0.0.1', 'who knows'])('a name at %s', async (address) => {
    expect(
      await guardedHttp(rules(), resolving({ address, family: 6 })).send({ method: 'GET', url: 'http://a.example/', ...limits }),
    ).toMatchObject(refused);
  });

  test('a header of the connection', async () => {
    const answer = await home().send({ method: 'GET', url: at('/ok'), headers: { Host: 'evil' }, ...limits });
    expect(answer).toMatchObject({ kind: 'refused', fault: { code: 'outgoing.header.invalid' } });
  });

  test('is said where it is written down', async () => {
    expect(await guardedHttp(rules()).check(at('/ok'))).toMatchObject(refused.fault);
    expect(await guardedHttp(rules(), resolving(PUBLIC)).check('https://hooks.example/')).toBeUndefined();
    expect(await guardedHttp(rules(), () => Promise.reject(new Error('no such host'))).check('https://hooks.example/')).toBeUndefined();
  });
});

describe('a name', () => {
  test('is resolved once, and called at what was found', async () => {
    let asked = 0;
    const answers = [HERE, PUBLIC];
    const client = guardedHttp(rules('hooks.example'), async () => [answers[asked++] ?? PUBLIC]);
    expect(await client.send({ method: 'GET', url: at('/ok', 'hooks.example'), ...limits })).toMatchObject({
      kind: 'answered',
      status: 200,
    });
    expect(asked).toBe(1);
    expect(seen.at(-1)?.headers.host).toBe(`hooks.example:${port}`);
  });

  test('is not asked of anybody else: with an answer that is public, nothing of ours is met', async () => {
    // The system's resolver would say 127.0.0.1 and the request would arrive.
    const before = seen.length;
    const client = guardedHttp(rules(), resolving({ address: '192.0.2.1', family: 4 }));
    expect(await client.send({ method: 'GET', url: at('/ok', 'localhost'), ...limits })).toMatchObject({ kind: 'refused' });
    expect(seen.length).toBe(before);
  });

  test('may be opened for one call', async () => {
    const request = { method: 'GET', url: at('/ok', 'inner.example'), ...limits } as const;
    const client = guardedHttp(rules(), resolving(HERE));
    expect(await client.send(request)).toMatchObject({ kind: 'refused' });
    expect(await client.send({ ...request, allow: ['inner.example'] })).toMatchObject({ kind: 'answered' });
  });

  test('that nobody knows, or that nobody answers for, is tried again later', async () => {
    const unknown = guardedHttp(rules(), () => Promise.reject(new Error('no such host')));
    expect(await unknown.send({ method: 'GET', url: 'http://a.example/', ...limits })).toMatchObject({
      kind: 'failed',
      fault: { code: 'outgoing.unresolved' },
    });
    const hanging = guardedHttp(rules(), () => new Promise(() => {}));
    expect(await hanging.send({ method: 'GET', url: 'http://a.example/', ...limits, timeoutMs: 50 })).toMatchObject({
      fault: { code: 'outgoing.timeout' },
    });
  });
});

test('no proxy of the environment is used', async () => {
  const kept = { ...process.env };
  Object.assign(process.env, { http_proxy: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1', NODE_USE_ENV_PROXY: '1' });
  try {
    expect(await home().send({ method: 'GET', url: at('/ok'), ...limits })).toMatchObject({ kind: 'answered', status: 200 });
  } finally {
    process.env = kept;
  }
});

const withoutOpenssl = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0 ? undefined : 'no openssl on this machine';

describeIf(withoutOpenssl, 'over TLS', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'coppice-tls-'));
  let secure: TlsServer;
  let names: (string | false | null)[];

  beforeAll(async () => {
    const { text } = await makeCertificates(home);
    names = [];
    secure = createTls({ key: text('server.key'), cert: text('server.pem') }, (request, response) => {
      names.push((request.socket as TLSSocket).servername ?? null);
      response.end('kept to ourselves');
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    secure.close();
    rmSync(home, { recursive: true });
  });
  const url = (host: string) => `https://${host}:${(secure.address() as AddressInfo).port}/`;
  const client = () => guardedHttp(rules('127.0.0.1', 'inner.example'), resolving(HERE));

  test('nobody is believed whom nobody vouches for, unless that is said', async () => {
    const request = { method: 'GET', url: url('127.0.0.1'), ...limits } as const;
    const refusal = { kind: 'failed', fault: { code: 'outgoing.unreachable', message: expect.stringMatching(/CERT|SIGN|VERIFY/) } };
    expect(await client().send(request)).toMatchObject(refusal);
    expect(await client().send({ ...request, verifyTls: false })).toMatchObject({ kind: 'answered', body: 'kept to ourselves' });
  });

  test('the name that was asked for is the name that is asked of', async () => {
    const answer = await client().send({ method: 'GET', url: url('inner.example'), ...limits, verifyTls: false });
    expect(answer).toMatchObject({ kind: 'answered' });
    expect(names.at(-1)).toBe('inner.example');
  });
});
