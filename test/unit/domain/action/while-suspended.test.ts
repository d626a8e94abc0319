import { describe, expect, test } from '@jest/globals';
import { type ActionName, CLUSTER_ACTIONS, NODE_ACTIONS, type Origin } from '../../../../lib/domain/action/action.ts';
import { whyNotWhileSuspended } from '../../../../lib/domain/action/while-suspended.ts';
import { type Process, suspend } from '../../../../lib/domain/cluster/suspension.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, idOf, T0 } from '../../../support/documents.ts';

const ORIGINS = ['health', 'schedule', 'receiver', 'event', 'policy'] as const;
const origin = (by: Origin['by']): Origin => ({ by, id: 'x', reason: 'r' });
const nodes = [idOf('a'), idOf('b')];
const clusterWith = (processes: readonly Process[], reason = '') =>
  aCluster({ name: 'web', nodes, suspended: suspend(undefined, processes, reason, T0) });
const everything = clusterWith([]);

type Asked = { readonly inputs?: JsonObject; readonly by?: Origin['by'] | undefined; readonly insists?: boolean };
const why = (
  action: ActionName,
  cluster: ReturnType<typeof aCluster> | undefined,
  { inputs = {}, by, insists = false }: Asked = {},
  node = aNode({}),
) => whyNotWhileSuspended({ action, inputs, targetName: 't', ...(by && { origin: origin(by) }) }, { cluster, node }, insists);

const ALL: readonly ActionName[] = [...CLUSTER_ACTIONS, ...NODE_ACTIONS];

describe('a cluster that is suspended wholly', () => {
  test.each(ORIGINS)('does nothing because of a %s, even where somebody insists', (by) => {
    for (const action of ALL) {
      expect(why(action, everything, { by })?.code).toBe('cluster.suspended');
      expect(why(action, everything, { by, insists: true })?.code).toBe('cluster.suspended');
    }
  });

  test('is changed by nobody who does not insist, and may be looked at', () => {
    const refused = ALL.filter((action) => why(action, everything));
    expect(ALL.filter((action) => !refused.includes(action))).toEqual(['CLUSTER_CHECK', 'NODE_CHECK']);
    for (const action of ALL) expect(why(action, everything, { insists: true })).toBeUndefined();
  });

  test('says that it is, and why', () => {
    expect(why('CLUSTER_RESIZE', everything)?.message).toBe("CLUSTER_RESIZE for cluster 'web' is refused: the cluster is suspended.");
    expect(why('CLUSTER_RESIZE', clusterWith([], 'audit'))?.message).toMatch(/the cluster is suspended \(audit\)\.$/);
  });
});

test('a cluster that is not suspended is nobody’s business, nor is an orphan', () => {
  for (const action of ALL) {
    expect(why(action, aCluster({}), { by: 'health' })).toBeUndefined();
    expect(why(action, undefined, { by: 'health' })).toBeUndefined();
  }
});

