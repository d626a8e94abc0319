import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { createPolicy, validatePolicy } from '../../../../lib/app/policies/create-policy.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { allowanceOf } from '../../../../lib/domain/outgoing/destination.ts';
import { cryptoRandom } from '../../../../lib/platform/crypto-random.ts';
import { guardedHttp } from '../../../../lib/platform/guarded-http/guarded-http.ts';
import { systemClock } from '../../../../lib/platform/system-clock.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';

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
});
