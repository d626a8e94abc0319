import { expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { createPolicy, validatePolicy } from '../../../../lib/app/policies/create-policy.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { cryptoRandom } from '../../../../lib/platform/crypto-random.ts';
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
