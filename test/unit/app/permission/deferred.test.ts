import { beforeEach, describe, expect, test } from '@jest/globals';
import { heedMessage } from '../../../../lib/app/receivers/heed-message.ts';
import { triggerWebhook } from '../../../../lib/app/receivers/trigger-webhook.ts';
import { fireSchedule } from '../../../../lib/app/schedules/fire-schedule.ts';
import type { Answer } from '../../../../lib/app/verb.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Access } from '../../../../lib/domain/permission/access.ts';
import type { Receiver } from '../../../../lib/domain/receiver/receiver.ts';
import type { Schedule } from '../../../../lib/domain/schedule/schedule.ts';
import { aProfile, PROJECT } from '../../../support/documents.ts';
import { GUEST, grantee, somebody } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const owner = somebody(PROJECT);
const guest = somebody(GUEST);

let service: MemoryService;
let standing: 'good' | 'lost' | 'unknown';
const app = () => ({ ...service.app, standings: { of: async () => standing } });

async function made<T extends object>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked;
  if (answer.kind === 'refused') throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
  return answer;
}
const codeOf = async (asked: Promise<Answer<object>>) => {
  const answer = await asked;
  return answer.kind === 'refused' ? answer.fault.code : 'ok';
};
const share = async (access: Access = 'read-write') =>
  (await made(service.verbs.createGrant(owner, { objectKind: 'cluster', object: 'web', grantee: grantee(), access }))).grant.id;
const EVERY_HOUR = { name: 'hourly', target: 'web', action: 'CLUSTER_SCALE_OUT', inputs: { count: 1 }, cron: '0 * * * *' } as const;
const scaled = () => service.store.everything('action').filter(({ action }) => action === 'CLUSTER_SCALE_OUT');
const stored = async ({ project, id }: Schedule) => service.store.get('schedule', { project, id });
async function anHourLater(schedule: Schedule): Promise<void> {
  service.now = after(service.now, seconds(3_600));
  await fireSchedule(app(), schedule);
  await service.settle();
}
async function call(receiver: Receiver, key: string): Promise<string> {
  const { id } = receiver;
  return codeOf(triggerWebhook(app())({ id, key, given: {}, headers: {}, body: '' }, () => ['count']));
}

beforeEach(async () => {
  service = new MemoryService();
  standing = 'good';
  await made(service.verbs.createProfile(owner, { name: 'small', spec: aProfile().spec }));
  await made(service.verbs.createCluster(owner, { name: 'web', profile: 'small' }));
  await service.settle();
});

describe('a schedule', () => {
  test('rests, and says why, once its maker may not ask any more', async () => {
    const { schedule } = await made(service.verbs.createSchedule(owner, EVERY_HOUR));
    await anHourLater(schedule);
    standing = 'lost';
    await anHourLater(schedule);
    expect(scaled()).toHaveLength(1);
    expect(await stored(schedule)).toMatchObject({
      paused: true,
      dueAt: null,
      misses: 1,
      lastError: expect.stringContaining('may not ask'),
    });
    await anHourLater(schedule);
    expect(await stored(schedule)).toMatchObject({ misses: 1 });
    standing = 'good';
    await made(service.verbs.updateSchedule(owner, schedule.id, { paused: false }));
    await anHourLater(schedule);
    expect(scaled()).toHaveLength(2);
  });

  test('goes on where nobody can tell', async () => {
    const { schedule } = await made(service.verbs.createSchedule(owner, EVERY_HOUR));
    standing = 'unknown';
    await anHourLater(schedule);
    expect(scaled()).toHaveLength(1);
  });

  test('of a cluster that was shared acts in its project, and rests when it is taken back', async () => {
    expect(await codeOf(service.verbs.createSchedule(guest, EVERY_HOUR))).toBe('reference.not-found');
    const grant = await share();
    const { schedule } = await made(service.verbs.createSchedule(guest, EVERY_HOUR));
    expect(schedule).toMatchObject({ project: GUEST, targetProject: PROJECT });
    await anHourLater(schedule);
    expect(scaled()).toMatchObject([{ project: PROJECT, user: guest.userId, status: 'SUCCEEDED', origin: { id: schedule.id } }]);
    const before = service.store.everything('cluster');
    await made(service.verbs.deleteGrant(owner, grant));
    await anHourLater(schedule);
    expect(await stored(schedule)).toMatchObject({ paused: true, lastError: expect.stringContaining('not shared') });
    expect(service.store.everything('cluster')).toEqual(before);
    expect(await made(service.verbs.showSchedule(guest, 'hourly'))).toMatchObject({ schedule: { paused: true } });
    await made(service.verbs.deleteCluster(owner, 'web', { force: false }));
    await service.settle();
    expect(await codeOf(service.verbs.showSchedule(guest, 'hourly'))).toBe('schedule.not-found');
  });

  test.each<[Access, typeof EVERY_HOUR.action | 'CLUSTER_DELETE', object]>([
    ['read-only', 'CLUSTER_SCALE_OUT', { count: 1 }],
    ['read-write', 'CLUSTER_DELETE', {}],
  ])('of a cluster that was shared %s is not made for %s', async (access, action, inputs) => {
    await share(access);
    expect(await codeOf(service.verbs.createSchedule(guest, { ...EVERY_HOUR, action, inputs: { ...inputs } }))).toBe('forbidden');
  });

  test('that was shared is told when, and not what; fired, it names whoever did', async () => {
    const { schedule } = await made(service.verbs.createSchedule(owner, EVERY_HOUR));
    await made(service.verbs.createGrant(owner, { objectKind: 'schedule', object: 'hourly', grantee: grantee(), access: 'read-write' }));
    expect(await codeOf(service.verbs.updateSchedule(guest, schedule.id, { cron: '30 * * * *' }))).toBe('ok');
    expect(await codeOf(service.verbs.updateSchedule(guest, schedule.id, { action: 'CLUSTER_DELETE', inputs: {} }))).toBe('forbidden');
    await made(service.verbs.fireSchedule(guest, schedule.id));
    expect(scaled()).toMatchObject([{ project: PROJECT, user: guest.userId }]);
  });
});

