import { describe, expect, test } from '@jest/globals';
import type { ActionName } from '../../../../lib/domain/action/action.ts';
import { aCluster, aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, running, step } from '../../../support/stepping.ts';

/**
 * States as versions of this service have stored them. Actions outlive deploys: what is here must be understood for ever. Add what a new
 * version stores; take nothing away.
 */
const round = {
  stage: 0,
  child: 'NODE_CHECK',
  targets: { from: 'members', positions: [0] },
  inputs: {},
  tolerant: false,
  spawned: 1,
  settled: 0,
  failed: 0,
};
const working = (more: object) => ({ phase: 'working', at: at(0), stage: 0, round: null, memo: {}, ...more });
const STORED: readonly (readonly [ActionName, unknown])[] = [
  ['CLUSTER_CHECK', { phase: 'admitting' }],
  ['CLUSTER_CHECK', working({ round })],
  ['CLUSTER_CHECK', working({ round: { ...round, failed: 1, settled: 1, reason: 'node-1: no' } })],
  ['CLUSTER_CREATE', working({ round: { ...round, child: 'NODE_CREATE', targets: { from: 'new', count: 1, firstIndex: 1 } } })],
  [
    'CLUSTER_ADD_NODES',
    working({ round: { ...round, child: 'NODE_JOIN', targets: { from: 'orphans', ids: [idOf('x')], firstIndex: 1 } } }),
  ],
  [
    'CLUSTER_ADD_NODES',
    working({
      round: { ...round, child: 'NODE_JOIN', targets: { from: 'orphans', ids: [idOf('x')], firstIndex: 1 } },
      memo: { before: 1 },
    }),
  ],
  ['CLUSTER_SCALE_IN', working({ memo: { victims: [0] }, stage: 1, round: { ...round, child: 'NODE_DELETE', stage: 1 } })],
  ['CLUSTER_RESIZE', working({ memo: { count: 2 } })],
  ['NODE_CREATE', { called: true }],
  ['NODE_DELETE', { called: false }],
  ['NODE_UPDATE', { called: true }],
  ['NODE_UPDATE', { called: false, out: { out: true, steps: [], at: 0, balanced: true } }],
  ['NODE_OPERATION', { called: true }],
  ['NODE_CHECK', {}],
  ['NODE_JOIN', {}],
  ['NODE_LEAVE', {}],
  ...['ready', 'checking', 'repairing', 'removing', 'creating'].map((phase) => ['NODE_RECOVER', { phase }] as const),
  ...['repairing', 'proving', 'clearing'].map((phase) => ['NODE_RECOVER', { phase, turn: 1 }] as const),
  ['NODE_RECOVER', { phase: 'removing', turn: 0, since: at(0) }],
];

describe('what was stored is understood', () => {
  const node = aNode({ lock: heldBy(ME) });
  const cluster = aCluster({ nodes: [node.id], lock: heldBy(ME) });
  const kid = anAction('NODE_CHECK', { id: idOf('kid'), dueAt: null, status: 'SUCCEEDED' });
  const seen = { node, cluster, members: [node], nodes: [node], children: [kid], policies: [aPolicy()] };

  test.each(STORED)('%s %j', (name, state) => {
    const over = { state, ...(name.startsWith('NODE_') && { inputs: { operation: 'reboot', cluster_id: cluster.id, index: 1 } }) };
    for (const signal of [null, 'cancel'] as const) {
      expect(['commit', 'idle', 'look']).toContain(step(running(name, { ...over, signal }), seen).kind);
    }
  });

  test('and what a newer version has added to it stays through a step', () => {
    const unborn = { ...node, physicalId: null, token: null };
    const called = commitOf(step(running('NODE_CREATE', { state: { called: true, later: 1 }, clusterId: '' }), { node: unborn }));
    expect(called.next.state).toEqual({ called: true, way: null, removing: false, later: 1 });
  });

  test('and what was not, is a bug that is heard of', () => {
    expect(() => step(running('CLUSTER_CHECK', { state: { phase: 'dreaming' } }), seen)).toThrow();
  });
});
