import { beforeEach, describe, expect, test } from '@jest/globals';
import { countNotifications, dropForged, type Intake, takeEvent, takeMessage } from '../../../../lib/app/health/notifications.ts';
import type { Documents } from '../../../../lib/domain/documents.ts';
import { type Reception, SHEETS } from '../../../../lib/domain/health/tally.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const intake: Intake = { installation: 'here', account: '000000000000' };
const POLICY: JsonObject = {
  type: 'senlin.policy.health',
  version: '1.2',
  properties: { detection: { detection_modes: [{ type: 'LIFECYCLE_EVENTS' }] }, recovery: { actions: [{ name: 'RECREATE' }] } },
};
const SERVER: JsonObject = {
  type: 'os.nova.server',
  version: '1.0',
  properties: { flavor: '1', image: 'cirros', networks: [{ network: 'private' }] },
};

let service: MemoryService;
const nodes = () => service.store.everything('node');
const first = () => nodes()[0] as Documents['node'];
const recoveries = () => service.store.everything('action').filter(({ action }) => action === 'NODE_RECOVER');
const time = () => new Date(service.now).toISOString();

/** A cluster of three servers, whose health policy listens; a second later. */
async function cluster(watched = true): Promise<void> {
  service = new MemoryService();
  const { verbs } = service;
  await verbs.createProfile(demo, { name: 'server', spec: SERVER, metadata: {} });
  await verbs.createPolicy(demo, { name: 'health', spec: POLICY });
  await verbs.createCluster(demo, { name: 'web', profile: 'server', desiredCapacity: 3 });
  await service.settle();
  if (watched) await verbs.attachPolicy(demo, 'web', { policy: 'health', enabled: true });
  await service.settle();
  service.pass(1);
}
const terminated = (over: object = {}, detail: object = {}) => ({
  version: '0',
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  account: '000000000000',
  time: time(),
  detail: { 'instance-id': first().physicalId, state: 'terminated', ...detail },
  ...over,
});
const told = (over: object = {}) => ({ node_id: first().id, project_id: PROJECT, gone: true, at: time(), ...over });
const post = (message: unknown, project?: string) => takeMessage(service.app, intake, 'node', message, project);
const only = async (reception: Reception, source: string, caller = demo) =>
  expect(await countNotifications(service.app, caller)).toEqual({ [source]: { [reception]: 1 } });
const admin = { ...demo, isAdmin: true };

describe('news that a node is lost', () => {
  beforeEach(() => cluster());

  test('is written on it, and its recovery is filed in the same breath, with no polling', async () => {
    service.sent.length = 0;
    expect(await takeEvent(service.app, intake, terminated())).toBe('taken');
    expect(recoveries()).toMatchObject([{ target: first().id, origin: { by: 'health', reason: 'Health: its instance was terminated' } }]);
    await service.settle();
    expect(nodes().every(({ status }) => status === 'ACTIVE')).toBe(true);
    expect(service.store.everything('cluster')[0]?.status).toBe('ACTIVE');
    await only('taken', 'ec2');
  });

  test('counts once, however often it comes', async () => {
    const event = terminated();
    await takeEvent(service.app, intake, event);
    expect(await post(told())).toBe('late');
    await service.settle();
    expect(await takeEvent(service.app, intake, event)).toBe('unknown');
    expect(recoveries()).toHaveLength(1);
  });

  test('is heeded by whoever finds the node marked and nobody recovering it', async () => {
    const node = first();
    await service.store.commit([{ put: 'node', doc: { ...node, status: 'ERROR', statusReason: 'Health: it is gone' } }]);
    expect(await post(told())).toBe('taken');
    expect(recoveries()).toHaveLength(1);
  });
});

