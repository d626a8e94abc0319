import { expect, test } from '@jest/globals';
import type { BalanceCall, Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

test('a spare that does not answer its load balancer does not take anybody’s place', async () => {
  const deaf = new Set<string>();
  const members = new Set<string>();
  const balance = async ({ ask, members: some, serving }: BalanceCall): Promise<Outcome> => {
    if (ask === 'add' && serving && some.some(({ name }) => deaf.has(name)))
      return { kind: 'fault', fault: permanent('balancer.silent', 'no answer') };
    for (const { nodeId } of some) ask === 'add' ? members.add(nodeId) : members.delete(nodeId);
    return { kind: 'ok', ...(ask === 'add' && { data: Object.fromEntries(some.map(({ nodeId }) => [nodeId, nodeId])) }) };
  };
  const small = smallService({ services: { balance } });
  await small.found(2);
  await small.attach('senlin.policy.loadbalance-1.3', { pool: { subnet: 's' }, vip: { subnet: 's' } });
  for (const name of ['deaf', 'well']) await small.done(small.verbs.createNode(demo, { name, profile: 'small' }));
  const before = [...members];
  deaf.add('deaf');
  const replace = (old: string, spare: string) => small.done(small.verbs.replaceNodes(demo, 'web', { nodes: { [old]: spare } }));
  expect(await replace('node-1', 'deaf')).toMatchObject({ status: 'FAILED' });
  expect([...members]).toEqual(before);
  expect(small.members().map(({ name }) => name)).toEqual(['node-1', 'node-2']);
  expect(await replace('node-1', 'well')).toMatchObject({ status: 'SUCCEEDED' });
  expect(small.members().map(({ name }) => name)).toEqual(['node-2', 'well']);
  // Whoever makes room for nobody is left to the monitor.
  expect(await small.done(small.verbs.addNodes(demo, 'web', { nodes: ['deaf'] }))).toMatchObject({ status: 'SUCCEEDED' });
});
