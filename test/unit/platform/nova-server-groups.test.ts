import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { novaServerGroups } from '../../../lib/platform/nova-server-groups.ts';

/** Nova as its API reference tells of it: what it was asked, and what it answers next. */
let server: Server;
let asked: { method: string; url: string; headers: Record<string, unknown>; body: unknown }[];
let answers: { status: number; body?: unknown }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text ? JSON.parse(text) : undefined,
      });
      const { status, body } = answers.shift() ?? { status: 500 };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const nova = () =>
  novaServerGroups({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.1/`,
    tokenFor: async (project) => (project === 'nobody' ? 'there is no such project' : { token: `token of ${project}` }),
  });
/** As Nova 2.64 shows a group. */
const group = (id: string, name: string) => ({
  id,
  name,
  policy: 'anti-affinity',
  rules: { max_server_per_host: 3 },
  members: [],
  project_id: 'p',
  user_id: 'u',
});

describe('Nova’s server groups', () => {
  test('are listed, and found by their name', async () => {
    answers.push({ status: 200, body: { server_groups: [group('2', 'mine'), group('3', 'other'), group('1', 'mine')] } });
    expect(await nova().find('p', 'mine')).toEqual({ kind: 'ok', group: { id: '1', name: 'mine', policy: 'anti-affinity' } });
    expect(asked).toMatchObject([
      {
        method: 'GET',
        url: '/v2.1/os-server-groups?limit=1000&offset=0',
        headers: { 'x-auth-token': 'token of p', 'openstack-api-version': 'compute 2.64' },
      },
    ]);
  });

  test('are read page by page', async () => {
    const many = Array.from({ length: 1_000 }, (_, i) => group(`${i}`, `g${i}`));
    answers.push({ status: 200, body: { server_groups: many } }, { status: 200, body: { server_groups: [] } });
    expect(await nova().find('p', 'mine')).toEqual({ kind: 'ok', group: undefined });
    expect(asked.map(({ url }) => url)).toEqual([
      '/v2.1/os-server-groups?limit=1000&offset=0',
      '/v2.1/os-server-groups?limit=1000&offset=1000',
    ]);
  });

  test('are made with one policy', async () => {
    answers.push({ status: 200, body: { server_group: group('7', 'mine') } });
    expect(await nova().create('p', 'mine', 'anti-affinity')).toMatchObject({ kind: 'ok', group: { id: '7' } });
    expect(asked).toMatchObject([{ method: 'POST', body: { server_group: { name: 'mine', policy: 'anti-affinity' } } }]);
  });

  test.each([204, 404])('are removed, there or not: %i', async (status) => {
    answers.push({ status });
    expect(await nova().remove('p', 'a/b')).toEqual({ kind: 'ok' });
    expect(asked).toMatchObject([{ method: 'DELETE', url: '/v2.1/os-server-groups/a%2Fb' }]);
  });

  test.each<[number, 'transient' | 'permanent']>([
    [503, 'transient'],
    [429, 'transient'],
    [403, 'permanent'],
    [400, 'permanent'],
  ])('are a fault when it answers %i, which is %s', async (status, kind) => {
    for (const ask of [() => nova().find('p', 'x'), () => nova().create('p', 'x', 'affinity'), () => nova().remove('p', 'x')]) {
      answers.push({ status, body: {} });
      expect(await ask()).toMatchObject({ kind: 'fault', fault: { kind } });
    }
  });

  test('are not asked for without a token', async () => {
    expect(await nova().find('nobody', 'x')).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'group.unavailable' } });
    expect(asked).toEqual([]);
  });
});