describe('a webhook', () => {
  const hook = { name: 'hook', type: 'webhook', cluster: 'web', action: 'CLUSTER_SCALE_OUT', params: { count: 1 } } as const;

  test('refuses, and says why, once its maker may not ask any more', async () => {
    const { receiver, secrets } = await made(service.verbs.createReceiver(owner, hook));
    const key = secrets?.key ?? '';
    expect(await call(receiver, key)).toBe('ok');
    standing = 'lost';
    expect(await call(receiver, key)).toBe('standing.lost');
    expect(await call(receiver, `${PROJECT}.${'0'.repeat(64)}`)).toBe('receiver.not-found');
    expect(scaled()).toHaveLength(1);
  });

  test('of a cluster that was shared acts in its project as long as it is', async () => {
    expect(await codeOf(service.verbs.createReceiver(guest, hook))).toBe('reference.not-found');
    const grant = await share('read-only');
    expect(await codeOf(service.verbs.createReceiver(guest, hook))).toBe('forbidden');
    await made(service.verbs.updateGrant(owner, grant, { access: 'read-write' }));
    expect(await codeOf(service.verbs.createReceiver(guest, { ...hook, action: 'CLUSTER_DELETE' }))).toBe('forbidden');
    const { receiver, secrets } = await made(service.verbs.createReceiver(guest, hook));
    expect(receiver).toMatchObject({ project: GUEST, clusterProject: PROJECT });
    expect(await call(receiver, secrets?.key ?? '')).toBe('ok');
    await service.settle();
    expect(scaled()).toMatchObject([{ project: PROJECT, user: guest.userId, origin: { id: receiver.id } }]);
    await made(service.verbs.deleteGrant(owner, grant));
    service.pass(60);
    expect(await call(receiver, secrets?.key ?? '')).toBe('standing.lost');
  });
});

test('a message is heeded for a cluster that was shared, and dropped when it is not any more', async () => {
  const { receiver } = await made(service.verbs.createReceiver(guest, { name: 'box', type: 'message' }));
  const { cluster } = await made(service.verbs.showCluster(owner, 'web'));
  const body = JSON.stringify({ cluster: cluster.id, action: 'CLUSTER_SCALE_OUT', params: { count: 1 } });
  const send = (id: string) => heedMessage(app(), receiver, { id, body, sentAt: service.now, handle: id });
  expect(await send('m1')).toBe('dropped');
  const grant = await share();
  expect(await send('m2')).toBe('handled');
  await service.settle();
  standing = 'lost';
  expect(await send('m3')).toBe('dropped');
  standing = 'good';
  await made(service.verbs.deleteGrant(owner, grant));
  expect(await send('m4')).toBe('dropped');
  expect(scaled()).toMatchObject([{ project: PROJECT, user: guest.userId }]);
  const reasons = service.store.everything('event').filter(({ type }) => type === 'message-dropped');
  expect(reasons.map(({ statusReason }) => statusReason)).toEqual([
    expect.stringContaining('could not be found'),
    expect.stringContaining('may not ask'),
    expect.stringContaining('could not be found'),
  ]);
});
