import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const files = ['lib', 'functions'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => name.endsWith('.ts')),
);
const having = (pattern: RegExp): readonly string[] => files.filter((name) => pattern.test(readFileSync(path.join(ROOT, name), 'utf8')));

/** What the operator configures is called as configured: an external Keystone, by this; load balancers, by their drivers. */
const CONFIGURED = ['lib/platform/fetch-json.ts'];

test('nothing opens a connection but the guard, the SDKs, and what calls an address of the operator', () => {
  const sockets = having(/from 'node:(?:http|https|http2|net|tls|dgram|dns|dns\/promises)'/);
  expect(sockets.filter((name) => !/^lib\/(platform\/guarded-http|drivers\/(haproxy|octavia))\//.test(name))).toEqual([]);
  expect(having(/(?<![.\w])fetch\(|\bWebSocket\b|\bEventSource\b|from 'undici'/)).toEqual(CONFIGURED);
});

test('who calls what the operator configured is OpenStack', () => {
  expect(having(/from '\.{1,2}\/fetch-json\.ts'/)).toEqual([
    'lib/platform/keystone-session.ts',
    'lib/platform/nova-server-groups.ts',
    'lib/platform/secrets/barbican.ts',
    'lib/platform/workflows/mistral.ts',
  ]);
});

test('redirects and proxies are nobody else’s business either', () => {
  expect(having(/redirect: 'follow'|NODE_USE_ENV_PROXY|ProxyAgent|HTTPS?_PROXY/)).toEqual([]);
});
