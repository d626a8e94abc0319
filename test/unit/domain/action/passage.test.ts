import { describe, expect, test } from '@jest/globals';
import { passageOf, passageUnder } from '../../../../lib/domain/action/passage.ts';
import type { Binding } from '../../../../lib/domain/cluster/cluster.ts';
import { suspend } from '../../../../lib/domain/cluster/suspension.ts';
import { aCluster, idOf, T0 } from '../../../support/documents.ts';

const bound = (policyType: string, priority: number, over: Partial<Binding> = {}): Binding => ({
  id: idOf(`binding ${policyType}`),
  policyId: policyType,
  policyType,
  enabled: true,
  priority,
  data: null,
  lastOp: null,
  ...over,
});
const HOOK = 'coppice.policy.lifecycle_hook-1.0';
const LB = 'senlin.policy.loadbalance-1.3';
const DELETION = 'senlin.policy.deletion-1.1';
const made = { LoadBalancingPolicy: { version: '1.3', data: { pool: 'p' } } };
const bindings = [bound(LB, 500, { data: made }), bound(HOOK, 450), bound(DELETION, 400), bound('senlin.policy.scaling-1.0', 100)];
const cluster = aCluster({ bindings, config: { 'cluster.stop_node_before_delete': true } });
const words = (steps: readonly { readonly do: string; readonly policyId?: string }[]) => steps.map((s) => s.policyId ?? s.do);

describe('the passage of a member', () => {
  test('out: nobody is sent to it, then it is emptied, then it is stopped', () => {
    const { departure, arrival } = passageOf(cluster, 'NODE_DELETE');
    expect(words(departure)).toEqual([LB, DELETION, HOOK, 'stop']);
    expect(departure[0]).toEqual({ do: 'balance', policyId: LB, data: { pool: 'p' }, drain: true });
    expect(arrival).toEqual([]);
  });

  test('in: what makes it fit to serve, then the balancer', () => {
    expect(words(passageOf(cluster, 'NODE_CREATE').arrival)).toEqual([HOOK, LB]);
    expect(passageOf(cluster, 'NODE_CREATE').departure).toEqual([]);
  });

  test.each(['NODE_JOIN', 'NODE_CREATE'] as const)('%s only comes', (action) => {
    expect(passageOf(cluster, action)).toMatchObject({ arrival: [{ do: 'hook' }, { do: 'balance' }], departure: [] });
  });

  test('looked at, it goes nowhere, and is with its balancers, also where no new ones are to come to them', () => {
    expect(passageOf(cluster, 'NODE_CHECK')).toMatchObject({ arrival: [{ do: 'balance', policyId: LB }], departure: [] });
    const quiet = { ...cluster, suspended: suspend(undefined, ['AddToLoadBalancer'], '', T0) };
    expect(words(passageOf(quiet, 'NODE_CHECK').arrival)).toEqual([LB]);
    expect(words(passageOf(quiet, 'NODE_CREATE').arrival)).toEqual([HOOK]);
  });

  test('leaving, it is not stopped: it lives on without its cluster', () => {
    expect(words(passageOf(cluster, 'NODE_LEAVE').departure)).toEqual([LB, DELETION, HOOK]);
  });

  test('in a cluster that is suspended: wholly, only out of the balancer; in adding to balancers, all but that', () => {
    const wholly = { ...cluster, suspended: suspend(undefined, [], '', T0) };
    expect(passageOf(wholly, 'NODE_CREATE').arrival).toEqual([]);
    expect(words(passageOf(wholly, 'NODE_DELETE').departure)).toEqual([LB, 'stop']);
    const alone = { ...cluster, suspended: suspend(undefined, ['AddToLoadBalancer'], '', T0) };
    expect(words(passageOf(alone, 'NODE_CREATE').arrival)).toEqual([HOOK]);
    expect(passageOf(alone, 'NODE_DELETE')).toEqual(passageOf(cluster, 'NODE_DELETE'));
  });

  test('made anew, it goes and comes back', () => {
    const { departure, arrival } = passageOf(cluster, 'NODE_RECOVER');
    expect([words(departure), words(arrival)]).toEqual([
      [LB, DELETION, HOOK],
      [HOOK, LB],
    ]);
  });

  test('made something else, it is out of its balancer meanwhile, unless it could not be put back', () => {
    const inputs = { new_profile_id: 'p' };
    const { departure, arrival } = passageUnder(cluster, 'NODE_UPDATE', inputs, false);
    expect([words(departure), words(arrival)]).toEqual([[LB], [LB]]);
    const alone = { ...cluster, suspended: suspend(undefined, ['AddToLoadBalancer'], '', T0) };
    expect(passageUnder(alone, 'NODE_UPDATE', inputs, false)).toEqual({ arrival: [], departure: [] });
    expect(passageUnder(cluster, 'NODE_UPDATE', { name: 'n' }, false)).toEqual({ arrival: [], departure: [] });
  });

  test.each(['NODE_UPDATE', 'NODE_OPERATION'] as const)('%s neither comes nor goes', (action) => {
    expect(passageOf(cluster, action)).toEqual({ arrival: [], departure: [] });
  });

  test('by force it is only taken out of the balancer, and at once', () => {
    expect(passageOf(cluster, 'NODE_DELETE', true).departure).toEqual([{ do: 'balance', policyId: LB, data: { pool: 'p' }, drain: false }]);
  });

  test('what is not heeded is not on the way, but for the balancer that is left', () => {
    const idle = { ...cluster, config: {}, bindings: bindings.map((b) => ({ ...b, enabled: false })) };
    expect(passageOf(idle, 'NODE_RECOVER')).toMatchObject({ arrival: [], departure: [{ do: 'balance' }] });
  });
});
