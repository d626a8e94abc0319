import { describe, expect, test } from '@jest/globals';
import { admitRequests } from '../../../../lib/app/quotas/admit-requests.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { NO_LIMITS, NOTHING } from '../../../../lib/domain/quota/limits.ts';
import { recounted } from '../../../../lib/domain/quota/usage.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { MemoryRequestMeter } from '../../../../lib/store/memory/request-meter.ts';
import { PROJECT, T0 } from '../../../support/documents.ts';

/** Two processes of one service. */
function service(requests_per_minute = -1) {
  const store = new MemoryDocumentStore();
  const meter = new MemoryRequestMeter();
  let [now, taken] = [T0, 0];
  const counted = { take: (...args: Parameters<typeof meter.take>) => meter.take(...args).finally(() => taken++) };
  const process = () =>
    admitRequests({ store, clock: { now: () => now }, meter: counted, defaults: { ...NO_LIMITS, requests_per_minute } });
  return {
    store,
    admit: process(),
    elsewhere: process(),
    taken: () => taken,
    pass: (some: number) => {
      now = after(now, seconds(some));
    },
  };
}

describe('requests a minute', () => {
  test('are as many as the limit says, in all processes together, and then again', async () => {
    const { admit, elsewhere, pass, taken } = service(3);
    const answers = [await admit(demo), await elsewhere(demo), await admit(demo), await elsewhere(demo), await admit(demo)];
    expect(answers.map((answer) => answer?.fault.code)).toEqual([
      ...[0, 0, 0].map(() => undefined),
      ...[0, 0].map(() => 'quota.too-many-requests'),
    ]);
    expect(answers[4]).toMatchObject({ fault: { kind: 'transient', retryAfter: 60 - Math.floor((T0 / 1000) % 60) } });
    const before = taken();
    await admit(demo);
    expect(taken()).toBe(before);
    pass(60);
    expect(await admit(demo)).toBeUndefined();
  });

  test('are not counted where there is no limit, nor those of administrators', async () => {
    const free = service();
    expect(await free.admit(demo)).toBeUndefined();
    expect(free.taken()).toBe(0);
    const { admit, taken } = service(0);
    expect(await admit({ ...demo, isAdmin: true })).toBeUndefined();
    expect(taken()).toBe(0);
    expect(await admit(demo)).toMatchObject({ kind: 'refused' });
  });

  test('of one project are no matter of another one, and a limit that is raised is heeded within seconds', async () => {
    const { admit, store, pass } = service(1);
    await admit(demo);
    expect(await admit(demo)).toMatchObject({ kind: 'refused' });
    expect(await admit({ ...demo, projectId: 'other' })).toBeUndefined();
    const usage = { ...recounted(PROJECT, undefined, NOTHING, T0), limits: { requests_per_minute: 5 } };
    await store.commit([{ put: 'quota', doc: usage }]);
    pass(10);
    expect(await admit(demo)).toBeUndefined();
  });
});
