import { expect, test } from '@jest/globals';
import { type Companion, type CompanionFacts, companionVerdict } from '../../../../lib/domain/orphan/companion.ts';
import { balancerIn, balancerMark, isMemberOf, memberIn, memberName } from '../../../../lib/domain/orphan/member-mark.ts';
import type { OrphanReason } from '../../../../lib/domain/orphan/orphan.ts';
import { markSigner } from '../../../../lib/platform/mark-signer.ts';
import { aCluster, aNode, idOf, PROJECT } from '../../../support/documents.ts';
import { MARKING, THEIRS } from '../../../support/marking.ts';

const POLICY = idOf('lb');
const bound = (pool?: string) => [
  {
    id: idOf('binding'),
    policyId: POLICY,
    policyType: 'senlin.policy.loadbalance-1.3',
    enabled: true,
    priority: 500,
    data: { LoadBalancingPolicy: { version: '1.1', data: { ...(pool !== undefined && { pool }) } } },
    lastOp: null,
  },
];
const MEMBER: Companion = {
  ...{ kind: 'load-balancer-member', id: 'm', place: 'web', project: PROJECT, nodeId: idOf('node'), proof: 'signed' },
  ...{ clusterId: '', policyId: '', maker: '' },
};
const BALANCER: Companion = { ...MEMBER, kind: 'load-balancer', place: '', nodeId: '', clusterId: idOf('c'), policyId: POLICY };
const GROUP: Companion = { ...MEMBER, kind: 'server-group', id: 'g', place: '', nodeId: '', proof: 'unsigned', maker: idOf('maker') };

const member = aNode({ data: { lb_member: 'm' } });
const busy = { holders: [idOf('action')], queue: [] };
const having = aCluster({ bindings: bound('web') });
const affine = aCluster({
  bindings: bound().map((one) => ({
    ...one,
    policyType: 'senlin.policy.affinity-1.0',
    data: { AffinityPolicy: { version: '1.0', data: { servergroup_id: 'g' } } },
  })),
});

const CASES: readonly (readonly [string, Companion, CompanionFacts, OrphanReason | undefined])[] = [
  ['a member of a node that is one', MEMBER, { node: member, cluster: having }, undefined],
  [
    'a member where its balancer never said what the pool is called',
    MEMBER,
    { node: member, cluster: aCluster({ bindings: bound() }) },
    undefined,
  ],
  ['a member in another pool', { ...MEMBER, place: 'shop' }, { node: member, cluster: having }, 'unwanted'],
  ['a member of a node whose cluster has no balancer', MEMBER, { node: member, cluster: aCluster() }, 'unwanted'],
  ['a member of a node that is none', MEMBER, { node: aNode(), cluster: having }, 'unwanted'],
  ['a member of a node that is worked on', MEMBER, { node: aNode({ lock: busy as never }), cluster: having }, undefined],
  ['a member of a node whose cluster is worked on', MEMBER, { node: aNode(), cluster: aCluster({ lock: busy as never }) }, undefined],
  ['a member of no node', MEMBER, {}, 'forgotten'],
  ['an unsigned member of a node that is one', { ...MEMBER, proof: 'unsigned' }, { node: member, cluster: having }, undefined],
  ['an unsigned member of no node', { ...MEMBER, proof: 'unsigned' }, {}, 'unsigned'],
  ['a forged member of a node that is one', { ...MEMBER, proof: 'forged' }, { node: member, cluster: having }, 'forged'],
  ['a load balancer whose policy is bound', BALANCER, { cluster: having }, undefined],
  ['a load balancer that is being raised', BALANCER, { cluster: aCluster({ lock: busy as never }) }, undefined],
  ['a load balancer whose policy is not bound', BALANCER, { cluster: aCluster() }, 'unwanted'],
  ['a load balancer of no cluster', BALANCER, {}, 'forgotten'],
  ['a server group that a policy has', GROUP, { clusters: [affine] }, undefined],
  ['a server group whose maker is at work', GROUP, { maker: { open: true } }, undefined],
  ['a server group that nobody has', GROUP, { maker: { open: false }, clusters: [having] }, 'unsigned'],
];

test.each(CASES)('%s', (_, companion, facts, reason) => {
  expect(companionVerdict(companion, facts)).toBe(reason);
});

test('a member’s name says whose it is, in one pool, to one installation, by whichever of its secrets', () => {
  const whose = { project: 'a.project-1', nodeId: idOf('node') };
  const name = memberName(MARKING, 'web', whose);
  expect(memberIn(MARKING, 'web', name)).toMatchObject({ ...whose, place: 'web', proof: 'signed' });
  expect(memberIn(MARKING, 'shop', name)).toMatchObject({ proof: 'forged' });
  expect(memberIn(THEIRS, 'web', name)).toBeUndefined();
  expect(isMemberOf(THEIRS, 'web', name, whose.nodeId)).toBe(false);
  const later = { ...MARKING, signer: markSigner(['new secret', 'our secret']) };
  expect([isMemberOf(later, 'web', name, whose.nodeId), memberIn(later, 'web', name)?.proof]).toEqual([true, 'signed']);
  const secretless = { ...MARKING, signer: markSigner([]) };
  const unsigned = memberName(secretless, 'web', whose);
  expect(memberIn(secretless, 'web', unsigned)).toMatchObject({ ...whose, proof: 'unsigned' });
  for (const other of ['web-1', 'coppice-', 'coppice-x.y', `coppice-${whose.nodeId}`])
    expect(memberIn(MARKING, 'web', other)).toBeUndefined();
  expect(isMemberOf(MARKING, 'web', `coppice-${whose.nodeId}`, whose.nodeId)).toBe(true);
});

test('a load balancer’s description says whose it is, and fits', () => {
  const of = { project: 'p'.repeat(64), clusterId: idOf('c'), policyId: POLICY };
  const mark = balancerMark(MARKING, of);
  expect(mark.length).toBeLessThanOrEqual(255);
  expect(balancerIn(MARKING, 'lb', mark)).toMatchObject({ ...of, proof: 'signed' });
  expect(balancerIn(MARKING, 'lb', mark.replace(POLICY, idOf('other')))).toMatchObject({ proof: 'forged' });
  expect(balancerIn(THEIRS, 'lb', mark)).toBeUndefined();
  expect(balancerIn(MARKING, 'lb', 'made by hand')).toBeUndefined();
});
