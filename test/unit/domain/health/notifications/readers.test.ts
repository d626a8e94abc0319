import { describe, expect, test } from '@jest/globals';
import { BROUGHT, POSTED } from '../../../../../lib/domain/health/notifications/catalogue.ts';
import type { Reading } from '../../../../../lib/domain/health/notifications/fact.ts';
import { momentOf } from '../../../../../lib/domain/health/notifications/moment.ts';
import { instant } from '../../../../../lib/domain/kernel/time.ts';
import { T0 } from '../../../../support/documents.ts';

const posted = (source: string, message: unknown, nodeId?: string): Reading | undefined => POSTED[source]?.(message, { now: T0, nodeId });
const brought = (name: string, event: object): Reading | undefined => BROUGHT.find((kind) => kind.name === name)?.read(event, { now: T0 });
const fact = (over: object) => ({ kind: 'fact', fact: expect.objectContaining(over) });

const versioned = (about: string, data: object) => ({
  event_type: `instance.${about}`,
  publisher_id: 'nova-compute:compute',
  priority: 'INFO',
  timestamp: '2023-11-14 22:13:20.345263',
  payload: {
    'nova_object.name': 'InstanceActionPayload',
    'nova_object.namespace': 'nova',
    'nova_object.version': '1.8',
    'nova_object.data': {
      uuid: 'server-1',
      tenant_id: 'project-1',
      state: 'active',
      metadata: { cluster_id: 'cluster-1', cluster_node_id: 'node-1' },
      ...data,
    },
  },
});
const unversioned = (about: string, data: object = {}) => ({
  event_type: `compute.instance.${about}`,
  timestamp: '2023-11-14 22:13:20.345263',
  payload: { instance_id: 'server-1', tenant_id: 'project-1', state: 'stopped', metadata: [], ...data },
});
const lost = { source: 'nova', project: 'project-1', nodeId: 'node-1', physicalId: 'server-1', at: instant(T0 + 345) };

describe('Nova', () => {
  test.each([
    ['delete.end', { reason: 'its server was deleted', gone: true, certain: true }],
    ['soft_delete.end', { reason: 'its server was deleted', gone: true }],
    ['shutdown.end', { reason: 'its server was shut down', gone: false }],
    ['power_off.end', { reason: 'its server was powered off', gone: false }],
    ['pause.end', { reason: 'its server was paused', gone: false }],
    ['rebuild.error', { reason: 'the rebuild of its server failed', gone: false }],
  ])('says %s', (about, said) => {
    expect(posted('nova', versioned(about, {}))).toEqual(fact({ ...lost, ...said }));
  });

  test('says what a server has become', () => {
    expect(posted('nova', versioned('update', { state: 'error' }))).toEqual(
      fact({ ...lost, reason: 'its server is in ERROR', gone: false }),
    );
    expect(posted('nova', versioned('update', { state: 'deleted' }))).toEqual(fact({ reason: 'its server was deleted', gone: true }));
    expect(posted('nova', versioned('update', { state: 'active' }))).toEqual({ kind: 'nothing' });
  });

  test('says so in the older form too, and in an envelope of text', () => {
    const { nodeId: _, ...unmarked } = lost;
    expect(posted('nova', unversioned('delete.end'))).toEqual(fact(unmarked));
    expect(posted('nova', { 'oslo.version': '2.0', 'oslo.message': JSON.stringify(versioned('delete.end', {})) })).toEqual(fact(lost));
  });

  test.each([
    ['good news', versioned('power_on.end', {}), 'nothing'],
    ['a beginning', versioned('delete.start', {}), 'nothing'],
    ['another service', { event_type: 'volume.delete.end', payload: {} }, 'unknown'],
    ['no server', { event_type: 'instance.delete.end', payload: {} }, 'unknown'],
    ['no text', { 'oslo.message': '{' }, 'unknown'],
    ['nothing', null, 'unknown'],
    ['a list', [], 'unknown'],
    ['a name of every object', versioned('constructor', {}), 'nothing'],
  ])('%s is no news', (_, message, kind) => {
    expect(posted('nova', message)).toEqual({ kind });
  });
});

