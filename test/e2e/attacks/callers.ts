import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { expect } from '@jest/globals';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import { BURST } from '../../../lib/domain/receiver/pace.ts';
import { type Attack, attack, each, type Stage } from './attack.ts';

/** As many streams of events as a project of this service may have open. */
export const STREAMS = 3;

let named = 0;
type Made = { readonly url: string; readonly hmac: string; readonly id: string };

async function webhook({ demo, ours }: Stage, more: JsonObject = {}): Promise<Made> {
  const receiver = {
    name: `hook-${named++}`,
    type: 'webhook',
    cluster_id: ours.cluster,
    action: 'CLUSTER_CHECK',
    params: {},
    rate: 6_000,
    ...more,
  };
  const { text } = await demo.ask('POST', '/v1/receivers', { receiver });
  const made = JSON.parse(text).receiver as { readonly id: string; readonly channel: Readonly<Record<string, string>> };
  return { id: made.id, url: made.channel.alarm_url ?? '', hmac: made.channel.hmac_secret ?? '' };
}
const call = (url: string, body = '', headers: Record<string, string> = {}, method = 'POST') =>
  fetch(url, { method, headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers }, ...(body && { body }) });
const statusOf = async (...asked: Parameters<typeof call>) => (await call(...asked)).status;
const count = async ({ demo }: Stage) => (await demo.list('/v1/actions')).length;
/** Whatever is asked, no action comes of it. */
const inVain = async (stage: Stage, ask: () => Promise<void>) => {
  const before = await count(stage);
  await ask();
  expect(await count(stage)).toBe(before);
};
const signature = (secret: string, body: string, at = Math.floor(Date.now() / 1_000)) => ({
  'X-Coppice-Timestamp': String(at),
  'X-Coppice-Signature': `sha256=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
});

export const callers: readonly Attack[] = [
  attack(11, 'guessed, truncated, of another receiver, and with no key at all', async (stage) => {
    const [one, other] = [await webhook(stage), await webhook(stage)];
    await inVain(stage, async () => {
      const key = new URL(one.url).searchParams.get('key') ?? '';
      for (const wrong of [
        key.slice(0, -1),
        `${key}0`,
        key.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
        key.split('.')[0] ?? '',
        '',
        '%00',
        new URL(other.url).searchParams.get('key') ?? '',
      ]) {
        const url = new URL(one.url);
        url.searchParams.set('key', wrong);
        expect(await statusOf(url.href)).toBe(404);
      }
      const bare = new URL(one.url);
      bare.searchParams.delete('key');
      expect(await statusOf(bare.href)).toBe(404);
      expect(await statusOf(one.url.replace(one.id, '0badc0de-0000-4000-8000-000000000000'))).toBe(404);
      expect(await statusOf(one.url.replace(one.id, one.id.slice(0, 8)))).toBe(404);
    });
  }),
  attack(11, 'with another method', async (stage) => {
    const { url } = await webhook(stage);
    await inVain(stage, async () => {
      for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await call(url, '', {}, method);
        expect([method, answer.status, answer.headers.get('Allow')]).toEqual([method, 405, 'POST']);
      }
    });
  }),
  attack(11, 'expired, rotated, deleted', async (stage) => {
    const { demo } = stage;
    const [rotated, deleted] = [await webhook(stage), await webhook(stage)];
    const past = {
      receiver: {
        name: 'past',
        type: 'webhook',
        cluster_id: stage.ours.cluster,
        action: 'CLUSTER_CHECK',
        expires_at: '2020-01-01T00:00:00Z',
      },
    };
    expect((await demo.ask('POST', '/v1/receivers', past)).status).toBe(400);
    expect((await demo.ask('POST', `/v1/receivers/${rotated.id}/actions`, { rotate: {} })).status).toBe(200);
    expect((await demo.ask('DELETE', `/v1/receivers/${deleted.id}`)).status).toBe(204);
    await inVain(stage, async () => {
      for (const { url } of [rotated, deleted]) expect(await statusOf(url)).toBe(404);
    });
  }),

  ...each(
    12,
    {
      force: { force: true },
      'another cluster': { cluster: 'x', cluster_id: 'x', target: 'x' },
      'another action': { action: 'CLUSTER_DELETE' },
      'another user': { user: 'x', project: 'x' },
    } as Readonly<Record<string, JsonObject>>,
    async (stage, given) => {
      const { url } = await webhook(stage);
      const answer = await call(url, JSON.stringify(given));
      // Passed over when it means nothing to the action, refused when it would widen it.
      expect([202, 400, 409]).toContain(answer.status);
      if (answer.status !== 202) return;
      const action = await stage.demo.finish(answer.headers.get('Location')?.split('/actions/')[1] ?? '');
      expect(action).toMatchObject({ action: 'CLUSTER_CHECK', target: stage.ours.cluster, inputs: {} });
    },
  ),
  attack(12, 'an input that is not the caller’s to set', async (stage) => {
    const { url } = await webhook(stage, { action: 'CLUSTER_SCALE_OUT', params: { count: 1 }, allowed_params: [] });
    await inVain(stage, async () => expect(await statusOf(url, JSON.stringify({ count: 900 }))).toBe(400));
  }),

  attack(13, 'a flood is held up, whatever it is of', async (stage) => {
    const { url } = await webhook(stage, { rate: 1 });
    const statuses = await Promise.all(Array.from({ length: 200 }, () => statusOf(url)));
    expect(statuses.every((status) => [202, 409, 429].includes(status))).toBe(true);
    expect(statuses.filter((status) => status === 202).length).toBeLessThanOrEqual(BURST);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(100);
  }),

  attack(14, 'sent again, later, altered, or signed with nothing', async (stage) => {
    const { url, hmac } = await webhook(stage, { hmac: true });
    expect(hmac).not.toBe('');
    const body = '{"alarm":1}';
    const headers = signature(hmac, body);
    const first = await call(url, body, headers);
    expect([202, 409]).toContain(first.status);
    if (first.status === 202) await stage.demo.finish(first.headers.get('Location')?.split('/actions/')[1] ?? '');
    await inVain(stage, async () => {
      // A minute beyond what is allowed: the clock goes on while a request is on its way, and what was 301 s ahead may arrive 300 s ahead.
      // The bound itself is test/unit/domain/outgoing/signature.test.ts's, where time is an argument.
      const now = Math.floor(Date.now() / 1_000);
      if (first.status === 202) expect(await statusOf(url, body, headers)).toBe(401);
      expect(await statusOf(url, body, signature(hmac, body, now - 360))).toBe(401);
      expect(await statusOf(url, body, signature(hmac, body, now + 360))).toBe(401);
      expect(await statusOf(url, '{"alarm":2}', headers)).toBe(401);
      expect(await statusOf(url, body, signature('guessed', body))).toBe(401);
      expect(await statusOf(url, body, { ...headers, 'X-Coppice-Signature': 'sha256=' })).toBe(401);
      expect(await statusOf(url, body)).toBe(401);
    });
  }),

  attack(45, 'news without a token or a signature, or signed by nobody', async (stage) => {
    const news = JSON.stringify({ node_id: stage.ours.node, gone: true });
    const url = `${stage.service.url}/v1/notifications/node`;
    expect(await statusOf(url, news)).toBe(401);
    expect(await statusOf(url, news, signature('guessed', news))).toBe(401);
    expect(await statusOf(url, news, { 'X-Coppice-Project': stage.ours.project, ...signature('guessed', news) })).toBe(401);
    expect(
      (await stage.demo.ask('POST', '/v1/notifications/sns', { Type: 'SubscriptionConfirmation', SubscribeURL: 'http://169.254.169.254/' }))
        .status,
    ).toBe(404);
    expect(await stage.demo.show(`/v1/nodes/${stage.ours.node}`)).toMatchObject({ status: 'ACTIVE' });
  }),
  attack(45, 'news of another project’s node are dropped and counted', async (stage) => {
    const { demo, theirs } = stage;
    const { status, text } = await demo.ask('POST', '/v1/notifications/node', {
      node_id: theirs.node,
      project_id: theirs.project,
      gone: true,
    });
    expect([status, ['foreign', 'unknown'].includes(JSON.parse(text).reception)]).toEqual([202, true]);
    expect(await stage.alt.show(`/v1/nodes/${theirs.node}`)).toMatchObject({ status: 'ACTIVE' });
    expect((await demo.ask('GET', '/v1/notifications')).text).toMatch(/foreign|unknown/);
  }),

  attack(46, 'a token that was never given out', async ({ demo, ours }) => {
    const completion = {
      complete_lifecycle: { lifecycle_action_token: '0badc0de-0000-4000-8000-000000000000', lifecycle_action_result: 'CONTINUE' },
    };
    const { status } = await demo.ask('POST', `/v1/clusters/${ours.cluster}/actions`, completion);
    expect([400, 404, 410]).toContain(status);
    for (const token of ['x', '', 'a'.repeat(5_000), '../x'])
      expect([400, 404]).toContain((await demo.ask('POST', '/v1/executions/complete', { token, output: {} })).status);
  }),

  attack(50, 'more streams than a project may have', async (stage) => {
    const open: { readonly end: () => void }[] = [];
    const status = async (user: 'demo' | 'alt'): Promise<number> => {
      const headers = { 'X-Auth-Token': await stage.token(user), 'OpenStack-API-Version': 'clustering 1.15' };
      return new Promise((resolve, reject) => {
        const asked = request(`${stage.service.url}/v1/events/stream`, { headers }, (response) => {
          open.push({ end: () => asked.destroy() });
          response.on('error', () => {});
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        asked.on('error', reject);
        asked.end();
      });
    };
    for (let i = 0; i < STREAMS; i++) expect(await status('demo')).toBe(200);
    expect([await status('demo'), await status('demo'), await status('alt')]).toEqual([429, 429, 200]);
    for (const { end } of open) end();
  }),
];
