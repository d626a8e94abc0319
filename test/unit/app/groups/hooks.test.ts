import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { sweepGroups } from '../../../../lib/app/groups/sweep-groups.ts';
import type { ServiceCall } from '../../../../lib/domain/action/call.ts';
import type { HookChange } from '../../../../lib/domain/group/lifecycle-hook.ts';
import { MachineCatalogue } from '../../../../lib/domain/group/machine-catalogue.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const ACCOUNT = '123456789012';
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:hooks`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:hooks`;
const machines = MachineCatalogue.parse({ images: { '*': { type: 'fake.node' } } });
const LAUNCH = { name: 'in', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' } as const;
const TERMINATE = { name: 'out', transition: 'autoscaling:EC2_INSTANCE_TERMINATING', target: QUEUE, heartbeat: 60 } as const;

function hookedService() {
  const told: Extract<ServiceCall, { to: 'announce' }>[] = [];
  const service = smallService({
    targets: [TOPIC],
    services: {
      announce: async (call) => {
        if (JSON.stringify(call.target).includes('deaf')) return { kind: 'fault', fault: permanent('hook.untold', 'It is deaf.') };
        told.push(call);
        return { kind: 'ok' };
      },
    },
  });
  const groups = groupVerbs({ ...service.app, machines });
  const realm = { caller: demo, region: 'us-east-1' };
  const make = async (desiredCapacity: number, hooks: readonly HookChange[] = []) => {
    await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
    const made = await groups.createGroup(realm, {
      name: 'web',
      launch: { kind: 'configuration', name: 'small' },
      minSize: 0,
      maxSize: 5,
      desiredCapacity,
      zones: ['us-east-1a'],
      subnets: '',
      defaultCooldown: 300,
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 0,
      terminationPolicies: ['Default'],
      tags: [],
      verbatim: {},
      protectsNew: false,
      hooked: { hooks, account: ACCOUNT },
    });
    await service.settle();
    return made;
  };
  const states = async () => {
    const seen = await groups.showGroup(realm, 'web');
    return seen.kind === 'refused' ? [] : seen.instances.map(({ state }) => state);
  };
  const instance = async (at = 0) => {
    const seen = await groups.showGroup(realm, 'web');
    return seen.kind === 'refused' ? '' : (seen.instances[at]?.instanceId ?? '');
  };
  const put = (change: HookChange) => groups.putHook(realm, 'web', ACCOUNT, change);
  const answer = async (hook: string, result: 'CONTINUE' | 'ABANDON' | 'HEARTBEAT', by: { token?: string; instanceId?: string }) => {
    const done = await groups.answerLifecycle(realm, { group: 'web', hook, result, ...by });
    await service.settle();
    return done;
  };
  const tokens = () => told.flatMap(({ message }) => message.LifecycleActionToken ?? []).map(String);
  return { ...service, groups, realm, make, states, instance, put, answer, told, tokens };
}

describe("a group's lifecycle hooks", () => {
  test('given with the group are in force before its first instance', async () => {
    const { make, states, instance, answer } = hookedService();
    await make(2, [LAUNCH]);
    expect(await states()).toEqual(['Pending:Wait', 'Pending:Wait']);
    await answer('in', 'CONTINUE', { instanceId: await instance() });
    expect(await states()).toEqual(['InService', 'Pending:Wait']);
  });

  test('are shown as they were put, and keep what is not said again', async () => {
    const { make, groups, realm, put } = hookedService();
    await make(0);
    await put({ ...TERMINATE, metadata: 'hello', role: 'arn:aws:iam::1:role/r' });
    await put({ name: 'out', heartbeat: 90 });
    await put({ name: 'out', target: '' });
    const seen = await groups.showGroup(realm, 'web');
    expect(seen.kind === 'ok' && seen.group.hooks).toMatchObject([
      { name: 'out', heartbeat: 90, defaultResult: 'ABANDON', metadata: 'hello', role: 'arn:aws:iam::1:role/r' },
    ]);
    expect(seen.kind === 'ok' && seen.group.hooks?.[0]).not.toHaveProperty('target');
    expect(await put({ name: 'new' })).toMatchObject({ kind: 'refused', fault: { code: 'hook.transition' } });
  });

  test("hold an instance on its way out, and tell the queue in AWS's words", async () => {
    const { make, states, put, told, groups, realm, settle, answer, tokens } = hookedService();
    await make(1);
    await put(TERMINATE);
    expect(told[0]).toMatchObject({ target: { queue: QUEUE }, message: { Event: 'autoscaling:TEST_NOTIFICATION' } });
    await groups.setDesiredCapacity(realm, 'web', 0);
    await settle();
    expect(await states()).toEqual(['Terminating:Wait']);
    const [token = ''] = tokens();
    expect(token).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await answer('out', 'CONTINUE', { token: token.replace(/./, 'x') })).toMatchObject({ fault: { code: 'hook.over' } });
    expect(await answer('none', 'CONTINUE', { token })).toMatchObject({ fault: { code: 'hook.not-found' } });
    expect(await answer('out', 'CONTINUE', { token })).toEqual({ kind: 'ok' });
    expect(await states()).toEqual([]);
    expect(await answer('out', 'CONTINUE', { token })).toMatchObject({ fault: { code: 'hook.over' } });
  });

  test('give time anew with a heartbeat, and the default result when nobody answers', async () => {
    const { make, states, put, groups, realm, settle, answer, pass, tokens } = hookedService();
    await make(1);
    await put(TERMINATE);
    await groups.setDesiredCapacity(realm, 'web', 0);
    await settle();
    await pass(50);
    await answer('out', 'HEARTBEAT', { token: tokens()[0] ?? '' });
    await pass(50);
    expect(await states()).toEqual(['Terminating:Wait']);
    await pass(61);
    expect(await states()).toEqual([]);
  });

  test('have time for it that the actions of other clusters have not', async () => {
    const { make, put, cluster } = hookedService();
    await make(0);
    const before = cluster().timeout;
    await put({ ...TERMINATE, heartbeat: 7_200 });
    expect(cluster().timeout).toBe(before + 172_800);
  });

  test('tell of their target what it is, or refuse it', async () => {
    const { make, put, told } = hookedService();
    await make(0);
    expect(await put({ ...TERMINATE, target: TOPIC })).toEqual({ kind: 'ok' });
    expect(told.at(-1)?.target).toEqual({ topic: TOPIC });
    expect(await put({ ...TERMINATE, target: `${TOPIC}-of-others` })).toMatchObject({ fault: { code: 'subscription.target.refused' } });
    expect(await put({ ...TERMINATE, name: 'other', target: `arn:aws:sqs:us-east-1:${ACCOUNT}:deaf` })).toMatchObject({
      fault: { code: 'hook.untold' },
    });
  });

  test('abandoned on the way in leave nothing', async () => {
    const { make, instance, answer, cloud } = hookedService();
    await make(1, [LAUNCH]);
    expect(cloud.things.size).toBe(1);
    await answer('in', 'ABANDON', { instanceId: await instance() });
    expect(cloud.things.size).toBe(0);
    expect(await instance()).toBe('');
  });

  test.each([true, false])('do not hold one that is terminated on its way in (decrementing: %s)', async (decrement) => {
    const { make, states, instance, groups, realm, settle, answer, cloud } = hookedService();
    await make(2, [LAUNCH]);
    const first = await instance();
    await answer('in', 'CONTINUE', { instanceId: await instance(1) });
    const ended = await groups.terminateInstance(realm, first, decrement);
    expect(ended).toMatchObject({ kind: 'ok', activity: { kind: 'terminate', instanceId: first } });
    await settle();
    expect(await states()).toEqual(decrement ? ['InService'] : ['InService', 'Pending:Wait']);
    expect(cloud.things.size).toBe(decrement ? 1 : 2);
    const seen = await groups.showGroup(realm, 'web');
    expect(seen.kind === 'ok' && seen.sizes.desiredCapacity).toBe(decrement ? 1 : 2);
  });

  test('taken away let go of whoever waits', async () => {
    const { make, states, put, groups, realm, settle, store } = hookedService();
    await make(2);
    await put(TERMINATE);
    await groups.setDesiredCapacity(realm, 'web', 1);
    await settle();
    expect(await states()).toContain('Terminating:Wait');
    expect(await groups.deleteHook(realm, 'web', 'out')).toEqual({ kind: 'ok' });
    await settle();
    expect(await states()).toEqual(['InService']);
    expect(store.everything('policy').map(({ name }) => name)).not.toContain('out');
    expect(await groups.deleteHook(realm, 'web', 'out')).toMatchObject({ fault: { code: 'hook.not-found' } });
  });

  test('hold nobody whose group goes by force, and go with it', async () => {
    const { make, states, put, groups, realm, settle, store, pass, app } = hookedService();
    await make(2);
    await put(TERMINATE);
    await groups.setDesiredCapacity(realm, 'web', 1);
    await settle();
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await pass(5);
    expect(await states()).toEqual([]);
    await sweepGroups(app);
    expect(store.everything('policy')).toEqual([]);
  });
});
