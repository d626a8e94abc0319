import { beforeEach, describe, expect, test } from '@jest/globals';
import { takeMessage } from '../../../../lib/app/health/notifications.ts';
import { resourceOf } from '../../../../lib/app/health/subject.ts';
import { watchOver } from '../../../../lib/app/health/watch-over.ts';
import type { Documents } from '../../../../lib/domain/documents.ts';
import { suspectsPart } from '../../../../lib/domain/health/round.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const intake = { installation: 'here', account: '000000000000' };
const POLICY: JsonObject = {
  type: 'senlin.policy.health',
  version: '1.2',
  properties: { detection: { detection_modes: [{ type: 'LIFECYCLE_EVENTS' }] }, recovery: { actions: [{ name: 'RECREATE' }] } },
};

let service: MemoryService;
const nodes = () => service.store.everything('node');
const first = () => nodes()[0] as Documents['node'];
const watch = () => service.store.everything('watch')[0] as Documents['watch'];
const recoveries = () => service.store.everything('action').filter(({ action }) => action === 'NODE_RECOVER');
const driver = () => service.app.drivers('fake.node-1.0') as Driver;
const lose = () => driver().remove({ resource: resourceOf(first(), undefined), force: true });
const tell = (over: object = {}) =>
  takeMessage(
    service.app,
    intake,
    'node',
    { node_id: first().id, project_id: PROJECT, at: new Date(service.now).toISOString(), reason: 'it died', ...over },
    undefined,
  );
const isDue = () => watch().dueAt !== null && Number(watch().dueAt) <= service.now;
/** The alarm rings as often as it is due within so many seconds, and everything that was sent is delivered. */
async function wait(some: number): Promise<void> {
  for (let i = 0; i < some; i++) {
    service.pass(1);
    if (isDue()) await watchOver(service.app, watch());
    await service.settle();
  }
}

/** A cluster of four nodes whose health policy waits for events alone; a second later. */
beforeEach(async () => {
  service = new MemoryService();
  const { verbs } = service;
  await verbs.createProfile(demo, { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} }, metadata: {} });
  await verbs.createPolicy(demo, { name: 'health', spec: POLICY });
  await verbs.createCluster(demo, { name: 'web', profile: 'fake', desiredCapacity: 4 });
  await service.settle();
  await verbs.attachPolicy(demo, 'web', { policy: 'health', enabled: true });
  await service.settle();
  service.pass(1);
});
const check = () => service.verbs.checkNode(demo, first().id, { params: {} });
const operate = (operation: string) => service.verbs.operateNode(demo, first().id, { operation, params: {} });

