import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { isJsonObject, type JsonObject } from '../../lib/domain/kernel/json.ts';
import { Caller, type Reply } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { clusteringClientMissing, openstackAt } from '../support/openstack.ts';
import { PASSWORD, WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const channelIn = ({ json }: Reply): JsonObject => {
  const receiver = isJsonObject(json) ? json.receiver : undefined;
  const channel = isJsonObject(receiver) ? receiver.channel : undefined;
  if (!isJsonObject(channel)) throw new Error(`no channel in ${JSON.stringify(json)}`);
  return channel;
};
const call = (url: string, body?: object): Promise<Response> =>
  fetch(url, { method: 'POST', ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }) });

describeIf(dynoxideMissing(), 'receivers of a running service', () => {
  let service: WholeService;
  let demo: Caller;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', LOG_LEVEL: 'debug' });
    demo = new Caller(service.url, { user: 'demo', project: 'demo', password: PASSWORD }, '1.15');
    await demo.make('/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
  });
  afterAll(() => service?.remove());

  const cluster = async (name: string, more: JsonObject = {}) => {
    await demo.do('POST', '/v1/clusters', { cluster: { name, profile_id: 'fake', desired_capacity: 1, ...more } });
    return `/v1/clusters/${name}`;
  };
  const webhook = async (name: string, more: JsonObject = {}): Promise<string> => {
    const receiver = {
      name: `hook-${name}`,
      type: 'webhook',
      cluster_id: name,
      action: 'CLUSTER_SCALE_OUT',
      params: { count: 1 },
      ...more,
    };
    return String(channelIn(await demo.ask('POST', '/v1/receivers', { receiver })).alarm_url);
  };

  test('a thousand calls at once scale once per cooldown, and write no more than that', async () => {
    const path = await cluster('flooded');
    const properties = { event: 'CLUSTER_SCALE_OUT', adjustment: { type: 'CHANGE_IN_CAPACITY', number: 1, cooldown: 600 } };
    const spec = { type: 'senlin.policy.scaling', version: '1.0', properties };
    await demo.make('/v1/policies', { policy: { name: 'cooling', spec } });
    await demo.do('POST', `${path}/actions`, { policy_attach: { policy_id: 'cooling' } });
    const url = await webhook('flooded', { rate: 6_000 });

    const statuses = (await Promise.all(Array.from({ length: 1_000 }, () => call(url)))).map(({ status }) => status);
    const count = (status: number) => statuses.filter((one) => one === status).length;
    expect([count(202), count(202) + count(409) + count(429)]).toEqual([1, 1_000]);
    const [action] = await demo.list('/v1/actions?action=CLUSTER_SCALE_OUT');
    expect(await demo.finish(action?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    for (let again = await call(url); again.status !== 409; again = await call(url)) {
      // Held up for having called so often; the cooldown lasts longer.
      expect(again.status).toBe(429);
      await sleep(200);
    }
    expect(await demo.show(path)).toMatchObject({ desired_capacity: 2, status: 'ACTIVE' });
    expect(await demo.list('/v1/actions?action=CLUSTER_SCALE_OUT')).toHaveLength(1);
  });

  test('messages of its queue are done without anybody asking', async () => {
    const path = await cluster('sent-to');
    const queue = channelIn(await demo.ask('POST', '/v1/receivers', { receiver: { name: 'box', type: 'message' } }));
    const url = String(queue.queue_url);
    const sqs = new SQSClient({
      endpoint: new URL(url).origin,
      useQueueUrlAsEndpoint: false,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    await send('nonsense');
    await send(JSON.stringify({ cluster: 'sent-to', action: 'CLUSTER_SCALE_OUT', params: { count: 2 } }));
    while ((await demo.show(path)).nodes.length < 3) await sleep(200);
    expect(await demo.list('/v1/events?otype=RECEIVER&action=RECEIVER_NOTIFY')).toMatchObject([{ action: 'RECEIVER_NOTIFY' }]);
    expect((await demo.ask('POST', '/v1/receivers/box/notify')).status).toBe(204);
    expect((await demo.ask('DELETE', '/v1/receivers/box')).status).toBe(204);
    await expect(send('late')).rejects.toThrow();
    sqs.destroy();
  });

  test('no secret is in what the service prints', async () => {
    const url = await webhook('flooded', { hmac: true });
    const key = new URL(url).searchParams.get('key') ?? '';
    expect((await call(url)).status).toBe(401);
    await demo.ask('GET', '/v1/receivers');
    expect(key).toMatch(/\.[0-9a-f]{64}$/);
    expect(service.output).toContain('/trigger');
    expect(service.output).not.toContain(key.split('.')[1]);
    expect(service.output).not.toContain('key=');
  });

  const missing = clusteringClientMissing();
  (missing ? test.skip : test)('the OpenStack client makes one, shows it, and its URL is called', async () => {
    const path = await cluster('clients');
    const openstack = openstackAt(service.home);
    const receiver = async (...words: string[]) => JSON.parse(await openstack('cluster', 'receiver', ...words, '-f', 'json'));
    const made = await receiver('create', '--cluster', 'clients', '--action', 'CLUSTER_SCALE_OUT', '--params', 'count=2', 'busy');
    const { alarm_url: url } = typeof made.channel === 'string' ? JSON.parse(made.channel) : made.channel;
    const answer = await call(url, { severity: 'low', current: 'alarm' });
    expect(answer.status).toBe(202);
    await demo.finish(answer.headers.get('Location')?.split('/actions/')[1] ?? '');
    expect(await demo.show(path)).toMatchObject({ desired_capacity: 3 });
    expect(await receiver('list')).toContainEqual(expect.objectContaining({ name: 'busy', type: 'webhook' }));
    expect(await receiver('update', '--name', 'busier', '--params', 'count=1', 'busy')).toMatchObject({ name: 'busier' });
    expect(await receiver('show', 'busier')).toMatchObject({ name: 'busier', action: 'CLUSTER_SCALE_OUT' });
    await openstack('cluster', 'receiver', 'delete', '--force', 'busier');
    expect((await call(url)).status).toBe(404);
  });
});
