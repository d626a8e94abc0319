import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../../lib/app/verb.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import type { Grantable } from '../../../../lib/domain/permission/grant.ts';
import { aProfile, PROJECT } from '../../../support/documents.ts';
import { GUEST, grantee, somebody } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const owner = somebody(PROJECT);
const guest = somebody(GUEST);
const BY_TWO = {
  type: 'senlin.policy.scaling',
  version: '1.0',
  properties: { event: 'CLUSTER_SCALE_OUT', adjustment: { type: 'CHANGE_IN_CAPACITY', number: 2 } },
};

let service: MemoryService;
let profile: string;
let policy: string;

async function made<T extends object>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked;
  if (answer.kind === 'refused') throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
  return answer;
}
const codeOf = async (asked: Promise<Answer<object>>) => {
  const answer = await asked;
  return answer.kind === 'refused' ? answer.fault.code : 'ok';
};
const share = async (
  objectKind: Grantable,
  object: string,
  by: Principal = owner,
  to = GUEST,
  access: 'read-only' | 'read-write' = 'read-only',
) => (await made(service.verbs.createGrant(by, { objectKind, object, grantee: grantee(to), access }))).grant.id;
const create = (name = 'theirs', text = profile) => service.verbs.createCluster(guest, { name, profile: text, desiredCapacity: 1 });
const sizeOf = async (name: string) => (await made(service.verbs.showCluster(guest, name))).cluster.nodes.length;

beforeEach(async () => {
  service = new MemoryService();
  ({ id: profile } = (await made(service.verbs.createProfile(owner, { name: 'small', spec: aProfile().spec }))).profile);
  ({ id: policy } = (await made(service.verbs.createPolicy(owner, { name: 'by-two', spec: BY_TWO }))).policy);
});

describe('a profile of another project', () => {
  test('is nothing to make a cluster of, until it is given', async () => {
    expect(await codeOf(create())).toBe('reference.not-found');
    expect(service.store.everything('link')).toEqual([]);
  });

  test.each(['id', 'name'] as const)('is used by its %s, and shown by its name', async (way) => {
    await share('profile', profile);
    await made(create('theirs', way === 'id' ? profile : 'small'));
    await service.settle();
    const shown = await made(service.verbs.showCluster(guest, 'theirs'));
    expect(shown).toMatchObject({ profileName: 'small', cluster: { project: GUEST, status: 'ACTIVE', profileId: profile } });
    const [node] = (await made(service.verbs.listNodes(guest, { sort: [], filters: {}, globalProject: false }))).nodes;
    expect(node).toMatchObject({ profileName: 'small', node: { project: GUEST, status: 'ACTIVE' } });
    expect(await codeOf(service.verbs.showNode(guest, node?.node.id ?? '', { details: true }))).toBe('ok');
    expect(await codeOf(service.verbs.createNode(guest, { name: 'lone', profile: 'small' }))).toBe('ok');
  });

  test('taken back, goes on to be used where it is, and is begun with nowhere', async () => {
    const grant = await share('profile', profile);
    await made(create());
    await made(service.verbs.createProfile(guest, { name: 'own', spec: aProfile().spec }));
    await made(service.verbs.createCluster(guest, { name: 'other', profile: 'own' }));
    await service.settle();
    await made(service.verbs.deleteGrant(owner, grant));

    await made(service.verbs.scaleOut(guest, 'theirs', { count: 1 }));
    await service.settle();
    expect(await sizeOf('theirs')).toBe(2);
    expect(await codeOf(create('another'))).toBe('reference.not-found');
    expect(await codeOf(service.verbs.createNode(guest, { name: 'lone', profile }))).toBe('reference.not-found');
    expect(await codeOf(service.verbs.updateCluster(guest, 'other', { profile }))).toBe('reference.not-found');
    expect(await codeOf(service.verbs.showProfile(guest, profile))).toBe('profile.not-found');
  });

  test('is not deleted while anybody uses it, and leaves nothing when it is', async () => {
    await share('profile', profile);
    await made(create());
    await service.settle();
    expect(await codeOf(service.verbs.deleteProfile(owner, profile))).toBe('resource.in-use');
    await made(service.verbs.deleteCluster(guest, 'theirs', { force: false }));
    await service.settle();
    expect(await codeOf(service.verbs.deleteProfile(owner, profile))).toBe('ok');
    for (const kind of ['link', 'usage', 'grant', 'share'] as const) expect(service.store.everything(kind)).toEqual([]);
  });

  test('deleted in the moment in which somebody begins to use it, is not used or not deleted', async () => {
    await share('profile', profile);
    const answers = await Promise.all([codeOf(create()), codeOf(service.verbs.deleteProfile(owner, profile))]);
    await service.settle();
    expect([
      ['ok', 'resource.in-use'],
      ['reference.not-found', 'ok'],
    ]).toContainEqual(answers);
  });
});

describe('a policy of another project', () => {
  beforeEach(async () => {
    await made(service.verbs.createProfile(guest, { name: 'own', spec: aProfile().spec }));
    await made(create('theirs', 'own'));
    await service.settle();
  });
  const attach = (text = 'by-two') => service.verbs.attachPolicy(guest, 'theirs', { policy: text, enabled: true });

  test('is attached once it is given, acts after it was taken back, and comes off by its name', async () => {
    expect(await codeOf(attach(policy))).toBe('reference.not-found');
    const grant = await share('policy', policy);
    await made(attach());
    await service.settle();
    await made(service.verbs.deleteGrant(owner, grant));
    await made(service.verbs.scaleOut(guest, 'theirs', {}));
    await service.settle();
    expect(await sizeOf('theirs')).toBe(3);
    const listed = await made(service.verbs.listBindings(guest, 'theirs', { sort: [], filters: {} }));
    expect(listed.bindings).toMatchObject([{ policyName: 'by-two', binding: { policyId: policy } }]);
    expect(await codeOf(service.verbs.deletePolicy(owner, 'by-two'))).toBe('resource.in-use');
    expect(await codeOf(service.verbs.updateBinding(guest, 'theirs', { policy: 'by-two', enabled: false }))).toBe('ok');
    await service.settle();
    await made(service.verbs.detachPolicy(guest, 'theirs', { policy: 'by-two' }));
    await service.settle();
    expect(await codeOf(attach(policy))).toBe('reference.not-found');
    expect(await codeOf(service.verbs.deletePolicy(owner, 'by-two'))).toBe('ok');
    for (const kind of ['link', 'usage'] as const) expect(service.store.everything(kind)).toEqual([]);
  });

  test('is attached to a cluster of its own project by whoever was given both, and nothing of the guest’s is', async () => {
    await made(service.verbs.createCluster(owner, { name: 'web', profile: 'small' }));
    await service.settle();
    await share('cluster', 'web', owner, GUEST, 'read-write');
    await made(service.verbs.createPolicy(guest, { name: 'mine', spec: BY_TWO }));
    expect(await codeOf(service.verbs.attachPolicy(guest, 'web', { policy: 'mine', enabled: true }))).toBe('reference.not-found');
    expect(await codeOf(service.verbs.attachPolicy(guest, 'web', { policy: 'by-two', enabled: true }))).toBe('reference.not-found');
    await share('policy', policy);
    expect(await codeOf(service.verbs.attachPolicy(guest, 'web', { policy: 'by-two', enabled: true }))).toBe('ok');
    expect(service.store.everything('link')).toEqual([]);
  });
});
