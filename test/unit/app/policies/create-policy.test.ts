import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { createPolicy, validatePolicy } from '../../../../lib/app/policies/create-policy.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { allowanceOf } from '../../../../lib/domain/outgoing/destination.ts';
import { cryptoRandom } from '../../../../lib/platform/crypto-random.ts';
import { guardedHttp } from '../../../../lib/platform/guarded-http/guarded-http.ts';
import { systemClock } from '../../../../lib/platform/system-clock.ts';
import { plainSealing } from '../../../../lib/simulator/outside/plain-sealing.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { policyView } from '../../../../lib/wire/senlin/views/policy.ts';

const caller = { userId: 'u', projectId: 'p' } as Principal;
const spec = {
  type: 'senlin.policy.health',
  version: '1.1',
  properties: { detection: { interval: 10, detection_modes: [] }, recovery: { actions: [] } },
};
const app = (leastHealthInterval: number) =>
  ({ store: new MemoryDocumentStore(), clock: systemClock, random: cryptoRandom, policyLimits: { leastHealthInterval } }) as unknown as App;

test.each([
  [10, 'ok'],
  [11, 'refused'],
])('an operator who allows health checks every %d seconds: one every 10 is %s', async (least, kind) => {
  expect(await createPolicy(app(least))(caller, { name: 'health', spec })).toMatchObject({ kind });
  expect(await validatePolicy(app(least))(caller, { spec })).toMatchObject({ kind });
});

describe('an address that would be told of nodes', () => {
  const read = allowanceOf([]);
  if (typeof read === 'string') throw new Error(read);
  const guarded = { ...app(10), outgoing: guardedHttp(read, async () => [{ address: '93.184.215.14', family: 4 }]) } as App;
  const hook = (url: string) => ({
    type: 'senlin.policy.deletion',
    version: '1.1',
    properties: { hooks: { type: 'webhook', timeout: 60, params: { url } } },
  });

  test.each(['http://169.254.169.254/latest', 'http://127.0.0.1:8080/', 'https://user@hooks.example/', 'https://hooks.example:22/'])(
    '%s is refused where it is written down',
    async (url) => {
      for (const answer of [
        await createPolicy(guarded)(caller, { name: 'hook', spec: hook(url) }),
        await validatePolicy(guarded)(caller, { spec: hook(url) }),
      ])
        expect(answer).toMatchObject({ kind: 'refused', fault: { code: expect.stringMatching(/^outgoing\./) } });
      expect((await guarded.store.list('policy', 'p')).items).toEqual([]);
    },
  );

  test('is public, or there is none', async () => {
    expect(await validatePolicy(guarded)(caller, { spec: hook('https://hooks.example/') })).toMatchObject({ kind: 'ok' });
    const told = { ...hook(''), properties: { hooks: { type: 'zaqar', timeout: 60, params: { queue: 'q' } } } };
    expect(await validatePolicy(guarded)(caller, { spec: told })).toMatchObject({ kind: 'ok' });
  });

  test('is looked at though a topic is named that is none', async () => {
    const target = (target: JsonObject) =>
      validatePolicy(guarded)(caller, {
        spec: { type: 'coppice.policy.lifecycle_hook', version: '1.0', properties: { transition: 'TERMINATING', target } },
      });
    expect(await target({ topic: '', url: 'http://169.254.169.254/latest' })).toMatchObject({
      fault: { code: expect.stringMatching(/^outgoing\./) },
    });
    expect(await target({ topic: '', url: 'https://hooks.example/' })).toMatchObject({ kind: 'ok' });
  });
});

describe('the secret of a hook', () => {
  const SECRET = 'sixteen and more';
  const sealed = { ...app(10), sealing: plainSealing, outgoing: { check: async () => undefined } } as unknown as App;
  const hook = (target: Json) => ({
    type: 'coppice.policy.lifecycle_hook',
    version: '1.0',
    properties: { transition: 'TERMINATING', target },
  });
  const url = 'https://hooks.example/';

  test.each<[string, Json]>([
    ['a map', { url, secret: SECRET }],
    ['text', JSON.stringify({ url, secret: SECRET })],
  ])('in a target that is %s is kept sealed, and shown to nobody', async (_, target) => {
    const made = await createPolicy(sealed)(caller, { name: 'hook', spec: hook(target) });
    if (made.kind !== 'ok') throw new Error(made.fault.message);
    expect(made).not.toHaveProperty('secret');
    expect(made.policy.spec).toEqual(hook({ url, secret: '********' }));
    expect(JSON.stringify(policyView(made.policy))).not.toContain(SECRET);
    const kept = await sealed.store.get('policy', { project: 'p', id: made.policy.id });
    expect(kept?.spec).toEqual(made.policy.spec);
    expect(await plainSealing.open(kept?.sealedSecret ?? '', { project: 'p', object: `policy/${made.policy.id}` })).toEqual({
      kind: 'opened',
      secret: SECRET,
    });
    const looked = await validatePolicy(sealed)(caller, { spec: hook(target) });
    expect(looked).toMatchObject({ kind: 'ok' });
    expect(JSON.stringify(looked)).not.toContain(SECRET);
  });

  test.each<[string, Json]>([
    ['that is too short', { url, secret: 'fifteen letters' }],
    ['that was shown in its place', { url, secret: '********' }],
    ['that is too long', { url, secret: 'x'.repeat(257) }],
    ['for a queue', { queue: 'q', secret: SECRET }],
  ])('%s is refused, without saying it', async (_, target) => {
    const answer = await createPolicy(sealed)(caller, { name: 'hook', spec: hook(target) });
    expect(answer).toMatchObject({ kind: 'refused', fault: { message: expect.stringContaining("the 'secret' of 'target'") } });
    expect(JSON.stringify(answer)).not.toContain(String((target as JsonObject).secret));
  });

  test('is asked for nothing where no secret can be kept', async () => {
    const fault = permanent('sealing.none', 'no key');
    const keyless = { ...sealed, sealing: { ...plainSealing, seal: async () => ({ kind: 'fault', fault }) } } as unknown as App;
    const before = (await keyless.store.list('policy', 'p')).items.length;
    expect(await createPolicy(keyless)(caller, { name: 'hook', spec: hook({ url, secret: SECRET }) })).toEqual({ kind: 'refused', fault });
    expect((await keyless.store.list('policy', 'p')).items).toHaveLength(before);
  });
});
