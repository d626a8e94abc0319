import { expect, test } from '@jest/globals';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { PROJECT } from '../../../support/documents.ts';
import { smallService } from '../../../support/small-service.ts';

const AFFINITY = 'senlin.policy.affinity-1.0';
const detach = async ({ verbs, done, cluster }: ReturnType<typeof smallService>) =>
  done(verbs.detachPolicy(demo, 'web', { policy: cluster().bindings[0]?.policyId ?? '' }));

test('a group is made with the policy, nodes are put into it, and it goes with the policy', async () => {
  const service = smallService();
  const { found, attach, verbs, done, members, cluster, cloud, settle } = service;
  await found(1);
  expect(await attach(AFFINITY, { servergroup: { policies: 'soft-anti-affinity' }, availability_zone: 'az1' })).toMatchObject({
    status: 'SUCCEEDED',
  });
  const [group] = [...cloud.groups.values()];
  expect(group).toMatchObject({ name: expect.stringMatching(/^server_group_/), policy: 'soft-anti-affinity' });
  expect(cluster().bindings[0]?.data).toEqual({
    AffinityPolicy: { version: '1.0', data: { servergroup_id: group?.id, inherited_group: false } },
  });

  await done(verbs.scaleOut(demo, 'web', { count: 2 }));
  await verbs.createNode(demo, { name: 'extra', profile: 'small', cluster: 'web' });
  await settle();
  const placement = { servergroup: group?.id, zone: 'az1' };
  expect(members().map(({ data }) => data.placement)).toEqual([undefined, placement, placement, placement]);
  expect([...cloud.things.values()].filter((thing) => thing.placement?.servergroup === group?.id)).toHaveLength(3);

  expect(await detach(service)).toMatchObject({ status: 'SUCCEEDED' });
  expect(cluster().bindings).toEqual([]);
  expect(cloud.groups.size).toBe(0);
});

test('a group goes with its cluster, too', async () => {
  const { found, attach, verbs, done, cloud, store } = smallService();
  await found(2);
  await attach(AFFINITY, { servergroup: { name: 'ours' } });
  expect(cloud.groups.size).toBe(1);
  await done(verbs.deleteCluster(demo, 'web', { force: false }));
  expect(store.everything('cluster')).toEqual([]);
  expect(cloud.groups.size).toBe(0);
});

test('a group that is there is used, and stays', async () => {
  const service = smallService();
  const { found, attach, cluster, cloud } = service;
  await found(0);
  const id = `fake-group-${PROJECT}-mine`;
  cloud.groups.set(id, { id, name: 'mine', policy: 'anti-affinity' });
  await attach(AFFINITY, { servergroup: { name: 'mine' } });
  expect(cluster().bindings[0]?.data).toMatchObject({ AffinityPolicy: { data: { servergroup_id: id, inherited_group: true } } });
  await detach(service);
  expect(cloud.groups.has(id)).toBe(true);
});

test('a group that means something else is not used, and the policy is not attached', async () => {
  const { found, attach, cluster, cloud } = smallService();
  await found(0);
  const id = `fake-group-${PROJECT}-mine`;
  cloud.groups.set(id, { id, name: 'mine', policy: 'affinity' });
  expect(await attach(AFFINITY, { servergroup: { name: 'mine' } })).toMatchObject({
    status: 'FAILED',
    statusReason: expect.stringContaining(
      "Policies specified (anti-affinity) doesn't match that of the existing servergroup 'mine' (affinity).",
    ),
  });
  expect(cluster()).toMatchObject({ bindings: [], lock: { holders: [] } });
});

test('where nobody has groups the attachment fails, and says so', async () => {
  const { found, attach, cluster } = smallService({ services: {} });
  await found(0);
  expect((await attach(AFFINITY, { servergroup: {} })).status).toBe('FAILED');
  expect(cluster().bindings).toEqual([]);
});
