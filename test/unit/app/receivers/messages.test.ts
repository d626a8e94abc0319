import { beforeEach, describe, expect, test } from '@jest/globals';
import { heedMessage } from '../../../../lib/app/receivers/heed-message.ts';
import { tendReceiver } from '../../../../lib/app/receivers/notify-receiver.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Receiver } from '../../../../lib/domain/receiver/receiver.ts';
import type { MemoryMailboxes } from '../../../../lib/simulator/outside/mailboxes.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aProfile } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

let service: MemoryService;
let boxes: MemoryMailboxes;
let receiver: Receiver;
let sent: number;

beforeEach(async () => {
  service = new MemoryService();
  boxes = service.app.reception.mailboxes as MemoryMailboxes;
  sent = 0;
  await service.store.commit([{ put: 'profile', doc: aProfile() }]);
  for (const name of ['web', 'db']) await service.verbs.createCluster(demo, { name, profile: 'small', desiredCapacity: 1 });
  await service.verbs.createCluster({ ...demo, userId: 'v' }, { name: 'theirs', profile: 'small' });
  await service.settle();
  const made = await service.verbs.createReceiver(demo, { name: 'box', type: 'message', cluster: 'ignored', action: 'CLUSTER_CHECK' });
  if (made.kind === 'refused') throw new Error(made.fault.message);
  receiver = made.receiver;
});

const send = (message: unknown, id = `0000000${++sent}-m`) => {
  const letter = { id, sentAt: service.now, body: typeof message === 'string' ? message : JSON.stringify(message), handle: `h${++sent}` };
  boxes.boxes.get(receiver.id)?.push(letter);
};
const grow = (cluster: string, count = 1) => ({ cluster, action: 'CLUSTER_SCALE_OUT', params: { count } });
const notify = () => service.verbs.notifyReceiver(demo, receiver.id);
const actions = () => service.store.everything('action').filter(({ origin }) => origin?.by === 'receiver');
const now = () => service.store.everything('receiver')[0];

test('its queue is there with it, and goes with it', async () => {
  expect(receiver).toMatchObject({ type: 'message', clusterId: null, action: null, queueName: `test-receiver-${receiver.id}`, keys: [] });
  expect([...boxes.boxes.keys()]).toEqual([receiver.id]);
  await service.verbs.deleteReceiver(demo, 'box');
  expect([boxes.boxes.size, now()]).toEqual([0, undefined]);
});

describe('a message', () => {
  test('does what it says, as who made the receiver', async () => {
    send(grow('web', 2), 'a1b2c3d4-x');
    expect(await notify()).toEqual({ kind: 'ok' });
    expect(actions()).toMatchObject([
      {
        action: 'CLUSTER_SCALE_OUT',
        name: `receiver_${receiver.id.slice(0, 8)}_a1b2c3d4`,
        inputs: { count: 2 },
        user: 'u',
        origin: { by: 'receiver', id: receiver.id },
      },
    ]);
    expect(boxes.again(receiver.id)).toBe(0);
    expect(now()).toMatchObject({ handled: 1, dropped: 0 });
  });

  test('that comes twice does it once', async () => {
    send(grow('web'), 'same');
    await notify();
    await service.settle();
    send(grow('web'), 'same');
    await notify();
    expect(actions()).toHaveLength(1);
    expect(boxes.again(receiver.id)).toBe(0);
  });

  test('that several workers have at the same time is done once', async () => {
    const letter = { id: 'same', sentAt: service.now, body: JSON.stringify(grow('web')), handle: 'h' };
    const became = await Promise.all(Array.from({ length: 5 }, () => heedMessage(service.app, receiver, letter)));
    expect(actions()).toHaveLength(1);
    expect(became.filter((one) => one === 'dropped')).toEqual([]);
    await service.settle();
    expect(await heedMessage(service.app, receiver, letter)).toBe('handled');
    expect(actions()).toHaveLength(1);
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['no action of a cluster', { cluster: 'web', action: 'NODE_CHECK' }],
    ['a cluster that is not there', grow('nobody')],
    ['a cluster of another user', grow('theirs')],
    ['an impossible wish', { ...grow('web'), params: { count: 'abc' } }],
  ])('with %s is told of, counted and dropped', async (_, message) => {
    send(message, 'bad');
    send(grow('web'));
    await notify();
    send(message, 'bad');
    await notify();
    expect(actions()).toHaveLength(1);
    expect(now()).toMatchObject({ handled: 1, dropped: 2 });
    const told = service.store.everything('event').filter(({ objectType }) => objectType === 'RECEIVER');
    const one = { objectId: receiver.id, objectName: 'box', type: 'message-dropped', level: 'WARN', status: 'error' };
    expect(told).toMatchObject([one, one]);
    expect(boxes.again(receiver.id)).toBe(0);
  });

  test('that cannot be done now holds up nobody, and is done when it can', async () => {
    await service.verbs.scaleOut(demo, 'web', {});
    send(grow('web'));
    send(grow('db'));
    await notify();
    expect(actions()).toMatchObject([{ targetName: 'db' }]);
    await service.settle();
    expect(boxes.again(receiver.id)).toBe(1);
    await notify();
    expect(actions().map(({ targetName }) => targetName)).toEqual(['db', 'web']);
    expect(boxes.again(receiver.id)).toBe(0);
  });
});

