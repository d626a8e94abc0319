import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { Haproxy, noHaproxy } from '../support/haproxy.ts';
import { freePort } from '../support/scratch-service.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

/** Answers with its index, half of the time only after a while: there is always something to wait for when it goes. */
const SERVER = `const index = Number(process.env.COPPICE_NODE_INDEX);
require('node:http').createServer((_, response) => setTimeout(() => response.end(index + (process.env.EDITION ?? '')), Math.random() < 0.5 ? 150 : 0))
  .listen(Number(process.env.FIRST_PORT) + index, '127.0.0.1');`;

/** Clients that ask without a pause until they are told to stop. */
class Traffic {
  readonly answers = new Map<string, number>();
  readonly failures: string[] = [];
  #over = false;
  readonly #clients: readonly Promise<void>[];

  constructor(url: string, clients = 8) {
    this.#clients = Array.from({ length: clients }, () => this.#ask(url));
  }

  async #ask(url: string): Promise<void> {
    while (!this.#over) {
      try {
        const response = await fetch(url);
        const text = await response.text();
        if (response.status === 200) this.answers.set(text, (this.answers.get(text) ?? 0) + 1);
        else this.failures.push(`${response.status} ${text}`);
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }

  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#clients);
  }
}

/** Real processes behind a real HAProxy. Tests stand in the order of one cluster's life. */
describeIf(dynoxideMissing() ?? noHaproxy, 'a cluster behind HAProxy', () => {
  let service: WholeService;
  let haproxy: Haproxy;
  let demo: Caller;
  let port = 0;
  const told: JsonObject[] = [];
  let hooked: Server;
  const act = (body: JsonObject) => demo.do('POST', '/v1/clusters/shop/actions', body as never);
  const url = () => `http://127.0.0.1:${haproxy.port}/`;

  beforeAll(async () => {
    haproxy = await Haproxy.start();
    port = await freePort();
    hooked = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        told.push(JSON.parse(body));
        response.end();
      });
    });
    await new Promise<void>((resolve) => hooked.listen(0, '127.0.0.1', resolve));
    service = await WholeService.start({ COPPICE_HAPROXY_SOCKET: haproxy.socket, COPPICE_OUTGOING_ALLOW: '127.0.0.1' });
    demo = service.as('demo', '1.15');
    const properties = { command: [process.execPath, '-e', SERVER], env: { FIRST_PORT: String(port) } };
    await demo.make('/v1/profiles', { profile: { name: 'web', spec: { type: 'local.process', version: '1.0', properties } } });
    const pool = { id: 'web', protocol_port: port, subnet: 'loopback' };
    const spec = {
      type: 'senlin.policy.loadbalance',
      version: '1.3',
      properties: { pool, vip: { subnet: 'loopback', address: '127.0.0.1' } },
    };
    await demo.make('/v1/policies', { policy: { name: 'balance', spec } });
    await demo.finish(await demo.file('POST', '/v1/clusters', { cluster: { name: 'shop', profile_id: 'web', desired_capacity: 2 } }));
  });
  afterAll(async () => {
    await demo.finish(await demo.file('DELETE', '/v1/clusters/shop?force=true'));
    await service?.remove();
    hooked?.close();
    await haproxy?.remove();
  });

  test('attaching the policy puts every node behind it', async () => {
    await act({ policy_attach: { policy_id: 'balance' } });
    const cluster = (await demo.show('/v1/clusters/shop')) as unknown as { readonly data: JsonObject };
    expect(Object.values(cluster.data.loadbalancers ?? {})).toEqual([{ vip_address: '127.0.0.1' }]);
    const traffic = new Traffic(url());
    while (traffic.answers.size < 2) await sleep(20);
    await traffic.stop();
    expect([...traffic.answers.keys()].toSorted()).toEqual(['1', '2']);
  });

  test('growing and shrinking under load, not one request fails', async () => {
    const traffic = new Traffic(url());
    await act({ scale_out: { count: 2 } });
    while (traffic.answers.size < 4) await sleep(20);
    await act({ scale_in: { count: 3 } });
    await act({ scale_out: { count: 1 } });
    while (traffic.answers.size < 5) await sleep(20);
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
    expect([...traffic.answers.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(50);
  });

  test('following another profile, though nobody says how many at a time, not one request fails', async () => {
    const properties = { command: [process.execPath, '-e', SERVER], env: { FIRST_PORT: String(port), EDITION: ', second' } };
    await demo.make('/v1/profiles', { profile: { name: 'second', spec: { type: 'local.process', version: '1.0', properties } } });
    const traffic = new Traffic(url());
    const update = await demo.file('PATCH', '/v1/clusters/shop', { cluster: { profile_id: 'second' } });
    expect((await demo.finish(update)).status).toBe('SUCCEEDED');
    const second = () => [...traffic.answers.keys()].filter((answer) => answer.endsWith(', second')).length;
    while (second() < 2) await sleep(20);
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
  });

  test('a balancer that restarted gets its members back with the next check', async () => {
    await haproxy.restart();
    expect((await fetch(url())).status).toBe(503);
    await act({ check: {} });
    expect((await fetch(url())).status).toBe(200);
  });

  test('a node that goes is out of the balancer while a hook waits, and goes when it is completed', async () => {
    const { port: at } = hooked.address() as AddressInfo;
    const properties = { transition: 'TERMINATING', timeout: 600, target: { url: `http://127.0.0.1:${at}/` }, metadata: { team: 'a' } };
    await demo.make('/v1/policies', {
      policy: { name: 'empty-it', spec: { type: 'coppice.policy.lifecycle_hook', version: '1.0', properties } },
    });
    await act({ policy_attach: { policy_id: 'empty-it' } });
    const scaling = await demo.file('POST', '/v1/clusters/shop/actions', { scale_in: { count: 1 } });
    while (told.length === 0) await sleep(20);
    expect(told[0]).toMatchObject({ lifecycle_transition_type: 'termination', metadata: { team: 'a' }, hook: 'empty-it' });
    const waits = () => demo.list('/v1/actions?status=WAITING_LIFECYCLE_COMPLETION');
    while ((await waits()).length === 0) await sleep(20);
    const traffic = new Traffic(url());
    while (traffic.answers.size < 1) await sleep(20);
    await traffic.stop();
    expect([...traffic.answers.keys()]).toHaveLength(1);

    const token = String(told[0]?.lifecycle_action_token);
    const complete = (lifecycle_action_token: string) =>
      demo.ask('POST', '/v1/clusters/shop/actions', { complete_lifecycle: { lifecycle_action_token, result: 'CONTINUE' } });
    expect((await complete(`${token.slice(0, -1)}x`)).status).toBe(404);
    expect((await complete(token)).status).toBe(202);
    expect((await demo.finish(scaling)).status).toBe('SUCCEEDED');
    expect((await complete(token)).status).toBe(410);
  });

  test('detaching leaves nobody behind', async () => {
    await act({ policy_detach: { policy_id: 'empty-it' } });
    await act({ policy_detach: { policy_id: 'balance' } });
    expect((await fetch(url())).status).toBe(503);
  });
});
