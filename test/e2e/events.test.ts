import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { logIn } from '../support/log-in.ts';
import { PASSWORD, WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

type Told = { readonly position: number; readonly oname: string; readonly sequence: number; readonly type: string };

/** Somebody who is told of events, and does not always take them. */
class Consumer {
  readonly heard: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly status: number }[] = [];
  isDown = false;
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const status = this.isDown ? 503 : 204;
      this.heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), status });
      response.writeHead(status).end();
    });
  });

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get taken(): readonly Told[] {
    return this.heard.filter(({ status }) => status === 204).map(({ body }) => JSON.parse(body));
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

describeIf(dynoxideMissing(), 'events, told to the outside', () => {
  const consumer = new Consumer();
  const secret = 'a secret of some length';
  let service: WholeService;
  let demo: Caller;
  let pager = '';

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_OUTGOING_ALLOW: '127.0.0.0/8' });
    demo = service.as('demo', '1.15');
    const target = { type: 'webhook', url: await consumer.open() };
    await demo.make('/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
    pager = (await demo.make('/v1/subscriptions', { subscription: { name: 'pager', target, secret } })).id;
  });
  afterAll(async () => {
    consumer.close();
    await service?.remove();
  });

  test('arrive signed and in order, also when they are not taken at first', async () => {
    consumer.isDown = true;
    await demo.ask('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'fake', desired_capacity: 2 } });
    await until(() => consumer.heard.length >= 2);
    expect(await demo.show(`/v1/subscriptions/${pager}`)).toMatchObject({ status: 'RETRYING', last_error: { reason: 'It answered 503.' } });
    consumer.isDown = false;
    await until(() => consumer.taken.length >= 2);
    expect(consumer.taken.map(({ position, type }) => [position, type])).toEqual([
      [1, 'action-started'],
      [2, 'action-succeeded'],
    ]);
    for (const { headers, body } of consumer.heard) {
      const signed = createHmac('sha256', secret).update(`${headers['x-coppice-timestamp']}.${body}`).digest('hex');
      expect(headers['x-coppice-signature']).toBe(`sha256=${signed}`);
    }
    const [first, second] = consumer.heard;
    expect(second?.headers['x-coppice-delivery']).toBe(first?.headers['x-coppice-delivery']);
  });

  test('are not lost when the service is killed, nor told twice to who goes on where they were', async () => {
    const token = await logIn(service.url, { user: 'demo', project: 'demo', password: PASSWORD });
    const listen = async (last: number, enough: number): Promise<number[]> => {
      const heard: number[] = [];
      const response = await fetch(`${service.url}/v1/events/stream`, {
        headers: { 'X-Auth-Token': token, 'OpenStack-API-Version': 'clustering 1.15', 'Last-Event-ID': String(last) },
      });
      let text = '';
      try {
        for await (const chunk of response.body ?? []) {
          text += Buffer.from(chunk).toString();
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) if (block.includes('data: ')) heard.push(Number(/^id: (\d+)/m.exec(block)?.[1]));
          if (heard.length >= enough) break;
        }
      } catch {
        // The service was killed under it.
      }
      return heard;
    };

    const before = listen(0, 99);
    await demo.ask('POST', '/v1/clusters/web/actions', { scale_out: { count: 1 } });
    await sleep(300);
    await service.kill();
    const heard = await before;
    await service.startAgain();
    const after = await listen(heard.at(-1) ?? 0, 4 - heard.length);
    expect([...heard, ...after]).toEqual([1, 2, 3, 4]);
    await until(() => new Set(consumer.taken.map(({ position }) => position)).size === 4);
    const firstTold = [...new Map(consumer.taken.map((told) => [told.position, told])).keys()];
    expect(firstTold).toEqual([1, 2, 3, 4]);
  });

  test('can be had once more from any position', async () => {
    const before = consumer.taken.length;
    expect((await demo.ask('POST', `/v1/subscriptions/${pager}/actions`, { replay: { from: 3 } })).status).toBe(200);
    await until(() => consumer.taken.length >= before + 2);
    expect(consumer.taken.slice(before).map(({ position }) => position)).toEqual([3, 4]);
  });

  test('are nothing that a subscription may bring to a private address', async () => {
    const target = { type: 'webhook', url: 'http://169.254.169.254/latest/meta-data' };
    expect((await demo.ask('POST', '/v1/subscriptions', { subscription: { name: 'thief', target } })).status).toBe(400);
  });
});
