import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { stepAction } from '../../../../lib/app/engine/step-action.ts';
import { advanceJournal } from '../../../../lib/app/journal/advance-journal.ts';
import { once } from '../../../../lib/app/requests/once.ts';
import { scopedVerbs } from '../../../../lib/app/requests/scoped-verbs.ts';
import { ownSecrets } from '../../../../lib/app/secrets/own-secrets.ts';
import { tellSecrets } from '../../../../lib/app/secrets/tell-secrets.ts';
import { deliver } from '../../../../lib/app/subscriptions/deliver.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { Kind } from '../../../../lib/domain/documents.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { findProfileType, profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import type { ProfileType } from '../../../../lib/domain/profile/profile-type.ts';
import { fakeDriver } from '../../../../lib/drivers/fake/driver.ts';
import { errorFacts, jsonLog } from '../../../../lib/platform/json-log.ts';
import { memoryRedaction } from '../../../../lib/platform/redaction.ts';
import { keyFileSealing } from '../../../../lib/platform/sealing/key-file.ts';
import { sha256Digest } from '../../../../lib/platform/sha256-digest.ts';
import type { Carriers } from '../../../../lib/ports/carrier.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import type { Nudge } from '../../../../lib/ports/nudges.ts';
import { nowhere } from '../../../../lib/simulator/outside/nowhere.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { leaks, type Sink } from '../../../support/canary.ts';
import { T0 } from '../../../support/documents.ts';
import { memoryApp } from '../../../support/memory-app.ts';
import { principal } from '../../../support/senlin-wire.ts';

const CANARIES = {
  plain: 'canary-1f8e77ab-plain',
  odd: 'canary/2+"quoted" ünï&<x>=?%\tz',
  lines: '-----BEGIN CANARY-----\nY2FuYXJ5IG9mIGxpbmVzIQx8yz\nand-another-line-of-it\n-----END CANARY-----',
  next: 'canary-after-its-rotation-51',
  signing: 'canary-that-signs-hooks-99',
  subscription: 'canary-that-signs-events-77',
};
const KINDS = [
  ...(['cluster', 'node', 'profile', 'policy', 'action', 'event', 'schedule', 'watch', 'tally', 'journal', 'entry', 'readers'] as const),
  ...(['receiver', 'subscription', 'letter', 'request', 'workflow', 'execution', 'secret'] as const),
] satisfies readonly Kind[];

const home = mkdtempSync(join(tmpdir(), 'coppice-canary-'));
afterAll(() => rmSync(home, { recursive: true }));

/** A cloud that repeats what it was told in every answer there is, in every way of writing it. */
const echo = (told: unknown): string => {
  const text = JSON.stringify(told);
  const values = Object.values((told as { env?: Record<string, string> }).env ?? {}).map(String);
  return [text, ...values, JSON.stringify(text), btoa(unescape(encodeURIComponent(text))), ...values.map(encodeURIComponent)].join(' | ');
};

describe('canaries', () => {
  const sinks: Sink[] = [];
  const destinations: string[] = [];
  let receiverKey = '';

  beforeAll(async () => {
    let now = T0;
    const clock = { now: () => now };
    const store = new MemoryDocumentStore();
    const sealing = keyFileSealing(home);
    const redaction = memoryRedaction();
    const secrets = { backends: { coppice: ownSecrets({ store, sealing }) }, redaction };
    const log = jsonLog({ least: 'debug', write: (what) => sinks.push({ where: 'the log', what }), now: () => now, quiet: redaction.line });

    let mood: 'works' | 'fails' | 'breaks' = 'works';
    const fake = fakeDriver({ clock });
    const said = async (verb: 'ensure' | 'operate' | 'update' | 'check', call: never): Promise<Outcome> => {
      const { resource, properties = resource } = call as { resource: { properties: object }; properties?: object };
      const told = (properties as { properties?: object }).properties ?? properties;
      destinations.push(JSON.stringify(told));
      if (mood === 'breaks') throw new Error(`it broke on ${echo(told)}`);
      if (mood === 'fails') return { kind: 'fault', fault: permanent('driver.refused', `it refused ${echo(told)}`) };
      if (verb === 'check') return { kind: 'unhealthy', reason: `it is ill of ${destinations.join(' ')}`, gone: false };
      const outcome = await (fake[verb] as (call: never) => Promise<Outcome>)(call);
      return outcome.kind === 'ok' ? { ...outcome, memory: { ...outcome.memory, last: echo(told) }, data: { echo: echo(told) } } : outcome;
    };
    const chatty: Driver = {
      ...fake,
      ensure: (call) => said('ensure', call as never),
      operate: (call) => said('operate', call as never),
      update: (call) => said('update', call as never),
      check: (call) => said('check', call as never),
      details: async () => ({ kind: 'ok', details: { env: destinations.join(' ') } }),
    };
    const driver = tellSecrets(chatty, findProfileType('local.process-1.0') as ProfileType, secrets);

    const waiting: Nudge[] = [];
    const app = memoryApp({
      store,
      clock,
      drivers: () => driver,
      sealing,
      secrets,
      outgoing: { ...nowhere, check: async () => undefined },
      nudges: { send: async (nudges) => void waiting.push(...nudges) },
    });
    const handle = senlinHandler({
      clustering: scopedVerbs(app, (of) => clusteringVerbs(of, facts())),
      verify: async (token) => principal(token),
      report: (error, { requestId }) => log('error', 'request failed', { request: requestId, ...errorFacts(error) }),
      engineId: 'engine',
      now: () => now,
      profileTypes,
      policyTypes,
      repeating: (request, answer) => once({ ...app, digest: sha256Digest }, request, answer),
    });
    let serial = 0;
    const ask = async (method: string, url: string, body?: unknown) => {
      const [path = '', query = ''] = `/v1${url}`.split('?');
      serial += 1;
      const answer = await handle({
        method,
        path,
        query,
        headers: {
          'x-auth-token': 'demo',
          'openstack-api-version': 'clustering latest',
          'content-type': 'application/json',
          'idempotency-key': `key-${serial}`,
        },
        body: body === undefined ? '' : JSON.stringify(body),
        origin: 'http://here',
        requestId: `req-${serial}`,
      });
      sinks.push({ where: `${method} ${url}`, what: JSON.stringify(answer) });
      return { ...answer, json: answer.body === '' ? {} : JSON.parse(answer.body) };
    };
    const settle = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if ('kind' in next) continue;
        const worked = stepAction(app, next).catch((error: unknown) => {
          log('error', 'step failed', errorFacts(error));
          return [];
        });
        waiting.push(...(await worked));
      }
    };
    const made = async (method: string, url: string, body?: unknown) => {
      const answer = await ask(method, url, body);
      if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.body}`);
      await settle();
      return answer.json;
    };

    const value = { plain: CANARIES.plain, odd: CANARIES.odd };
    await made('POST', '/secrets', { secret: { name: 'db', value } });
    await made('POST', '/secrets', { secret: { name: 'key', value: CANARIES.lines } });
    const target = { url: 'https://ops.example.org/hook', secret: CANARIES.signing };
    const hook = { type: 'coppice.policy.lifecycle_hook', version: '1.0', properties: { transition: 'LAUNCHING', target } };
    await made('POST', '/policies', { policy: { name: 'hook', spec: hook } });
    await made('POST', '/subscriptions', {
      subscription: { name: 's', target: { type: 'webhook', url: 'https://ops.example.org/s' }, secret: CANARIES.subscription },
    });
    const env = {
      PLAIN: { secret_ref: 'coppice:db#plain' },
      ODD: { secret_ref: 'coppice:db#odd' },
      WHOLE: { secret_ref: 'coppice:db' },
      KEY: { secret_ref: 'coppice:key' },
    };
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', '9'], env } };
    await made('POST', '/profiles', { profile: { name: 'told', spec } });
    await made('POST', '/profiles', { profile: { name: 'other', spec: { ...spec, properties: { ...spec.properties, cwd: '/' } } } });
    await made('POST', '/clusters', { cluster: { name: 'web', profile_id: 'told', desired_capacity: 2 } });
    const receiver = { name: 'r', cluster_id: 'web', action: 'CLUSTER_SCALE_OUT', type: 'webhook' };
    const { channel } = (await made('POST', '/receivers', { receiver })).receiver;
    receiverKey = String(channel.alarm_url).split('key=')[1] ?? '';
    // The one answer that has to have it.
    sinks.pop();
    const [node] = (await made('GET', '/nodes')).nodes;
    await made('GET', `/nodes/${node.id}?show_details=true`);
    await made('POST', `/nodes/${node.id}/ops`, { restart: {} });
    await made('PATCH', '/clusters/web', { cluster: { profile_id: 'other' } });
    await made('PATCH', '/secrets/db', { secret: { value: { ...value, plain: CANARIES.next } } });
    for (mood of ['works', 'fails', 'breaks'] as const) {
      await made('POST', '/clusters/web/actions', { check: {} });
      await made('POST', '/clusters/web/actions', { recover: { operation: 'RECREATE' } });
      await made('POST', '/clusters/web/actions', { scale_out: { count: 1 } });
      await ask('POST', `/nodes/${node.id}/ops`, { restart: {} });
      await settle();
      now = (now + 600_000) as typeof now;
    }
    log('debug', 'a driver said', { said: echo({ env: { A: CANARIES.odd, B: CANARIES.lines } }) });
    await advanceJournal(app, { project: principal('demo').projectId });
    const carry = async (_: unknown, parcel: object) => {
      const { secret: _secret, ...sent } = parcel as { secret: string };
      sinks.push({ where: 'a delivery', what: JSON.stringify(sent) });
      return 'delivered' as const;
    };
    const carriers = { webhook: carry } as unknown as Carriers;
    for (const doc of store.everything('subscription')) await deliver(app, carriers, doc);
    for (const path of ['/actions', '/events', '/nodes', '/clusters', '/profiles', '/policies', '/secrets', '/subscriptions', '/receivers'])
      await ask('GET', path);
    for (const kind of KINDS)
      for (const doc of store.everything(kind)) sinks.push({ where: `the table: ${kind}`, what: JSON.stringify(doc) });
  });

  test('reached the cloud, the rotated one in its turn', () => {
    const told = destinations.map((text) => (JSON.parse(text) as { env: Record<string, string> }).env);
    for (const { plain, odd, lines, next } of [CANARIES]) {
      expect(told).toContainEqual({ PLAIN: plain, ODD: odd, WHOLE: JSON.stringify({ plain, odd }), KEY: lines });
      expect(told).toContainEqual(expect.objectContaining({ PLAIN: next }));
    }
  });

  test('are in nothing that is stored, answered, delivered or logged', () => {
    const key = readFileSync(join(home, 'sealing.key'), 'utf8').trim();
    expect(receiverKey).toMatch(/.{64}/);
    expect(leaks({ ...CANARIES, 'the sealing key': key, 'a receiver’s key': receiverKey }, sinks)).toEqual([]);
  });

  test('would have been: what was said without them is everywhere', () => {
    const where = new Set(sinks.filter(({ what }) => String(what).includes('[secret]')).map((sink) => sink.where));
    expect([...where]).toEqual(
      expect.arrayContaining([
        'the table: node',
        'the table: action',
        'the table: event',
        'GET /events',
        'GET /actions',
        'a delivery',
        'the log',
      ]),
    );
  });
});