describe('Heat', () => {
  const stack = (about: string, tags?: unknown) => ({
    event_type: `orchestration.stack.${about}`,
    timestamp: '2023-11-14 22:13:20',
    payload: { tenant_id: 'project-1', stack_identity: 'arn:openstack:heat::project-1:stacks/web/stack-1', tags },
  });

  test('says that a stack is gone, with our mark among its tags', () => {
    const said = { source: 'heat', project: 'project-1', physicalId: 'stack-1', gone: true, certain: true, at: T0 };
    expect(posted('heat', stack('delete.end', ['cluster_id=c', 'cluster_node_id=node-1']))).toEqual(fact({ ...said, nodeId: 'node-1' }));
    expect(posted('heat', stack('delete.end', 'cluster_id=c, cluster_node_id=node-1'))).toEqual(fact({ nodeId: 'node-1' }));
    expect(posted('heat', stack('delete.end'))).toEqual(fact(said));
    expect(posted('heat', stack('update.end'))).toEqual({ kind: 'nothing' });
  });
});

describe('Aodh', () => {
  const alarm = (over: object) => ({
    alarm_id: 'a',
    alarm_name: 'dead',
    severity: 'low',
    previous: 'ok',
    current: 'alarm',
    reason: 'it rang',
    ...over,
  });
  const event = {
    event_type: 'compute.instance.delete.end',
    generated: '2023-11-14T22:13:20',
    traits: [
      ['instance_id', 1, 'server-1'],
      ['tenant_id', 1, 'project-1'],
    ],
  };

  test('of an event says which server', () => {
    expect(posted('aodh', alarm({ reason_data: { type: 'event', event } }))).toEqual(
      fact({
        source: 'aodh',
        project: 'project-1',
        physicalId: 'server-1',
        reason: 'the alarm dead was raised: it rang',
        certain: true,
        at: T0,
      }),
    );
  });

  test('of a measurement needs to be told which node, and is only a hint', () => {
    const threshold = alarm({ reason_data: { type: 'threshold', most_recent: 95 } });
    expect(posted('aodh', threshold)).toEqual({ kind: 'unknown' });
    expect(posted('aodh', threshold, 'node-1')).toEqual(fact({ nodeId: 'node-1', certain: false, at: T0 }));
  });

  test('that is over is no bad news', () => {
    expect(posted('aodh', alarm({ current: 'ok', previous: 'alarm' }))).toEqual({ kind: 'nothing' });
  });
});

describe('Docker', () => {
  const marks = { 'coppice.installation': 'here', 'coppice.project': 'project-1', 'coppice.node': 'node-1' };
  const event = (action: string, attributes: object = {}, type = 'container') => ({
    status: action,
    id: 'c0ffee',
    Type: type,
    Action: action,
    Actor: { ID: 'c0ffee', Attributes: { image: 'busybox', name: 'x', ...marks, ...attributes } },
    scope: 'local',
    time: 1_700_000_000,
    timeNano: 1_700_000_000_345_000_000,
  });
  const said = {
    source: 'docker',
    installation: 'here',
    project: 'project-1',
    nodeId: 'node-1',
    physicalId: 'c0ffee',
    at: instant(T0 + 345),
  };

  test.each([
    ['die', { reason: 'its container ended with exit code 137', certain: false }],
    ['oom', { reason: 'its container ran out of memory', certain: false }],
    ['kill', { reason: 'its container was sent a signal', certain: false }],
    ['destroy', { reason: 'its container was removed', certain: true, gone: true }],
    ['health_status: unhealthy', { reason: "its container's own health check fails", certain: false }],
  ])('says %s', (action, more) => {
    expect(posted('docker', event(action, { exitCode: '137' }))).toEqual(fact({ ...said, ...more }));
    expect(brought('docker', { detail: event(action, { exitCode: '137' }) })).toEqual(fact({ ...said, ...more }));
  });

  test.each([
    ['a start', event('start')],
    ['a health check that passes', event('health_status: healthy')],
    ['an image', event('die', {}, 'image')],
    ['a container of nobody here', { ...event('die'), Actor: { ID: 'c0ffee', Attributes: {} } }],
    ['a name of every object', event('toString')],
  ])('%s is nothing', (_, message) => {
    expect(posted('docker', message)).toEqual({ kind: 'nothing' });
  });
});