describe('bad news of a node that an action works on which has nothing to do with it', () => {
  beforeEach(async () => {
    await check();
    service.pass(1);
  });

  test('is remembered, and the node is looked at and recovered once it is free, though nobody polls and nothing is told again', async () => {
    expect(await tell()).toBe('suspected');
    expect(watch().suspects?.[first().id]).toMatchObject({ reason: 'it died', looks: 0 });
    expect(watch().dueAt).not.toBeNull();
    await service.settle();
    await lose();
    await wait(10);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED', origin: { by: 'health' } }]);
    expect(nodes().every(({ status }) => status === 'ACTIVE')).toBe(true);
    expect(watch().suspects).toEqual({});
    await wait(60);
    expect(watch().dueAt).toBeNull();
  });

  test('waits as long as the node is not free', async () => {
    const waiting = [...service.sent];
    service.sent.length = 0;
    expect(await tell()).toBe('suspected');
    await wait(120);
    expect(watch().suspects?.[first().id]?.looks).toBeGreaterThan(1);
    await lose();
    service.sent.push(...waiting);
    await service.settle();
    await wait(70);
    expect(nodes().every(({ status }) => status === 'ACTIVE')).toBe(true);
    expect(watch().suspects).toEqual({});
  });

  test('comes to nothing where the node is well', async () => {
    expect(await tell()).toBe('suspected');
    await wait(60);
    expect(recoveries()).toEqual([]);
    expect(watch()).toMatchObject({ suspects: {}, dueAt: null });
  });

  test('is remembered once, however often it comes', async () => {
    await tell();
    const { version } = watch();
    expect(await tell()).toBe('suspected');
    expect(watch().version).toBe(version);
  });

  test('is looked into again while nobody can tell how the node is', async () => {
    await tell();
    await service.settle();
    const { check: answers } = driver();
    Object.assign(driver(), { check: async () => Promise.reject(new Error('away')) });
    await wait(60);
    expect(watch().suspects?.[first().id]?.looks).toBeGreaterThan(1);
    Object.assign(driver(), { check: answers });
    await lose();
    await wait(61);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('is lost neither with the message that sends somebody to look nor by one that comes twice', async () => {
    await tell();
    await service.settle();
    await lose();
    service.pass(5);
    await watchOver(service.app, watch());
    service.sent.length = 0;
    expect(watch().suspects?.[first().id]).toMatchObject({ looks: 1 });
    await wait(31);
    const part = suspectsPart([first().id]);
    await watchOver(service.app, watch(), part);
    await watchOver(service.app, watch(), part);
    await service.settle();
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('does not go with a look that was begun before it came', async () => {
    await tell();
    await service.settle();
    const { check: answers } = driver();
    let told: unknown;
    Object.assign(driver(), {
      check: async (call: Parameters<typeof answers>[0]) => {
        Object.assign(driver(), { check: answers });
        const well = await answers(call);
        await lose();
        await check();
        service.pass(1);
        told = await tell();
        return well;
      },
    });
    await wait(6);
    expect(told).toBe('suspected');
    await wait(60);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('is kept while the policy is attached, and forgotten with it', async () => {
    await tell();
    const policy = { policy: 'health' };
    await service.settle();
    await service.verbs.updateBinding(demo, 'web', { ...policy, enabled: false });
    await service.settle();
    await lose();
    await wait(60);
    expect(recoveries()).toEqual([]);
    await service.verbs.updateBinding(demo, 'web', { ...policy, enabled: true });
    await service.settle();
    await wait(10);
    expect(recoveries()).toHaveLength(1);
  });

  test('leaves somebody alone who was put to rest since', async () => {
    await tell();
    await operate('stop');
    await service.settle();
    await wait(60);
    expect(recoveries()).toEqual([]);
    expect(watch().suspects).toEqual({});
  });

  test('is recovered in its turn by whoever finds it marked', async () => {
    await tell();
    await service.settle();
    const node = first();
    await service.store.commit([{ put: 'node', doc: { ...node, status: 'ERROR', statusReason: 'Health: it is gone' } }]);
    await watchOver(service.app, watch(), suspectsPart([node.id]));
    expect(recoveries()).toHaveLength(1);
  });
});

describe('what we do ourselves is no illness', () => {
  test.each(['stop', 'pause', 'suspend'])('%s', async (operation) => {
    await operate(operation);
    service.pass(1);
    expect(await tell()).toBe('busy');
    await wait(60);
    expect(recoveries()).toEqual([]);
    expect(first().status).toBe('ACTIVE');
  });

  test('a deletion', async () => {
    await service.verbs.deleteNode(demo, first().id, { force: false });
    service.pass(1);
    expect(await tell({ gone: true })).toBe('busy');
    await wait(60);
    expect(recoveries()).toEqual([]);
    expect(nodes()).toHaveLength(3);
  });

  test('a reboot, after which it is looked at and found well', async () => {
    await operate('reboot');
    service.pass(1);
    expect(await tell()).toBe('suspected');
    await wait(60);
    expect(recoveries()).toEqual([]);
    expect(first().status).toBe('ACTIVE');
    expect(watch().suspects).toEqual({});
  });

  test('a recovery, after which it is looked at and found well', async () => {
    await lose();
    expect(await tell({ gone: true })).toBe('taken');
    service.pass(1);
    expect(await tell({ gone: true })).toBe('suspected');
    await wait(60);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(watch().suspects).toEqual({});
  });
});

test('of a node whose cluster nobody watches nothing is remembered', async () => {
  await service.verbs.detachPolicy(demo, 'web', { policy: 'health' });
  await service.settle();
  await check();
  service.pass(1);
  expect(await tell()).toBe('busy');
});

describe('what a node went through while nobody listened', () => {
  const suspend = (...processes: readonly 'HealthCheck'[]) => service.verbs.suspendCluster(demo, 'web', { processes });

  test('is found out when the cluster is resumed, though its policy polls nothing and nothing is told again', async () => {
    await suspend();
    await lose();
    expect(await tell()).toBe('busy');
    await wait(120);
    expect(recoveries()).toEqual([]);
    await service.verbs.resumeCluster(demo, 'web', {});
    await wait(2);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED', origin: { by: 'health' } }]);
    await wait(60);
    expect(watch()).toMatchObject({ nextRound: null, dueAt: null });
  });

  test('is seen to once a node that died in standby, where nobody is recovered, is back on duty', async () => {
    await service.verbs.standByNode(demo, first().id, { operation: 'enter_standby' });
    await service.settle();
    service.pass(1);
    await lose();
    expect(await tell()).toBe('taken');
    await wait(120);
    expect(recoveries()).toEqual([]);
    await service.verbs.standByNode(demo, first().id, { operation: 'exit_standby' });
    await wait(60);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED', origin: { by: 'health' } }]);
    await wait(60);
    expect(watch().dueAt).toBeNull();
  });

  test('is not looked into by somebody who has it disabled', async () => {
    await service.verbs.updateBinding(demo, 'web', { policy: 'health', enabled: false });
    await service.settle();
    await suspend('HealthCheck');
    await service.verbs.resumeCluster(demo, 'web', {});
    expect(watch()).toMatchObject({ nextRound: null, dueAt: null });
  });

  test('is seen to when the policy is attached or enabled: who is marked as ill is recovered, and nobody else is asked for', async () => {
    await service.verbs.updateBinding(demo, 'web', { policy: 'health', enabled: false });
    await service.settle();
    await lose();
    await check();
    await service.settle();
    expect(first().status).toBe('ERROR');
    await service.verbs.updateBinding(demo, 'web', { policy: 'health', enabled: true });
    await service.settle();
    await wait(2);
    expect(recoveries()).toMatchObject([{ status: 'SUCCEEDED', origin: { by: 'health' } }]);
    await wait(60);
    expect(watch()).toMatchObject({ nextRound: null, dueAt: null });
  });
});