describe('looking', () => {
  test('is for the owner and administrators, and not at webhooks', async () => {
    const fault = async (asked: ReturnType<typeof notify>) => {
      const answer = await asked;
      return answer.kind === 'refused' ? answer.fault.code : 'ok';
    };
    expect(await fault(service.verbs.notifyReceiver({ ...demo, userId: 'v' }, 'box'))).toBe('forbidden');
    expect(await fault(service.verbs.notifyReceiver({ ...demo, userId: 'v', isAdmin: true }, 'box'))).toBe('ok');
    expect(await fault(service.verbs.notifyReceiver({ ...demo, projectId: 'alt' }, 'box'))).toBe('receiver.not-found');
    await service.verbs.createReceiver(demo, { name: 'hook', type: 'webhook', cluster: 'web', action: 'CLUSTER_CHECK' });
    expect(await service.verbs.notifyReceiver(demo, 'hook')).toMatchObject({
      fault: { message: 'Notifying non-message receiver is not allowed.' },
    });
  });

  test('comes by itself where that is wanted, and no sooner than it is time', async () => {
    const app = { ...service.app, reception: { ...service.app.reception, poll: seconds(10) } };
    send(grow('web'));
    await tendReceiver(app, receiver);
    expect(actions()).toEqual([]);
    await notify();
    await service.store.commit([{ put: 'receiver', doc: { ...(now() as Receiver), dueAt: service.now } }]);
    await service.settle();
    send(grow('web'));
    await tendReceiver(app, receiver);
    expect(actions()).toHaveLength(2);
    expect(now()?.dueAt).toBe(service.now + 10_000);
    expect(await service.store.due(now()?.dueAt ?? service.now, 10)).toContainEqual(
      expect.objectContaining({ kind: 'receiver', id: receiver.id }),
    );
  });

  test('ends when the receiver does', async () => {
    const app = { ...service.app, reception: { ...service.app.reception, poll: seconds(10) } };
    await service.verbs.updateReceiver(demo, 'box', { expiresAt: after(service.now, seconds(5)) });
    await service.store.commit([{ put: 'receiver', doc: { ...(now() as Receiver), dueAt: service.now } }]);
    service.pass(5);
    send(grow('web'));
    await tendReceiver(app, receiver);
    expect(actions()).toEqual([]);
    expect(now()?.dueAt).toBeNull();
  });

  test('at a queue that does not answer is a fault that passes', async () => {
    boxes.take = () => Promise.reject(new Error('no'));
    expect(await notify()).toMatchObject({ kind: 'refused', fault: { kind: 'transient', code: 'receiver.no-queue' } });
  });
});

test('its address is shown, also after the queue was lost, and is no condition', async () => {
  boxes.boxes.clear();
  expect(await service.verbs.showReceiver(demo, 'box')).toMatchObject({ kind: 'ok', queueUrl: `memory:${receiver.id}` });
  expect(boxes.boxes.size).toBe(1);
  boxes.open = () => Promise.reject(new Error('no'));
  expect(Object.keys(await service.verbs.showReceiver(demo, 'box'))).toEqual(['kind', 'receiver']);
});

test('a queue that cannot be made leaves no receiver', async () => {
  boxes.open = () => Promise.reject(new Error('no'));
  const made = await service.verbs.createReceiver(demo, { name: 'second', type: 'message' });
  expect(made).toMatchObject({ kind: 'refused', fault: { code: 'receiver.no-queue' } });
  expect(service.store.everything('receiver')).toHaveLength(1);
});
