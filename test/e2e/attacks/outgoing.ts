import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Shown } from '../../support/caller.ts';
import { type Attack, attack, each, type Stage } from './attack.ts';

/** The one address beyond the public that the service of these attacks may call: on every Linux it is this machine too, and nobody else's. */
export const ALLOWED = '127.0.0.2';

/** What gives out a machine's own credentials: nobody may call it from anywhere. */
const METADATA = [
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[fd00:ec2::254]/',
];
/** Members may be asked at such addresses if the operator allows it, which is looked at when they are. */
const PRIVATE = [
  'http://[2002:a9fe:a9fe::]/',
  'http://0x7f.1/',
  'http://127.1/',
  'http://127.0.0.1:8778/v1/clusters',
  'http://0/',
  'http://0.0.0.0/',
  'http://[::1]/',
  'http://[::]/',
  'http://[fe80::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://168.63.129.16/',
  'http://localhost/',
];
/** Senlin takes these for where members are asked; they are refused when they would be. */
const SENLINS = ['https://example.com:22/', ''];
const UNREADABLE = [
  ...SENLINS,
  'https://user@example.com/',
  'https://user:password@example.com/',
  'https://example.com:6379/\r\nSLAVEOF x',
  'https://example.com/\r\nX-Injected: 1',
  'https://example.com\\@127.0.0.1/',
  'https://exa\tmple.com/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'ftp://example.com/',
  'javascript:alert(1)',
  'unix:///var/run/docker.sock',
  '//example.com/',
];

const urls = (list: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(list.map((url) => [JSON.stringify(url), url]));

/** Everywhere that a user may write down what the service then calls. */
async function everywhere({ demo }: Stage, url: string): Promise<readonly (readonly [string, number])[]> {
  const polling: JsonObject = {
    type: 'senlin.policy.health',
    version: '1.1',
    properties: {
      detection: { interval: 600, detection_modes: [{ type: 'NODE_STATUS_POLL_URL', options: { poll_url: url } }] },
      recovery: { actions: [{ name: 'RECREATE' }] },
    },
  };
  const hook: JsonObject = {
    type: 'coppice.policy.lifecycle_hook',
    version: '1.0',
    properties: { transition: 'LAUNCHING', target: { url, secret: 's'.repeat(16) } },
  };
  const task = { Type: 'Task', Resource: 'coppice:http', Parameters: { ApiEndpoint: url, Method: 'GET' }, End: true };
  const asked: readonly (readonly [string, JsonObject])[] = [
    ['/v1/subscriptions', { subscription: { name: 'ssrf', target: { type: 'webhook', url } } }],
    ...([...PRIVATE, ...SENLINS].includes(url) ? [] : ([['/v1/policies', { policy: { name: 'ssrf-poll', spec: polling } }]] as const)),
    ['/v1/policies', { policy: { name: 'ssrf-hook', spec: hook } }],
    ['/v1/workflows', { workflow: { name: 'ssrf', backend: 'local', definition: { StartAt: 'Call', States: { Call: task } } } }],
  ];
  return Promise.all(asked.map(async ([path, body]) => [path, (await demo.ask('POST', path, body)).status] as const));
}

/** Who is called, on the one address that may be. */
async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, ALLOWED);
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://${ALLOWED}:${(server.address() as AddressInfo).port}/`, stop };
}

let named = 0;
type Delivering = Shown & { readonly last_error: { readonly reason: string } | null };

/** Has something happen that a subscription tells of. @returns what became of telling it */
async function lastErrorOf({ demo }: Stage, url: string): Promise<string> {
  const { id } = await demo.make('/v1/subscriptions', {
    subscription: { name: `told-${named++}`, target: { type: 'webhook', url }, max_attempts: 1 },
  });
  await demo.do('POST', '/v1/nodes', { node: { name: `told-${named++}`, profile_id: 'fake' } });
  for (;;) {
    const { last_error: error } = (await demo.show(`/v1/subscriptions/${id}`)) as Delivering;
    if (error) {
      expect((await demo.ask('DELETE', `/v1/subscriptions/${id}`)).status).toBe(204);
      return error.reason;
    }
    await sleep(50);
  }
}

/** Whoever called so badly is free again: the next thing is done at once. */
const isFree = ({ demo }: Stage) => demo.do('POST', '/v1/nodes', { node: { name: `after-${named++}`, profile_id: 'fake' } });

export const outgoing: readonly Attack[] = [
  ...each(15, urls([...METADATA, ...PRIVATE]), async (stage, url) => {
    for (const [path, status] of await everywhere(stage, url)) expect([path, url, status]).toEqual([path, url, 400]);
  }),
  ...each(18, urls(UNREADABLE), async (stage, url) => {
    for (const [path, status] of await everywhere(stage, url)) expect([path, url, status]).toEqual([path, url, 400]);
  }),

  attack(17, 'a redirect to what gives out credentials', async (stage) => {
    const met: string[] = [];
    const { url, stop } = await listen((request, response) => {
      met.push(request.url ?? '');
      response.writeHead(302, { Location: met.length > 1 ? 'file:///etc/passwd' : 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    expect(await lastErrorOf(stage, url)).toMatch(/302/);
    expect(new Set(met)).toEqual(new Set(['/']));
    await isFree(stage);
    stop();
  }),
  attack(19, 'an answer without end', async (stage) => {
    const { url, stop } = await listen((_, response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(64 << 10)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await lastErrorOf(stage, url)).not.toBe('');
    await isFree(stage);
    stop();
  }),
  attack(19, 'an answer that never begins, and one that comes a byte at a time', async (stage) => {
    const silent = await listen(() => {});
    const slow = await listen((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 1_000);
      response.on('close', () => clearInterval(timer));
    });
    const errors = Promise.all([lastErrorOf(stage, silent.url), lastErrorOf(stage, slow.url)]);
    await isFree(stage);
    for (const error of await errors) expect(error).not.toBe('');
    silent.stop();
    slow.stop();
  }),
];
