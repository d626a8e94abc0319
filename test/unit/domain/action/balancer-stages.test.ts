import { describe, expect, test } from '@jest/globals';
import { raiseStage, razeNext, razeStage } from '../../../../lib/domain/action/balancer-stages.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { aCluster, aNode, aPolicy, aProfile, idOf } from '../../../support/documents.ts';
import { input, running } from '../../../support/stepping.ts';

const AT_A_TIME = 20;
const policy = aPolicy({
  type: 'senlin.policy.loadbalance-1.3',
  spec: { type: 'senlin.policy.loadbalance', version: '1.3', properties: { pool: { subnet: 's' }, vip: { subnet: 's' } } },
});
const bindings = [
  { id: idOf('binding'), policyId: policy.id, policyType: policy.type, enabled: true, priority: 500, data: null, lastOp: null },
];
const member = (i: number, over: Partial<Node> = {}) =>
  aNode({ id: idOf(`node ${i}`), name: `node-${i}`, index: i, clusterId: idOf('cluster'), status: 'ACTIVE', physicalId: `p${i}`, ...over });
const some = (count: number, over: (i: number) => Partial<Node> = () => ({})) =>
  Array.from({ length: count }, (_, i) => member(i, over(i)));
const around = (members: readonly Node[]) => ({
  cluster: aCluster({ bindings, nodes: members.map(({ id }) => id) }),
  seen: { members, profiles: [aProfile({ id: members[0]?.profileId ?? 'p' })] },
});
const self = (action: 'CLUSTER_ATTACH_POLICY' | 'CLUSTER_DETACH_POLICY') => running(action);

/** What a stage asks: of whom, or what else it comes to. */
function asked(which: 'raise' | 'raze', stage: number, members: readonly Node[]): readonly [string, ...string[]] {
  const { cluster, seen } = around(members);
  const act = which === 'raise' ? raiseStage : razeStage;
  const said = act(self(which === 'raise' ? 'CLUSTER_ATTACH_POLICY' : 'CLUSTER_DETACH_POLICY'), stage, cluster, policy, input(seen));
  if (said.kind !== 'call' || said.call.to !== 'balance') return [said.kind];
  return [said.call.ask, ...said.call.members.map(({ nodeId }) => members.find(({ id }) => id === nodeId)?.name ?? nodeId)];
}
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `node-${from + i}`);

describe('a balancer that is raised', () => {
  test('comes first, then its members, so many at a time, and then nothing', () => {
    const members = some(AT_A_TIME + 1);
    expect([0, 1, 2, 3].map((stage) => asked('raise', stage, members))).toEqual([
      ['raise'],
      ['add', ...names(0, AT_A_TIME)],
      ['add', ...names(AT_A_TIME, AT_A_TIME + 1)],
      ['end'],
    ]);
    expect(asked('raise', 2, some(AT_A_TIME))).toEqual(['end']);
    expect(asked('raise', 1, [])).toEqual(['end']);
  });

  test('gets those who work, and nobody else', () => {
    const over = [
      {},
      { status: 'ERROR' },
      { physicalId: null },
      { standby: { aside: true } },
      { clusterId: 'other' },
    ] as unknown as Partial<Node>[];
    expect(
      asked(
        'raise',
        1,
        some(5, (i) => over[i] ?? {}),
      ),
    ).toEqual(['add', 'node-0']);
    expect(
      asked(
        'raise',
        1,
        some(2, () => ({ status: 'CREATING' })),
      ),
    ).toEqual(['skip']);
  });

  test('asks to see who they are, and what they are made of', () => {
    const { cluster } = around(some(1));
    const stage = (seen: object) => raiseStage(self('CLUSTER_ATTACH_POLICY'), 1, cluster, policy, input(seen));
    expect(stage({})).toEqual({ kind: 'look', sight: { members: true } });
    const [one] = some(1);
    expect(stage({ members: some(1), profiles: [] })).toEqual({ kind: 'look', sight: { profiles: [one?.profileId] } });
  });
});

describe('a balancer that is razed', () => {
  const balanced = (): Partial<Node> => ({ data: { lb_member: 'm' } });

  test('loses its members first, whatever they are like, and goes at last', () => {
    const members = some(AT_A_TIME + 1, (i) => ({ ...balanced(), ...(i === 0 && { status: 'ERROR' }) }));
    expect([0, 1, 2, 3].map((stage) => asked('raze', stage, members))).toEqual([
      ['remove', ...names(0, AT_A_TIME)],
      ['remove', ...names(AT_A_TIME, AT_A_TIME + 1)],
      ['raze'],
      ['end'],
    ]);
    expect([0, 1].map((stage) => asked('raze', stage, []))).toEqual([['raze'], ['end']]);
  });

  test('asks nothing of those who never were its members', () => {
    expect(asked('raze', 0, some(3))).toEqual(['skip']);
    expect(
      asked(
        'raze',
        0,
        some(3, (i) => (i === 1 ? balanced() : {})),
      ),
    ).toEqual(['remove', 'node-1']);
  });
});

test('a cluster that goes takes down its balancers one after another, and nothing else that is attached', () => {
  const bound = (name: string, policyType: string) =>
    bindings.map((one) => ({ ...one, id: idOf(`${name} bound`), policyId: idOf(name), policyType }));
  const cluster = aCluster({
    bindings: [...bound('hook', 'coppice.policy.lifecycle_hook-1.0'), ...bound('balancer', 'senlin.policy.loadbalance-1.3')],
  });
  const next = (done: number) => razeNext(running('CLUSTER_DELETE'), cluster, input({ cluster }), done);
  expect(next(0)).toEqual({ kind: 'look', sight: { policies: [idOf('balancer')] } });
  expect(next(1)).toEqual({ kind: 'end' });
});