describe('AWS', () => {
  const event = (detail: object) => ({ version: '0', account: '1', time: '2023-11-14T22:13:20Z', detail });

  test.each([
    ['shutting-down', { reason: 'its instance is being terminated', gone: true }],
    ['terminated', { reason: 'its instance was terminated', gone: true }],
    ['stopping', { reason: 'its instance is being stopped', gone: false }],
    ['stopped', { reason: 'its instance was stopped', gone: false }],
  ])('an instance that is %s', (state, said) => {
    expect(brought('ec2', event({ 'instance-id': 'i-1', state }))).toEqual(
      fact({ source: 'ec2', physicalId: 'i-1', certain: true, at: T0, ...said }),
    );
  });

  test('an instance that runs is nothing, and one without a name is unknown', () => {
    expect(brought('ec2', event({ 'instance-id': 'i-1', state: 'running' }))).toEqual({ kind: 'nothing' });
    expect(brought('ec2', event({ state: 'terminated' }))).toEqual({ kind: 'unknown' });
  });

  test('a task that stops, and one that is not well', () => {
    const task = { taskArn: 'arn:t', clusterArn: 'arn:c', lastStatus: 'RUNNING', healthStatus: 'HEALTHY' };
    expect(brought('ecs', event({ ...task, lastStatus: 'STOPPED', stoppedReason: 'Host EC2 terminated' }))).toEqual(
      fact({ source: 'ecs', physicalId: 'arn:t', reason: 'its task is STOPPED: Host EC2 terminated', gone: true, certain: true }),
    );
    expect(brought('ecs', event({ ...task, healthStatus: 'UNHEALTHY' }))).toEqual(fact({ certain: false, gone: false }));
    expect(brought('ecs', event(task))).toEqual({ kind: 'nothing' });
  });

  test('an alarm on one instance is a hint; one on several is about none of them', () => {
    const metric = (id: string) => ({
      metricStat: { metric: { namespace: 'AWS/EC2', name: 'StatusCheckFailed', dimensions: { InstanceId: id } } },
    });
    const alarm = (value: string, ...ids: string[]) =>
      event({
        alarmName: 'dead',
        state: { value, timestamp: '2023-11-14T22:13:20.000+0000' },
        configuration: { metrics: ids.map(metric) },
      });
    expect(brought('cloudwatch', alarm('ALARM', 'i-1'))).toEqual(
      fact({ source: 'cloudwatch', physicalId: 'i-1', reason: 'the alarm dead was raised', certain: false, at: T0 }),
    );
    expect(brought('cloudwatch', alarm('OK', 'i-1'))).toEqual({ kind: 'nothing' });
    expect(brought('cloudwatch', alarm('ALARM', 'i-1', 'i-2'))).toEqual({ kind: 'unknown' });
    expect(brought('cloudwatch', alarm('ALARM'))).toEqual({ kind: 'unknown' });
  });
});

describe('our own form', () => {
  test.each([
    [
      { node_id: 'n', project_id: 'p', reason: 'disk full', at: '2023-11-14T22:13:20Z' },
      { nodeId: 'n', project: 'p', reason: 'disk full', certain: false, at: T0 },
    ],
    [
      { physical_id: 'x', gone: true },
      { physicalId: 'x', reason: 'somebody reported it', gone: true, certain: true, at: T0 },
    ],
  ])('%j', (message, said) => {
    expect(posted('node', message)).toEqual(fact(said));
  });
  test.each([[{}], [{ node_id: '' }], [{ node_id: 'n', reason: 'x'.repeat(201) }], ['text']])('%j is unknown', (message) => {
    expect(posted('node', message)).toEqual({ kind: 'unknown' });
  });
});

test.each([
  ['2023-11-14T22:13:20Z', T0],
  ['2023-11-14T22:13:20.123456789Z', T0 + 123],
  ['2023-11-14 22:13:20.5', T0 + 500],
  ['2023-11-14T23:13:20+01:00', T0],
  ['2023-11-14T22:13:20+0000', T0],
  ['2023-02-31T00:00:61Z', undefined],
  ['yesterday', undefined],
  ['', undefined],
])('the moment %s', (text, at) => {
  expect(momentOf(text)).toBe(at);
});
