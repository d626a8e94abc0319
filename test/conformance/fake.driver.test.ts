import { expect } from '@jest/globals';
import { instant, seconds } from '../../lib/domain/kernel/time.ts';
import { fakeCloud, register, vanish } from '../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';
import { describeDriver } from './driver.ts';
import { checked, clear, make, operate } from './promises/promise.ts';

let now = 1_800_000_000_000;
let born = 0;
const clock = { now: () => instant(now) };
const cloud = fakeCloud();

const worker = (installation: string) => () => fakeDriver({ clock, cloud, installation, signer: markSigner([installation]) });
const place = (physicalId: string) => {
  register(cloud, physicalId, { metadata: {} }, clock.now());
  return { identity: physicalId, intact: async () => cloud.things.has(physicalId), clear: async () => vanish(cloud, physicalId) };
};
const ours = (token: string) =>
  [...cloud.things.values()].filter((thing) => thing.token === token && thing.installation === 'ours').map((thing) => thing.physicalId);

describeDriver('fake', {
  worker: worker('ours'),
  stranger: worker('theirs'),
  benighted: () => {
    for (const thing of cloud.things.values()) thing.hostDown = 'its machine is down';
    return worker('ours')();
  },
  properties: { latency: 2, jitter: 3, metadata: {} },
  impossible: [{ properties: { create_failures: 1, failure_kind: 'permanent' }, says: /refuse/ }],
  updates: [{ properties: { latency: 1, metadata: { a: 'b' } }, changed: ['latency', 'metadata'] }],
  operations: [
    { operation: 'pause', params: {}, healthy: false },
    { operation: 'unpause', params: {}, healthy: true },
    { operation: 'stop', params: {}, healthy: false },
    { operation: 'start', params: {}, healthy: true },
    { operation: 'reboot', params: { type: 'SOFT' }, healthy: true },
    { operation: 'lock', params: {}, healthy: true },
  ],
  running: async (token) => ours(token),
  traces: async (token) => ours(token),
  lose: async (physicalId) => vanish(cloud, physicalId),
  squat: async (token) => place(`fake-${token}`),
  forge: async (token, owner, signature) => {
    const physicalId = `fake-${token}`;
    const [type, createdAt] = ['fake.node', clock.now()];
    cloud.things.set(physicalId, {
      physicalId,
      type,
      token,
      owner,
      signature,
      installation: 'ours',
      properties: {},
      createdAt,
      readyAt: createdAt,
    });
    return { identity: physicalId, intact: async () => cloud.things.has(physicalId), clear: async () => vanish(cloud, physicalId) };
  },
  outsider: async () => place(`legacy-${born++}`),
  pass: async (time) => {
    now += seconds(time) * 1000;
  },
  exceptions: {
    'an operation that the backend cannot do is a permanent fault that names it': {
      reason: 'it stands for any cloud, so there is no operation that it cannot do',
      instead: async (h) => {
        const made = await make(h);
        expect(await operate(h, made, 'levitate')).toMatchObject({ kind: 'ok' });
        expect(await checked(h, made)).toMatchObject({ kind: 'ok' });
        await clear(h, made);
      },
    },
  },
});
