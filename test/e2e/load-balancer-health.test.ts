import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { runtimeAt } from '../../lib/drivers/haproxy/runtime.ts';
import { serversOf } from '../../lib/drivers/haproxy/servers.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { Haproxy, noHaproxy } from '../support/haproxy.ts';
import { withVariable } from '../support/processes.ts';
import { freePort } from '../support/scratch-service.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const procMissing = existsSync('/proc/self/environ') ? undefined : 'processes are counted in /proc, and there is none';

/** Goes deaf when it is told to, and lives on: nobody but who talks to it can tell. */
const SERVER = `const index = Number(process.env.COPPICE_NODE_INDEX);
const server = require('node:http').createServer((_, response) => response.end(String(index)));
server.listen(Number(process.env.FIRST_PORT) + index, '127.0.0.1');
process.on('SIGUSR2', () => { server.close(); server.closeAllConnections(); setInterval(() => {}, 1e6); });`;

/** Real processes behind a real HAProxy that checks them. Tests stand in the order of one cluster's life. */
describeIf(dynoxideMissing() ?? noHaproxy ?? procMissing, 'a cluster whose load balancer is asked who is well', () => {
  let service: WholeService;
  let haproxy: Haproxy;
  let demo: Caller;
  let cluster = '';
  const act = async (body: JsonObject) => demo.finish(await demo.file('POST', '/v1/clusters/shop/actions', body as never));
  const nodes = () => demo.list(`/v1/nodes?cluster_id=${cluster}&sort=name`);
  const recovered = async () =>
    (await demo.list('/v1/actions?action=NODE_RECOVER')).map(({ target, status }) => `${String(target)} ${String(status)}`);

  beforeAll(async () => {
    haproxy = await Haproxy.start();
    const port = await freePort();
    service = await WholeService.start({ COPPICE_HAPROXY_SOCKET: haproxy.socket, HEALTH_CHECK_INTERVAL_MIN: '1' });
    demo = service.as('demo', '1.15');
    const command = [process.execPath, '-e', SERVER];
    const spec = { type: 'local.process', version: '1.0', properties: { command, env: { FIRST_PORT: String(port) } } };
    await demo.make('/v1/profiles', { profile: { name: 'web', spec } });
    const balance = {
      pool: { id: 'web', protocol_port: port, subnet: 'loopback' },
      vip: { subnet: 'loopback' },
      health_monitor: { type: 'TCP', delay: 1, max_retries: 1 },
    };
    const heal = {
      detection: { interval: 1, node_update_timeout: 0, detection_modes: [{ type: 'LB_STATUS_POLLING' }] },
      recovery: { actions: [{ name: 'RECREATE' }], max_in_progress: '3' },
    };
    const make = (name: string, type: string, properties: JsonObject) =>
      demo.make('/v1/policies', { policy: { name, spec: { type, version: '1.3', properties } } } as never);
    await make('balance', 'senlin.policy.loadbalance', balance);
    await make('heal', 'senlin.policy.health', heal);
    await demo.finish(await demo.file('POST', '/v1/clusters', { cluster: { name: 'shop', profile_id: 'web', desired_capacity: 4 } }));
    cluster = (await demo.show('/v1/clusters/shop')).id;
    await act({ policy_attach: { policy_id: 'balance' } });
  });
  afterAll(async () => {
    await demo.finish(await demo.file('DELETE', '/v1/clusters/shop?force=true'));
    await service?.remove();
    await haproxy?.remove();
  });

  /** The process behind a node goes deaf. */
  function deafen(physicalId: unknown): void {
    const found = withVariable(`COPPICE_CLUSTER=${cluster}`).find((one) => one.physicalId === physicalId);
    if (!found) throw new Error(`there is no process ${String(physicalId)}`);
    process.kill(found.pid, 'SIGUSR2');
  }
  const run = (command: string) => runtimeAt(haproxy.socket)(command);
  const server = async (id: unknown) => {
    const known = await serversOf(run, 'web');
    if ('code' in known) throw new Error(known.message);
    return known.find(({ name }) => name.startsWith(`coppice-${String(id)}.`));
  };
  const isServed = async (id: unknown) => (await server(id))?.isUp === true;

  test('a member that it says is down is recovered, and serves again', async () => {
    const [victim] = await nodes();
    deafen(victim?.physical_id);
    while (await isServed(victim?.id)) await sleep(50);
    await act({ policy_attach: { policy_id: 'heal' } });
    while (!(await recovered()).includes(`${String(victim?.id)} SUCCEEDED`)) await sleep(100);
    const [action] = await demo.list('/v1/actions?action=NODE_RECOVER');
    const { data } = (await demo.show(`/v1/actions/${String(action?.id)}`)) as unknown as { readonly data: JsonObject };
    expect(data.origin).toMatchObject({ by: 'health', reason: expect.stringContaining('its load balancer says that it is down') });
    const now = (await nodes()).find(({ id }) => id === victim?.id);
    expect(now).toMatchObject({ status: 'ACTIVE' });
    expect(now?.physical_id).not.toBe(victim?.physical_id);
    while (!(await isServed(victim?.id))) await sleep(50);
  });

  test('one that drains and one that stands by are not taken for ill, deaf as they are', async () => {
    const [, drained, aside, third] = await nodes();
    await act({ enter_standby: { nodes: [String(aside?.id)] } });
    expect(await server(aside?.id)).toBeUndefined();
    expect(await run(`set server web/${(await server(drained?.id))?.name} state drain`)).toMatchObject({ text: '' });
    for (const one of [drained, aside]) deafen(one?.physical_id);
    while (await isServed(drained?.id)) await sleep(50);
    // Whoever finds this one ill has looked at the others, too.
    deafen(third?.physical_id);
    while (!(await recovered()).includes(`${String(third?.id)} SUCCEEDED`)) await sleep(100);
    const those = [drained, aside].map((one) => String(one?.id));
    expect((await recovered()).filter((one) => those.some((id) => one.startsWith(id)))).toEqual([]);
    for (const one of [drained, aside])
      expect((await nodes()).find(({ id }) => id === one?.id)).toMatchObject({ status: 'ACTIVE', physical_id: one?.physical_id });
  });
});
