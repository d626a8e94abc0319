import { expect } from '@jest/globals';
import type { Json, JsonObject } from '../../../lib/domain/kernel/json.ts';
import { type Attack, attack, each, FAKE, messageOf } from './attack.ts';

const PAST = 2 ** 31;
const pairs = (...each: readonly JsonObject[]): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(each.map((one) => [JSON.stringify(one), one]));

let named = 0;
const cluster = (more: JsonObject) => ({ cluster: { name: `sized-${named++}`, profile_id: 'fake', ...more } });

export const sizes: readonly Attack[] = [
  attack(30, 'filters are compared and not executed', async ({ demo }) => {
    expect(await demo.list(`/v1/clusters?name=${encodeURIComponent('(a+)+$')}`)).toEqual([]);
  }),
  attack(30, 'a pattern that would take for ever takes no longer than its text', async ({ demo }) => {
    const polled = {
      type: 'NODE_STATUS_POLL_URL',
      options: { poll_url: 'https://example.com/', poll_url_healthy_response: '(a+)+(a+)+$' },
    };
    const spec = {
      type: 'senlin.policy.health',
      version: '1.1',
      properties: { detection: { interval: 600, detection_modes: [polled] }, recovery: {} },
    };
    expect([200, 201, 400]).toContain((await demo.ask('POST', '/v1/policies', { policy: { name: 'redos', spec } })).status);
  }),

  ...each(
    31,
    pairs(
      { cron: '* * * * * *' },
      { cron: '0 0 30 2 *' },
      { cron: '0 0 1 1 * 9999' },
      { at: '9999-12-31T23:59:59Z' },
      { cron: '0 0 * * *', timezone: '../../etc/localtime' },
      { cron: '0 0 * * *', timezone: 'Mars/Olympus' },
      { cron: '99 * * * *' },
      { cron: '*/0 * * * *' },
      { cron: `${'1,'.repeat(20_000)}1 * * * *` },
      { cron: '$(reboot) * * * *' },
    ),
    async ({ demo, ours }, timing) => {
      const schedule = { name: 'absurd', target: ours.cluster, action: 'CLUSTER_CHECK', ...timing };
      const answer = await demo.ask('POST', '/v1/schedules', { schedule });
      expect([timing, answer.status]).toEqual([timing, 400]);
      expect(messageOf(answer)).toMatch(/cron|timezone|at|time/i);
      expect((await demo.ask('POST', '/v1/schedules/preview', { schedule: timing })).status).toBe(400);
    },
  ),

  ...each(
    32,
    pairs(
      { desired_capacity: -1 },
      { desired_capacity: 1.5 },
      { desired_capacity: '0x10' },
      { desired_capacity: PAST },
      { desired_capacity: true },
      { desired_capacity: [1] },
      { desired_capacity: 5, max_size: 3 },
      { desired_capacity: 1, min_size: 2 },
      { min_size: 5, max_size: 3, desired_capacity: 4 },
      { min_size: -1 },
      { max_size: -2 },
      { max_size: PAST },
      { timeout: -1 },
      { timeout: PAST },
    ),
    async ({ demo }, wrong) => {
      const answer = await demo.ask('POST', '/v1/clusters', cluster(wrong));
      expect(answer.status).toBe(400);
      expect(messageOf(answer)).not.toBe('');
    },
  ),
  attack(32, 'digits as text, and null, are what Senlin takes them for', async ({ demo }) => {
    for (const [sent, kept] of [
      ['2', 2],
      [null, 0],
    ] as readonly (readonly [Json, number])[]) {
      const { text, status } = await demo.ask('POST', '/v1/clusters', cluster({ desired_capacity: sent }));
      expect([status, JSON.parse(text).cluster.desired_capacity]).toEqual([202, kept]);
    }
  }),
  ...each(
    32,
    pairs({ count: -1 }, { count: 0 }, { count: 1.5 }, { count: PAST }, { count: 'many' }, { count: [] }),
    async ({ demo, ours }, wrong) => {
      for (const verb of ['scale_out', 'scale_in'])
        expect((await demo.ask('POST', `/v1/clusters/${ours.cluster}/actions`, { [verb]: wrong })).status).toBe(400);
    },
  ),

  ...each(
    33,
    pairs(
      { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 1e9 },
      { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 'NaN' },
      { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: PAST },
      { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 10, min_step: -1 },
      { adjustment_type: 'EXACT_CAPACITY', number: -1 },
      { adjustment_type: 'EXACT_CAPACITY', number: null },
      { adjustment_type: 'EXACT_CAPACITY', number: PAST },
      { adjustment_type: 'NONSENSE', number: 1 },
      { number: 1 },
      { min_size: 5, max_size: 3 },
    ),
    async ({ demo, ours }, resize) => {
      expect((await demo.ask('POST', `/v1/clusters/${ours.cluster}/actions`, { resize })).status).toBe(400);
    },
  ),
  attack(33, 'a hundred percent less stops at the least size', async ({ demo }) => {
    await demo.do('POST', '/v1/clusters', cluster({ name: 'shrunk', min_size: 1, desired_capacity: 2 }));
    await demo.do('POST', '/v1/clusters/shrunk/actions', {
      resize: { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: -100, strict: false },
    });
    expect(await demo.show('/v1/clusters/shrunk')).toMatchObject({ desired_capacity: 1 });
    const strict = { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: -1_000, strict: true };
    expect((await demo.ask('POST', '/v1/clusters/shrunk/actions', { resize: strict })).status).toBe(400);
  }),

  attack(34, 'fifty at once under one key are one', async ({ demo, service, token }) => {
    await demo.do('POST', '/v1/clusters', cluster({ name: 'once', desired_capacity: 1, max_size: 40 }));
    const headers = { 'X-Auth-Token': await token('demo'), 'Content-Type': 'application/json', 'Idempotency-Key': 'fifty' };
    const send = () =>
      fetch(`${service.url}/v1/clusters/once/actions`, { method: 'POST', headers, body: JSON.stringify({ scale_out: { count: 1 } }) });
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    const ids = new Set(answers.filter(({ status }) => status === 202).map(({ headers: sent }) => sent.get('Location')));
    expect([ids.size, answers.every(({ status }) => status === 202 || status === 409)]).toEqual([1, true]);
    await demo.finish([...ids][0]?.split('/actions/')[1] ?? '');
    expect(await demo.show('/v1/clusters/once')).toMatchObject({ desired_capacity: 2 });
  }),
  attack(34, 'fifty at once under their own keys never pass the greatest size', async ({ demo, service, token }) => {
    await demo.do('POST', '/v1/clusters', cluster({ name: 'many', desired_capacity: 1, max_size: 4 }));
    const headers = { 'X-Auth-Token': await token('demo'), 'Content-Type': 'application/json' };
    const send = (key: number) =>
      fetch(`${service.url}/v1/clusters/many/actions`, {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': `own-${key}` },
        body: JSON.stringify({ scale_out: { count: 1 } }),
      });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => send(i)));
    const filed = answers
      .filter(({ status }) => status === 202)
      .map(({ headers: sent }) => sent.get('Location')?.split('/actions/')[1] ?? '');
    expect(answers.every(({ status }) => [202, 400, 409].includes(status))).toBe(true);
    const done = await Promise.all(filed.map((id) => demo.finish(id)));
    const grown = done.filter(({ status }) => status === 'SUCCEEDED').length;
    expect(await demo.show('/v1/clusters/many')).toMatchObject({ desired_capacity: 1 + grown });
    expect(grown).toBeLessThanOrEqual(3);
  }),

  attack(36, 'marks of ownership are nobody’s to give', async ({ demo }) => {
    for (const name of ['coppice.node', 'coppice.installation', 'aws:autoscaling:groupName']) {
      const metadata = { [name]: 'x' };
      for (const [path, body] of [
        ['/v1/profiles', { profile: { name: 'forger', spec: FAKE, metadata } }],
        ['/v1/clusters', cluster({ metadata })],
        ['/v1/nodes', { node: { name: 'forger', profile_id: 'fake', metadata } }],
      ] as const)
        expect((await demo.ask('POST', path, body)).status).toBe(400);
    }
    const spec = { type: 'container.dockerinc.docker', version: '1.0', properties: { image: 'nginx', labels: { 'coppice.node': 'x' } } };
    expect((await demo.ask('POST', '/v1/profiles', { profile: { name: 'forger', spec } })).status).toBe(400);
  }),
];
