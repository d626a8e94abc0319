import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { balancerMark } from '../../lib/domain/orphan/member-mark.ts';
import { octaviaBalancer } from '../../lib/drivers/octavia/balancer.ts';
import { MARKING, THEIRS } from '../support/marking.ts';
import { OctaviaLookalike } from '../support/octavia.ts';
import { describeLoadBalancer } from './load-balancer.ts';

const properties = {
  pool: { protocol: 'HTTP', protocol_port: 80, subnet: 'private', lb_method: 'ROUND_ROBIN', admin_state_up: true, session_persistence: {} },
  vip: { subnet: 'public', protocol: 'HTTP', protocol_port: 80, connection_limit: -1, admin_state_up: true },
  health_monitor: { type: 'HTTP', delay: 10, timeout: 5, max_retries: 3, admin_state_up: true, url_path: '/' },
  lb_status_timeout: 300,
};
const wanted = (over: JsonObject = {}, policyId = 'lb') => ({
  project: 'p',
  clusterId: 'c',
  profileType: 'os.nova.server-1.0',
  policyId,
  properties: { ...properties, ...over },
  data: {},
});

/** Half a second passes whenever somebody looks. */
let now = 1_800_000_000_000;
const clock = {
  now: () => {
    now += 500;
    return instant(now);
  },
};

const octavia = new OctaviaLookalike();
describeLoadBalancer('Octavia', {
  worker: () => octaviaBalancer({ octavia: octavia.request, clock, marking: MARKING }),
  stranger: () => octaviaBalancer({ octavia: octavia.request, clock, marking: THEIRS }),
  balancer: () => wanted(),
  endpoint: (n) => ({ address: `10.0.0.${n}`, port: 80 }),
});

describe('what Octavia is asked', () => {
  const world = () => {
    const server = new OctaviaLookalike();
    const balancer = octaviaBalancer({ octavia: server.request, clock, marking: MARKING });
    const raise = async (of = wanted()) => {
      for (let memory = {}; ; ) {
        const answer = await balancer.raise(of, memory);
        if (answer.kind === 'pending') memory = answer.memory ?? {};
        else if (answer.kind !== 'fault' || answer.fault.kind !== 'transient') return answer;
      }
    };
    return { server, balancer, raise };
  };

  test('the parts, one after the other, each once the load balancer is ACTIVE again', async () => {
    const { server, raise } = world();
    const up = await raise();
    expect(server.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /v2/lbaas/loadbalancers',
      'POST /v2/lbaas/listeners',
      'POST /v2/lbaas/pools',
      'POST /v2/lbaas/healthmonitors',
    ]);
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(server.bodies).toEqual([
      {
        loadbalancer: {
          name: 'coppice-lb-c-lb',
          description: balancerMark(MARKING, wanted()),
          vip_subnet_id: 'public',
          admin_state_up: true,
        },
      },
      {
        listener: {
          name: 'coppice-listener-c-lb',
          loadbalancer_id: id,
          protocol: 'HTTP',
          protocol_port: 80,
          connection_limit: -1,
          admin_state_up: true,
        },
      },
      { pool: { name: 'coppice-pool-c-lb', listener_id: id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', admin_state_up: true } },
      {
        healthmonitor: {
          name: 'coppice-healthmonitor-c-lb',
          pool_id: id,
          type: 'HTTP',
          delay: 10,
          timeout: 5,
          max_retries: 3,
          admin_state_up: true,
          url_path: '/',
        },
      },
    ]);
    expect(up).toMatchObject({
      kind: 'ok',
      data: { loadbalancer: id, listener: id, pool: id, healthmonitor: id, vip_address: '203.0.113.9' },
    });
  });

  test('a part that is refused takes everything down with it', async () => {
    const { server, raise } = world();
    server.refuses = 'POST pools';
    expect(await raise()).toMatchObject({
      fault: { kind: 'permanent', code: 'balancer.refused', message: expect.stringContaining('it is not done here') },
    });
    expect(server.requests.at(-1)).toBe('DELETE /v2/lbaas/loadbalancers/{id}?cascade=true');
    expect(server.left).toBe(0);
  });

  test('a load balancer that was raised here is told of, and taken away with all that belongs to it; others are not', async () => {
    const { server, balancer, raise } = world();
    server.provide();
    await raise();
    const listed = await balancer.list();
    const [one] = listed.kind === 'ok' ? listed.companions : [];
    expect(listed).toEqual({
      kind: 'ok',
      companions: [expect.objectContaining({ kind: 'load-balancer', project: 'p', clusterId: 'c', policyId: 'lb', proof: 'signed' })],
    });
    const theirs = octaviaBalancer({ octavia: server.request, clock, marking: THEIRS });
    expect(await theirs.list()).toEqual({ kind: 'ok', companions: [] });
    if (!one) return;
    expect(await theirs.discard(one)).toMatchObject({ fault: { code: 'balancer.refused' } });
    let answer = await balancer.discard(one);
    for (let i = 0; answer.kind === 'pending' && i < 9; i++) answer = await balancer.discard(one);
    expect(answer).toMatchObject({ kind: 'ok' });
    expect(server.left).toBe(2);
  });

  test('for whose sake others go has to answer first, or is no member', async () => {
    const { server, balancer, raise } = world();
    const up = await raise();
    const of = { ...wanted(), data: up.kind === 'ok' ? (up.data ?? {}) : {} };
    const one = { nodeId: 'n', name: 'node-1', address: '10.0.0.1', port: 80 };
    server.answers = 'OFFLINE';
    let answer = await balancer.add(of, [one], {}, true);
    const until = now + 60_000;
    while (answer.kind === 'pending' && now < until) answer = await balancer.add(of, [one], answer.memory ?? {}, true);
    expect(answer).toMatchObject({ fault: { code: 'balancer.silent', message: expect.stringContaining('10.0.0.1:80 within 30 seconds') } });
    expect(await balancer.status(of, one)).toEqual({ kind: 'absent' });
    server.answers = 'ONLINE';
    while ((await balancer.add(of, [one], {}, true)).kind !== 'ok');
    expect(await balancer.status(of, one)).toEqual({ kind: 'up' });
  });

  test('of a load balancer that was there before, only members are touched', async () => {
    const { server, balancer, raise } = world();
    const { loadbalancer, pool } = server.provide();
    const there = wanted({ loadbalancer, pool: { ...properties.pool, id: pool } });
    const up = await raise(there);
    expect(up).toMatchObject({ kind: 'ok', data: { preexisting: true, loadbalancer, pool, vip_address: '203.0.113.5' } });
    const of = { ...there, data: up.kind === 'ok' ? (up.data ?? {}) : {} };
    const one = { nodeId: 'n', name: 'node-1', address: '10.0.0.1', port: 80 };
    while ((await balancer.add(of, [one], {})).kind !== 'ok');
    while ((await balancer.raze(of, [one], {})).kind !== 'ok');
    expect(await balancer.status(of, one)).toEqual({ kind: 'absent' });
    expect(server.left).toBe(2);
  });
});
