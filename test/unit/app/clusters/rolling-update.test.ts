import { describe, expect, test } from '@jest/globals';
import type { BalanceCall, Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const BALANCE = ['senlin.policy.loadbalance-1.4', { pool: { subnet: 's' }, vip: { subnet: 's' }, drain_timeout: 7 }] as const;

/** A cluster of three processes behind a load balancer, and what that is asked. */
async function balanced(size = 3) {
  const members = new Set<string>();
  const asked: string[] = [];
  const will = { add: (_: string): boolean => true };
  let least = Number.POSITIVE_INFINITY;
  const balance = async ({ ask, members: some, drain }: BalanceCall): Promise<Outcome> => {
    for (const { nodeId, name } of some) {
      asked.push(`${ask} ${name}${drain === undefined ? '' : ` ${drain}`}`);
      if (ask === 'add' && !will.add(name)) return { kind: 'fault', fault: permanent('balancer.refused', 'no') };
      if (ask === 'add') members.add(nodeId);
      if (ask === 'remove') members.delete(nodeId);
    }
    least = Math.min(least, members.size);
    return { kind: 'ok', ...(ask === 'add' && { data: Object.fromEntries(some.map(({ nodeId }) => [nodeId, nodeId])) }) };
  };
  const small = smallService({ services: { balance } });
  await small.found(size, 'local.process-1.0', { command: ['old'] });
  await small.attach(...BALANCE);
  const profile = (name: string, properties: JsonObject) =>
    small.verbs.createProfile(demo, { name, spec: { type: 'local.process', version: '1.0', properties } });
  asked.length = 0;
  least = Number.POSITIVE_INFINITY;
  return { ...small, asked, will, profile, least: () => least };
}

describe('a rolling update', () => {
  test('takes each node out of its balancer while its work is interrupted, and puts it back before the next', async () => {
    const { profile, verbs, done, asked, least, members } = await balanced();
    await profile('new', { command: ['new'] });
    expect(await done(verbs.updateCluster(demo, 'web', { profile: 'new', batchSize: 1 }))).toMatchObject({ status: 'SUCCEEDED' });
    const nodes = members().map(({ name }) => name);
    expect(asked).toEqual(nodes.flatMap((name) => [`remove ${name} 7`, `add ${name}`]));
    expect(least()).toBe(2);
    expect(members().every(({ status, data }) => status === 'ACTIVE' && data.lb_member !== undefined)).toBe(true);
  });

  test.each([
    { size: 1, batches: [1] },
    { size: 3, batches: [1, 1, 1] },
    { size: 9, batches: [2, 2, 2, 2, 1] },
    { size: 9, minSize: 8, batches: [1, 1, 1, 1, 1, 1, 1, 1, 1] },
    { size: 5, minSize: 5, batches: [1, 1, 1, 1, 1] },
    { size: 5, batchSize: 3, batches: [3, 2] },
    { size: 5, batchSize: 5, batches: [5] },
  ])('for which nobody has said how many at a time leaves most in front of it: %j', async ({ size, batches, minSize, batchSize }) => {
    const { profile, verbs, done, pass, action, store, members } = await balanced(size);
    if (minSize !== undefined) await done(verbs.resizeCluster(demo, 'web', { minSize, strict: true }));
    await profile('new', { command: ['new'] });
    const { id } = await done(verbs.updateCluster(demo, 'web', { profile: 'new', batchSize, pauseTime: 1 }));
    for (let i = 0; i < size; i++) await pass(1);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(new Set(members().map(({ profileId }) => profileId)).size).toBe(1);
    const began = store.everything('action').flatMap(({ parentId, createdAt }) => (parentId === id ? [createdAt] : []));
    expect([...new Set(began)].map((at) => began.filter((one) => one === at).length)).toEqual(batches);
  });

  test('asks the balancer nothing where nobody would notice', async () => {
    const { profile, verbs, done, asked } = await balanced();
    await profile('patient', { command: ['old'], stop_timeout: 20 });
    expect(await done(verbs.updateCluster(demo, 'web', { profile: 'patient' }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(asked).toEqual([]);
  });

  test('leaves who stands by out of the balancer', async () => {
    const { profile, verbs, done, asked } = await balanced();
    await profile('new', { command: ['new'] });
    await done(verbs.standByNodes(demo, 'web', { operation: 'enter_standby', nodes: ['node-1'] }));
    asked.length = 0;
    await done(verbs.updateNode(demo, 'node-1', { profile: 'new' }));
    expect(asked).toEqual([]);
  });

  test('of one node does the same, and one that its balancer will not have back is to be looked at', async () => {
    const { profile, verbs, done, asked, will, members } = await balanced();
    await profile('new', { command: ['new'] });
    expect(await done(verbs.updateNode(demo, 'node-2', { profile: 'new' }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(asked).toEqual(['remove node-2 7', 'add node-2']);
    will.add = () => false;
    expect(await done(verbs.updateNode(demo, 'node-3', { profile: 'new' }))).toMatchObject({ status: 'FAILED' });
    const [, second, third] = members();
    expect(second?.profileId).toBe(third?.profileId);
    expect(third).toMatchObject({ status: 'WARNING' });
    expect(third?.data).not.toHaveProperty('lb_member');
  });

  test('that fails puts the node back where it was', async () => {
    const { profile, verbs, done, asked, members, app } = await balanced();
    await profile('new', { command: ['new'] });
    const driver = app.drivers('local.process-1.0');
    Object.assign(driver ?? {}, { update: async () => ({ kind: 'fault', fault: permanent('driver.refused', 'not like this') }) });
    expect(await done(verbs.updateNode(demo, 'node-1', { profile: 'new' }))).toMatchObject({ status: 'FAILED' });
    expect(asked).toEqual(['remove node-1 7', 'add node-1']);
    expect(members()[0]).toMatchObject({ status: 'ERROR', data: { lb_member: expect.anything() } });
  });
});
