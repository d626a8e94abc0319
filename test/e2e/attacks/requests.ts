import { gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { type Attack, attack, each, FAKE, messageOf, type Stage } from './attack.ts';

const JSON_TYPE = 'Content-Type: application/json';
const PROFILE = JSON.stringify({ profile: { name: 'smuggled', spec: FAKE } });
const isNothingMade = async ({ demo }: Stage) => expect(await demo.list('/v1/profiles?name=smuggled')).toEqual([]);
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const post = (stage: Stage, body: string | Buffer, ...headers: readonly string[]) =>
  stage.raw(['POST /v1/profiles HTTP/1.1', JSON_TYPE, ...headers, `Content-Length: ${Buffer.byteLength(body)}`], body);
const withMetadata = (metadata: string) => `{"profile":{"name":"smuggled","spec":${JSON.stringify(FAKE)},"metadata":${metadata}}}`;

export const requests: readonly Attack[] = [
  ...each(
    25,
    { 'one byte more than 256 KiB': 256 * 1024 + 1, 'ten megabytes': 10 << 20, 'more than the gateway takes': 12 << 20 },
    async (stage, size) => {
      const { status } = await post(stage, `{"a":"${'x'.repeat(size - 8)}"}`);
      expect(status).toBe(413);
    },
  ),
  ...each(25, { 'a bomb': gzipSync(Buffer.alloc(50 << 20, '{')), 'a small one': gzipSync(PROFILE) }, async (stage, body) => {
    const { status } = await post(stage, body, 'Content-Encoding: gzip');
    expect(status).toBe(400);
    await isNothingMade(stage);
  }),
  attack(25, 'in chunks that never end', async (stage) => {
    const { status } = await stage.raw(['POST /v1/profiles HTTP/1.1', JSON_TYPE, 'Transfer-Encoding: chunked'], '5\r\n{"pro\r\n');
    expect([400, 408]).toContain(status);
  }),
  attack(25, 'identity and AWS have the same bound', async (stage) => {
    const body = `{"auth":"${'x'.repeat(256 * 1024)}"}`;
    for (const path of ['/identity/v3/auth/tokens', '/aws/sts']) {
      const { status } = await stage.raw([`POST ${path} HTTP/1.1`, JSON_TYPE, `Content-Length: ${body.length}`], body);
      expect(status).toBe(413);
    }
  }),

  ...each(
    26,
    {
      'a hundred thousand levels of arrays': `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'ten thousand levels of objects': deep(10_000),
      'duplicate keys': '{"a":1,"a":2}',
      __proto__: '{"__proto__":{"isAdmin":true}}',
      NaN: '{"a":NaN}',
      '1e400': '{"a":1e400}',
      '2^53 + 1': '{"a":9007199254740993}',
      'half a character': '{"a":"\\ud800"}',
      'more members than an object may have': JSON.stringify(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [i, i]))),
    },
    async (stage, metadata) => {
      const { status } = await post(stage, withMetadata(metadata));
      expect(status).toBe(400);
      await isNothingMade(stage);
    },
  ),
  attack(26, 'the prototype of everything stays as it is', async (stage) => {
    const { status } = await post(stage, withMetadata('{"constructor":{"prototype":{"polluted":1}}}').replace('smuggled', 'constructor'));
    expect(status).toBe(201);
    const { text } = await stage.demo.ask('GET', '/v1/profiles/constructor');
    expect(JSON.parse(text).profile.metadata).toEqual({ constructor: { prototype: { polluted: 1 } } });
    expect((await stage.demo.ask('GET', `/v1/clusters/${stage.ours.cluster}`)).text).not.toContain('polluted');
  }),
  attack(26, '-0 is 0', async (stage) => {
    await post(stage, withMetadata('{"a":-0}').replace('smuggled', 'nought'));
    expect((await stage.demo.ask('GET', '/v1/profiles/nought')).text).toContain('"metadata":{"a":0}');
  }),

  attack(27, 'YAML is not read', async (stage) => {
    const bomb = `a: &a ["lol","lol"]\nb: &b [*a,*a]\nc: [*b,*b]\nd: !!js/function >\n  function() {}\n`;
    for (const type of ['application/yaml', 'application/x-yaml', 'text/yaml', 'application/json', 'text/plain']) {
      const { status } = await stage.raw(['POST /v1/profiles HTTP/1.1', `Content-Type: ${type}`, `Content-Length: ${bomb.length}`], bomb);
      expect(status).toBe(400);
    }
  }),

  ...each(
    29,
    {
      'an external entity':
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><GetCallerIdentity>&e;</GetCallerIdentity>',
      'a hundred thousand levels': `${'<a>'.repeat(60_000)}`,
    },
    async (stage, body) => {
      const { status, text } = await stage.raw(
        ['POST /aws/sts HTTP/1.1', 'Content-Type: text/xml', `Content-Length: ${body.length}`],
        body,
      );
      expect([400, 403]).toContain(status);
      expect(text).not.toContain('root:');
    },
  ),

  ...each(
    35,
    {
      NUL: 'a\0b',
      'an override of direction': 'a\u202eb',
      'an emoji': '\u{1f600}',
      '256 characters': 'a'.repeat(256),
      'a path upwards': '../etc',
      'an end of line': 'a\nb',
      'an escape sequence': '\u001b[31mred',
      'a formula': '=cmd()',
      markup: '<script>alert(1)</script>',
    },
    async ({ demo }, name) => {
      for (const [path, body] of [
        ['/v1/profiles', { profile: { name, spec: FAKE } }],
        ['/v1/clusters', { cluster: { name, profile_id: 'fake' } }],
        ['/v1/nodes', { node: { name, profile_id: 'fake' } }],
        ['/v1/receivers', { receiver: { name, type: 'message' } }],
        ['/v1/workflows', { workflow: { name, backend: 'local', definition: {} } }],
      ] as const)
        expect((await demo.ask('POST', path, body)).status).toBe(400);
    },
  ),
  ...each(35, { 'a hyphen in front': '-rf', 'two dots': '..', '255 characters': 'a'.repeat(255) }, async ({ demo }, name) => {
    const made = await demo.make('/v1/profiles', { profile: { name, spec: FAKE } });
    expect(await demo.show(`/v1/profiles/${made.id}`)).toMatchObject({ name });
  }),

  ...each(
    40,
    {
      'two lengths': [`Content-Length: ${PROFILE.length}`, 'Content-Length: 5'],
      'the same length twice': [`Content-Length: ${PROFILE.length}`, `Content-Length: ${PROFILE.length}`],
      'a length and chunks': [`Content-Length: ${PROFILE.length}`, 'Transfer-Encoding: chunked'],
      'a length below nought': ['Content-Length: -1'],
      'a header folded over two lines': ['X-A: a', ' b', `Content-Length: ${PROFILE.length}`],
      'a header with nothing but an end of line': ['X-A: a\nX-Auth-Token: b', `Content-Length: ${PROFILE.length}`],
      'more headers than are read': [`X-Long: ${'a'.repeat(20_000)}`],
    },
    async (stage, headers) => {
      expect((await stage.raw(['POST /v1/profiles HTTP/1.1', JSON_TYPE, ...headers], PROFILE)).status).toBe(400);
      await isNothingMade(stage);
    },
  ),
  ...(
    [
      ['//v1/../admin', 300],
      ['/v1//clusters', 404],
      ['/v1/clusters%2f', 404],
      ['/v1%2fclusters', 404],
      ['/V1/clusters', 404],
      ['/v1/clusters/%ff', 400],
      ['/v1/clusters/..%2f..%2fopenapi.json', 404],
      ['*', 400],
    ] as const
  ).map(([path, status]) =>
    attack(40, `the path ${path} is ${status}`, async (stage) => {
      expect((await stage.raw([`GET ${path} HTTP/1.1`, 'Accept: application/json'])).status).toBe(status);
    }),
  ),
  attack(40, 'dots in a path are resolved before anybody asks who may', async (stage) => {
    const { status, text } = await stage.raw(['GET /healthz/../v1/services HTTP/1.1', 'OpenStack-API-Version: clustering 1.15']);
    expect([status, text.includes('You are not authorized')]).toEqual([403, true]);
  }),
  attack(40, 'another verb than the one that was sent', async (stage) => {
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])
      await stage.raw([`POST /v1/clusters/${stage.ours.cluster}/actions?_method=DELETE HTTP/1.1`, `${name}: DELETE`, 'Content-Length: 0']);
    expect(await stage.demo.show(`/v1/clusters/${stage.ours.cluster}`)).toMatchObject({ status: 'ACTIVE' });
  }),
  attack(40, 'links lead to nobody’s scheme', async (stage) => {
    const { text } = await stage.raw(['GET / HTTP/1.1', 'X-Forwarded-Proto: javascript', 'X-Forwarded-Host: evil.example']);
    expect(text).not.toMatch(/javascript|evil/);
  }),
  attack(40, 'of two tokens neither wins', async (stage) => {
    const { status } = await stage.raw(['GET /v1/clusters HTTP/1.1', `X-Auth-Token: ${await stage.token('admin')}`]);
    expect(status).toBe(401);
  }),

  ...(
    [
      ['*', 202],
      ['"99999999999999999999"', 412],
      [`"${'1'.repeat(8_000)}"`, 412],
      ['W/"1"', 412],
      ['"1", "2"', 412],
      ['"-1"', 412],
      ['"', 400],
      ['nonsense', 400],
    ] as const
  ).map(([tag, status]) =>
    attack(41, `If-Match: ${tag.slice(0, 30)} is ${status}`, async (stage) => {
      const body = JSON.stringify({ node: { metadata: { tag: tag.slice(0, 30) } } });
      const answer = await stage.raw(
        [`PATCH /v1/nodes/${stage.ours.node} HTTP/1.1`, JSON_TYPE, `If-Match: ${tag}`, `Content-Length: ${body.length}`],
        body,
      );
      expect(answer.status).toBe(status);
      if (status === 202) await stage.demo.finish(/\/actions\/([0-9a-f-]+)/.exec(answer.text)?.[1] ?? '');
    }),
  ),

  attack(53, 'a line of its own in the log', async (stage) => {
    const forged = '\n{"level":"error","message":"forged"}\n';
    await stage.demo.ask('GET', `/v1/clusters/${encodeURIComponent(forged)}`);
    await stage.demo.ask('POST', '/v1/clusters', { cluster: { name: forged, profile_id: forged } });
    await stage.raw([`GET /v1/clusters/${forged.replaceAll('\n', '%0d%0a')} HTTP/1.1`, `User-Agent: ${forged.replaceAll('\n', '\t')}`]);
    const lines = stage.service.output.split('\n');
    expect(lines.filter((line) => line.startsWith('{')).length).toBeGreaterThan(10);
    for (const line of lines.filter((each) => each.startsWith('{'))) expect(JSON.parse(line).message).not.toBe('forged');
    expect(lines.filter((line) => line.startsWith('{"level":"error","message":"forged"'))).toEqual([]);
  }),
  attack(53, 'escape sequences reach no log and no answer raw', async (stage) => {
    const { text, status } = await stage.demo.ask('GET', `/v1/clusters/${encodeURIComponent('\u001b[2J')}`);
    expect([status, text.includes('\u001b')]).toEqual([404, false]);
    expect(stage.service.output).not.toContain('\u001b[2J');
    expect(messageOf(JSON.parse(JSON.stringify({ text, json: JSON.parse(text) })))).toContain('could not be found');
  }),
];