describe('a cluster that is suspended in one process', () => {
  const RESIZE = (number: number, type = 'CHANGE_IN_CAPACITY') => ({ adjustment_type: type, number });
  test.each<[Process, ActionName, Asked]>([
    ['Launch', 'CLUSTER_SCALE_OUT', {}],
    ['Launch', 'CLUSTER_SCALE_OUT', { by: 'receiver' }],
    ['Launch', 'CLUSTER_RESIZE', { inputs: RESIZE(1) }],
    ['Launch', 'CLUSTER_RESIZE', { inputs: RESIZE(3, 'EXACT_CAPACITY') }],
    ['Launch', 'CLUSTER_RESIZE', { inputs: RESIZE(10, 'CHANGE_IN_PERCENTAGE'), by: 'schedule' }],
    ['Launch', 'CLUSTER_RESIZE', { inputs: { min_size: 5, strict: false } }],
    ['Launch', 'NODE_RECOVER', { by: 'health' }],
    ['Launch', 'NODE_CREATE', { by: 'policy' }],
    ['Terminate', 'CLUSTER_SCALE_IN', {}],
    ['Terminate', 'CLUSTER_RESIZE', { inputs: RESIZE(-1) }],
    ['Terminate', 'CLUSTER_RESIZE', { inputs: RESIZE(1, 'EXACT_CAPACITY') }],
    ['Terminate', 'NODE_RECOVER', { by: 'health', inputs: { operation: 'RECREATE' } }],
    ['Terminate', 'NODE_DELETE', { by: 'policy' }],
    ['Terminate', 'CLUSTER_DEL_NODES', { by: 'receiver' }],
    ['HealthCheck', 'NODE_CHECK', { by: 'health' }],
    ['HealthCheck', 'CLUSTER_CHECK', { by: 'schedule' }],
    ['ReplaceUnhealthy', 'NODE_RECOVER', { by: 'event' }],
    ['ReplaceUnhealthy', 'CLUSTER_RECOVER', { by: 'health', inputs: { operation: 'REBOOT' } }],
    ['AlarmNotification', 'CLUSTER_SCALE_OUT', { by: 'receiver' }],
    ['AlarmNotification', 'CLUSTER_RESIZE', { by: 'event', inputs: RESIZE(1) }],
    ['ScheduledActions', 'CLUSTER_RESIZE', { by: 'schedule', inputs: RESIZE(1) }],
    ['ScheduledActions', 'CLUSTER_UPDATE', { by: 'schedule' }],
    ['AZRebalance', 'CLUSTER_REPLACE_NODES', { by: 'policy' }],
  ])('%s: %s %j is refused', (process, action, asked) => {
    const fault = why(action, clusterWith([process]), asked);
    expect(fault?.message).toMatch(new RegExp(`suspended in its process ${process}\\.$`));
    expect(why(action, clusterWith(['AddToLoadBalancer']), asked)).toBeUndefined();
  });

  test.each<[Process, ActionName, Asked]>([
    ['Launch', 'CLUSTER_SCALE_IN', {}],
    ['Launch', 'CLUSTER_RESIZE', { inputs: { min_size: 1, strict: true } }],
    ['Launch', 'CLUSTER_RESIZE', { inputs: RESIZE(2, 'EXACT_CAPACITY') }],
    ['Launch', 'CLUSTER_SCALE_OUT', { insists: true }],
    ['Launch', 'NODE_RECOVER', { by: 'health', inputs: { operation: 'REBOOT' } }],
    ['Launch', 'NODE_CREATE', {}],
    ['Launch', 'NODE_DELETE', { by: 'policy' }],
    ['Terminate', 'CLUSTER_UPDATE', { by: 'schedule' }],
    ['Terminate', 'CLUSTER_DEL_NODES', {}],
    ['Terminate', 'NODE_DELETE', {}],
    ['Terminate', 'CLUSTER_DELETE', {}],
    ['HealthCheck', 'NODE_CHECK', {}],
    ['HealthCheck', 'NODE_RECOVER', { by: 'health' }],
    ['ReplaceUnhealthy', 'NODE_RECOVER', {}],
    ['ScheduledActions', 'CLUSTER_RESIZE', { by: 'receiver', inputs: RESIZE(1) }],
    ['AlarmNotification', 'CLUSTER_RESIZE', { by: 'schedule', inputs: RESIZE(1) }],
  ])('%s: %s %j goes ahead', (process, action, asked) => expect(why(action, clusterWith([process]), asked)).toBeUndefined());
});

describe('a node that is suspended', () => {
  const suspended = aNode({ name: 'n', suspended: { since: T0, was: { status: 'ACTIVE', statusReason: '' } } });
  test('is neither checked nor recovered, in a cluster or out of one', () => {
    for (const action of ['NODE_CHECK', 'NODE_RECOVER'] as const) {
      expect(why(action, undefined, {}, suspended)).toMatchObject({
        code: 'node.suspended',
        message: `${action} for node 'n' is refused: the node is suspended.`,
      });
      expect(why(action, aCluster({}), { by: 'health' }, suspended)?.code).toBe('node.suspended');
      expect(why(action, undefined, { by: 'health', insists: true }, suspended)?.code).toBe('node.suspended');
      expect(why(action, undefined, { insists: true }, suspended)).toBeUndefined();
    }
  });

  test('is deleted, updated and operated on as any', () => {
    for (const action of ['NODE_DELETE', 'NODE_UPDATE', 'NODE_OPERATION'] as const)
      expect(why(action, undefined, {}, suspended)).toBeUndefined();
  });
});