describe('news that is dropped', () => {
  beforeEach(() => cluster());

  test.each<[string, () => object, Reception, string]>([
    ['of another account', () => terminated({ account: '111111111111' }), 'foreign', 'ec2'],
    ['of an instance that is none of ours', () => terminated({}, { 'instance-id': 'i-other' }), 'unknown', 'ec2'],
    ['that is six minutes old', () => terminated({ time: new Date(service.now - 360_000).toISOString() }), 'late', 'ec2'],
    ['of before the last change of the node', () => terminated({ time: new Date(service.now - 2_000).toISOString() }), 'late', 'ec2'],
    ['of the future', () => terminated({ time: new Date(service.now + 360_000).toISOString() }), 'late', 'ec2'],
    ['that is no bad news', () => terminated({}, { state: 'running' }), 'nothing', 'ec2'],
    ['that nobody can read', () => terminated({ detail: 'x' }), 'unknown', 'ec2'],
    ['of a kind that nobody knows', () => terminated({ source: 'aws.rds' }), 'unknown', 'unknown'],
  ])('%s', async (_, event, reception, source) => {
    expect(await takeEvent(service.app, intake, event())).toBe(reception);
    expect(recoveries()).toEqual([]);
    await only(reception, source, admin);
  });

  test('of a node that is being worked on: it may be our own doing', async () => {
    await service.verbs.deleteNode(demo, first().id, { force: false });
    expect(await takeEvent(service.app, intake, terminated())).toBe('busy');
  });

  test('of a resource that the node has no more', async () => {
    expect(await post(told({ physical_id: 'what it had before' }))).toBe('late');
  });

  test('of another installation', async () => {
    const labels = { 'coppice.installation': 'elsewhere', 'coppice.project': PROJECT, 'coppice.node': first().id };
    const event = { Type: 'container', Action: 'destroy', Actor: { ID: 'x', Attributes: labels }, time: service.now / 1000 };
    expect(await takeMessage(service.app, intake, 'docker', event, undefined)).toBe('foreign');
  });

  test.each([
    ['as its own', (project: string) => told({ project_id: project })],
    ['by its physical id', () => ({ physical_id: first().physicalId, gone: true, at: time() })],
    ['as what it is', () => told()],
  ])('of another project, %s', async (_, message) => {
    expect(['foreign', 'unknown']).toContain(await post(message('intruder'), 'intruder'));
    expect(first().status).toBe('ACTIVE');
  });

  test('that is forged is counted where only the operator looks', async () => {
    await dropForged(service.app, 'nova');
    await dropForged(service.app, '../../etc');
    expect(await countNotifications(service.app, demo)).toEqual({});
    expect(await countNotifications(service.app, admin)).toEqual({ nova: { forged: 1 }, unknown: { forged: 1 } });
  });
});

describe('a hint', () => {
  beforeEach(() => cluster());

  test('is looked into: a node that is well is left alone, one that is not is recovered', async () => {
    expect(await post(told({ gone: false }))).toBe('well');
    const thing = first().physicalId ?? '';
    await service.verbs.operateNode(demo, first().id, { operation: 'pause', params: {} });
    await service.settle();
    service.pass(1);
    expect(first().physicalId).toBe(thing);
    expect(await post(told({ gone: false }))).toBe('taken');
  });
});

test('a node that no policy watches is marked, and its cluster says so', async () => {
  await cluster(false);
  expect(await post(told({ reason: 'the disk is full' }))).toBe('taken');
  expect(first()).toMatchObject({ status: 'ERROR', statusReason: 'Health: the disk is full' });
  expect(service.store.everything('cluster')[0]).toMatchObject({
    status: 'WARNING',
    statusReason: expect.stringContaining('the disk is full'),
  });
  expect(recoveries()).toEqual([]);
});

test('counts are spread over a few sheets, and added up', async () => {
  await cluster();
  for (let i = 0; i < 40; i++) await post({ project_id: PROJECT, node_id: 'nobody' }, PROJECT);
  expect(service.store.everything('tally').length).toBeLessThanOrEqual(SHEETS);
  expect(await countNotifications(service.app, demo)).toEqual({ node: { unknown: 40 } });
});

describe('an alarm that names a receiver', () => {
  const alarm = (description: string, over: object = {}) => ({
    id: 'event-1',
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: '000000000000',
    time: time(),
    detail: { alarmName: 'busy', state: { value: 'ALARM' }, configuration: { description } },
    ...over,
  });
  const growths = () => service.store.everything('action').filter(({ action }) => action === 'CLUSTER_SCALE_OUT');
  let receiver = '';

  beforeEach(async () => {
    await cluster(false);
    const made = await service.verbs.createReceiver(demo, {
      name: 'grow',
      type: 'webhook',
      cluster: 'web',
      action: 'CLUSTER_SCALE_OUT',
      params: { count: 2 },
    } as never);
    receiver = `coppice-receiver: ${PROJECT}/${made.kind === 'ok' ? made.receiver.id : ''}`;
  });

  test('has done what it stands for, once, however often it comes', async () => {
    const event = alarm(`Too busy. ${receiver}`);
    expect(await takeEvent(service.app, intake, event)).toBe('taken');
    await service.settle();
    expect(await takeEvent(service.app, intake, event)).toBe('taken');
    expect(growths()).toMatchObject([
      { status: 'SUCCEEDED', inputs: { count: 2 }, origin: { by: 'receiver', reason: 'The alarm busy was raised.' } },
    ]);
  });

  test.each<[string, () => object, Reception]>([
    ['of another account', () => alarm(receiver, { account: '1' }), 'foreign'],
    ['that is old', () => alarm(receiver, { time: new Date(service.now - 400_000).toISOString() }), 'late'],
    [
      'of a receiver that is none',
      () => alarm(`coppice-receiver: ${PROJECT}/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`),
      'unknown',
    ],
    ['that names none', () => alarm('Too busy.'), 'unknown'],
  ])('%s does nothing', async (_, event, reception) => {
    expect(await takeEvent(service.app, intake, event())).toBe(reception);
    expect(growths()).toEqual([]);
  });
});
