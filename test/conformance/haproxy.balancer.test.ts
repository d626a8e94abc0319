import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { memberName } from '../../lib/domain/orphan/member-mark.ts';
import { haproxyBalancer } from '../../lib/drivers/haproxy/balancer.ts';
import { runtimeAt } from '../../lib/drivers/haproxy/runtime.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { describeIf } from '../support/describe-if.ts';
import { Haproxy, noHaproxy } from '../support/haproxy.ts';
import { MARKING, THEIRS } from '../support/marking.ts';
import { freePort } from '../support/scratch-service.ts';
import { describeLoadBalancer } from './load-balancer.ts';

describeIf(noHaproxy, 'HAProxy', () => {
  let haproxy: Haproxy;
  const servers: Server[] = [];
  const ports: number[] = [];

  beforeAll(async () => {
    haproxy = await Haproxy.start();
    for (let n = 0; n < 4; n++) {
      const server = createServer((_, response) => response.end('here'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
      const at = server.address();
      ports.push(typeof at === 'object' && at ? at.port : 0);
    }
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await haproxy.remove();
  });

  const worker = () => haproxyBalancer({ socket: haproxy.socket, clock: systemClock, marking: MARKING });
  const stranger = () => haproxyBalancer({ socket: haproxy.socket, clock: systemClock, marking: THEIRS });
  const wanted = (pool: string) => ({
    project: 'p',
    clusterId: 'c',
    profileType: 'local.process-1.0',
    policyId: 'lb',
    properties: { pool: { id: pool }, health_monitor: { type: 'TCP', delay: 1, max_retries: 2 } },
    data: {},
  });

  describeLoadBalancer('HAProxy', {
    worker,
    stranger,
    balancer: () => wanted('web'),
    endpoint: (n) => ({ address: '127.0.0.1', port: ports[n] ?? 0 }),
    restart: () => haproxy.restart(),
  });

  test('a backend that is not there is named, with those that are', async () => {
    expect(await worker().raise(wanted('shop'), {})).toMatchObject({
      fault: { code: 'balancer.pool.not-found', message: "HAProxy has no backend 'shop'. It has: web." },
    });
  });

  test('nothing that a user writes becomes a command', async () => {
    const sly = { nodeId: 'x state ready; disable frontend in', name: 'sly' };
    await worker().remove(wanted('web; disable frontend in\n'), [sly], undefined, {});
    expect((await fetch(`http://127.0.0.1:${haproxy.port}/`)).status).toBe(503);
    expect(await worker().raise(wanted('web'), {})).toMatchObject({ kind: 'ok' });
  });

  test('a member that is probed gets nothing before it has answered, and is waited for as long as its monitor would be patient', async () => {
    const of = wanted('web');
    const quiet = await freePort();
    const [well, late] = [
      { nodeId: 'well', name: 'well', address: '127.0.0.1', port: ports[0] ?? 0 },
      { nodeId: 'late', name: 'late', address: '127.0.0.1', port: quiet },
    ];
    const add = async (memory: JsonObject) => worker().add(of, [well, late], memory);
    let answer = await add({});
    expect(answer).toMatchObject({ kind: 'pending' });
    let served = 0;
    for (; answer.kind === 'pending'; answer = await add(answer.memory ?? {})) {
      const is = async (node: typeof well) => (await worker().status(of, node)).kind;
      if ((await is(well)) === 'up') {
        expect((await fetch(`http://127.0.0.1:${haproxy.port}/`)).status).toBe(200);
        served++;
      }
      expect(await is(late)).toBe('down');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(answer).toMatchObject({
      kind: 'ok',
      data: { well: expect.stringContaining('coppice-well.'), late: expect.stringContaining('coppice-late.') },
    });
    expect(served).toBeGreaterThan(0);
    // One that was a member already is not waited for again.
    expect(await add({})).toMatchObject({ kind: 'ok' });
    await worker().raze(of, [well, late], {});
  });

  test('for whose sake others go has to answer first, or is no member; one that is well is', async () => {
    const of = wanted('web');
    const [well, deaf] = [
      { nodeId: 'well', name: 'well', address: '127.0.0.1', port: ports[0] ?? 0 },
      { nodeId: 'deaf', name: 'deaf', address: '127.0.0.1', port: await freePort() },
    ];
    const add = async (one: typeof well) => {
      for (let memory: JsonObject = {}; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const answer = await worker().add(of, [one], memory, true);
        if (answer.kind !== 'pending') return answer;
        memory = answer.memory ?? memory;
      }
    };
    expect(await add(deaf)).toMatchObject({
      fault: { kind: 'permanent', code: 'balancer.silent', message: expect.stringContaining(`127.0.0.1:${deaf.port}`) },
    });
    expect(await worker().status(of, deaf)).toEqual({ kind: 'absent' });
    expect(await add(well)).toMatchObject({ kind: 'ok' });
    await worker().raze(of, [well], {});
  });

  test('a name that was copied from another backend, or made up, is told of as forged and left alone; one of an earlier version is still a member', async () => {
    const run = runtimeAt(haproxy.socket);
    const node = { nodeId: '00000009-0000-8000-8000-000000000000', name: 'n', address: '127.0.0.1', port: ports[0] ?? 0 };
    const copied = memberName(MARKING, 'shop', { project: 'p', nodeId: node.nodeId });
    await run(`add server web/${copied} 127.0.0.1:${ports[0]}`);
    await run(`add server web/coppice-${node.nodeId} 127.0.0.1:${ports[0]}`);
    await run(`set server web/coppice-${node.nodeId} state ready`);
    const listed = await worker().list();
    expect(listed).toMatchObject({ kind: 'ok', companions: [{ id: copied, place: 'web', proof: 'forged' }] });
    if (listed.kind === 'ok' && listed.companions[0])
      expect(await worker().discard(listed.companions[0])).toMatchObject({ fault: { code: 'balancer.refused' } });
    expect(await worker().status(wanted('web'), node)).toEqual({ kind: 'up' });
    expect(await worker().remove(wanted('web'), [node], undefined, {})).toMatchObject({ kind: 'ok' });
    expect(await worker().status(wanted('web'), node)).toEqual({ kind: 'absent' });
    await run(`set server web/${copied} state maint`);
    await run(`del server web/${copied}`);
  });

  test('one that does not answer is asked again', async () => {
    const nowhere = haproxyBalancer({ socket: '/nowhere', clock: systemClock, marking: MARKING });
    expect(await nowhere.raise(wanted('web'), {})).toMatchObject({ fault: { kind: 'transient', code: 'balancer.unavailable' } });
  });
});
