import { beforeEach, describe, expect, test } from '@jest/globals';
import { FORGOTTEN, forgetOld } from '../../../../lib/app/forget-old.ts';
import type { CreateGrant } from '../../../../lib/app/grants/granting.ts';
import type { Answer } from '../../../../lib/app/verb.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Grant, Grantee } from '../../../../lib/domain/permission/grant.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, GUEST, grantee, somebody, type Things } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const ALL = { sort: [], filters: {}, globalProject: false };
const SHARED = { ...ALL, shared: true };
const NOBODYS = '0badc0de-0000-4000-8000-000000000000';
const owner = somebody(PROJECT);
const guest = somebody(GUEST);

let service: MemoryService;
let things: Things;
beforeEach(async () => {
  service = new MemoryService();
  things = await furnish(service, PROJECT, true);
});

async function share(request: Partial<CreateGrant> = {}, by: Principal = owner): Promise<Grant> {
  const answer = await service.verbs.createGrant(by, {
    objectKind: 'cluster',
    object: things.cluster,
    grantee: grantee(),
    access: 'read-only',
    ...request,
  });
  if (answer.kind === 'refused') throw new Error(answer.fault.message);
  return answer.grant;
}
const ids = (docs: readonly { readonly id: string }[]) => docs.map(({ id }) => id);
const codeOf = async (asked: Promise<Answer<object>>) => {
  const answer = await asked;
  return answer.kind === 'refused' ? answer.fault.code : 'ok';
};
const clustersOf = async (caller: Principal) => {
  const answer = await service.verbs.listClusters(caller, SHARED);
  return answer.kind === 'ok' ? ids(answer.clusters.map(({ cluster }) => cluster)) : [];
};
const scale = (caller: Principal) => service.verbs.scaleOut(caller, things.cluster, { count: 1 });

describe('a cluster that is given to be looked at', () => {
  test('is shown and listed, under its name too, and is not changed', async () => {
    await share();
    for (const text of [things.cluster, 'web', things.cluster.slice(0, 8)])
      expect(await service.verbs.showCluster(guest, text)).toMatchObject({ kind: 'ok', cluster: { id: things.cluster, project: PROJECT } });
    expect(await clustersOf(guest)).toEqual([things.cluster]);
    expect(await codeOf(scale(guest))).toBe('forbidden');
    expect(await codeOf(service.verbs.deleteCluster(guest, things.cluster, { force: true }))).toBe('forbidden');
  });

  test('stands beside one’s own, which goes before', async () => {
    await share();
    const { cluster } = await furnish(service, GUEST);
    expect(await service.verbs.showCluster(guest, 'web')).toMatchObject({ cluster: { id: cluster } });
    const listed = await service.verbs.listClusters(guest, ALL);
    expect(listed.kind === 'ok' && ids(listed.clusters.map((one) => one.cluster))).toEqual([cluster]);
  });

  test('shows its members, actions, events, policies and health, and nothing else of its project', async () => {
    await share();
    const { verbs } = service;
    expect(await verbs.showNode(guest, things.member, { details: true })).toMatchObject({ kind: 'ok' });
    expect(await verbs.showAction(guest, things.action)).toMatchObject({ kind: 'ok', action: { target: things.member } });
    expect(await verbs.showEvent(guest, things.event)).toMatchObject({ kind: 'ok' });
    expect(await verbs.listBindings(guest, 'web', ALL)).toMatchObject({ bindings: [{ policyName: 'scaling' }, { policyName: 'health' }] });
    expect(await verbs.showBinding(guest, 'web', { policy: 'scaling' })).toMatchObject({ binding: { policyId: things.policy } });
    expect(await verbs.showHealth(guest, 'web')).toMatchObject({ kind: 'ok' });
    expect(await verbs.collectCluster(guest, 'web', { path: '$.name' })).toMatchObject({ kind: 'ok' });

    const nodes = await verbs.listNodes(guest, SHARED);
    expect(nodes.kind === 'ok' && nodes.nodes.map(({ node }) => node.clusterId)).toEqual([things.cluster, things.cluster]);
    expect(await verbs.listNodes(guest, { ...ALL, filters: { cluster_id: ['web'] } })).toMatchObject({ nodes: [{}, {}] });
    const actions = await verbs.listActions(guest, SHARED);
    const events = await verbs.listEvents(guest, { ...SHARED, filters: { cluster_id: [things.cluster] } });
    for (const doc of [...(actions.kind === 'ok' ? actions.actions : []), ...(events.kind === 'ok' ? events.events : [])])
      expect(doc.clusterId).toBe(things.cluster);
    expect(actions.kind === 'ok' && ids(actions.actions)).toContain(things.action);
    expect(events.kind === 'ok' && ids(events.events)).toContain(things.event);

    for (const asked of [
      verbs.showNode(guest, things.node, { details: false }),
      verbs.showPolicy(guest, things.policy),
      verbs.showProfile(guest, things.profile),
      verbs.showSchedule(guest, things.schedule),
      verbs.showReceiver(guest, things.receiver),
    ])
      expect(await codeOf(asked)).toMatch(/\.not-found$/);
  });

  test('is not shared on', async () => {
    await share({ access: 'read-write' });
    const on = { objectKind: 'cluster', object: things.cluster, grantee: grantee('third'), access: 'read-only' } as const;
    expect(await codeOf(service.verbs.createGrant(guest, on))).toBe('forbidden');
    expect(await codeOf(service.verbs.createGrant(guest, { ...on, objectKind: 'profile', object: things.profile }))).toBe(
      'profile.not-found',
    );
    expect(await codeOf(service.verbs.showCluster(somebody('third'), things.cluster))).toBe('cluster.not-found');
  });

  test('is unknown to clients that are older than sharing', async () => {
    await share();
    expect(await codeOf(service.verbs.showCluster({ ...guest, withinProject: true }, things.cluster))).toBe('cluster.not-found');
  });
});

describe('a cluster that is given to be changed', () => {
  test('is changed in its own project, by whoever asked', async () => {
    await share({ access: 'read-write' });
    const answer = await scale(guest);
    const action = answer.kind === 'ok' ? await service.verbs.showAction(owner, answer.actionId) : undefined;
    expect(action).toMatchObject({ action: { project: PROJECT, user: guest.userId } });
    expect(await codeOf(service.verbs.scaleIn(somebody(GUEST, 'reader'), things.cluster, {}))).toBe('forbidden');
  });

  test('what has begun ends after the grant was taken back, and nothing more begins', async () => {
    const grant = await share({ access: 'read-write' });
    const answer = await scale(guest);
    if (answer.kind === 'refused') throw new Error(answer.fault.message);
    expect(await codeOf(service.verbs.deleteGrant(owner, grant.id))).toBe('ok');
    await service.settle();
    expect(await service.verbs.showAction(owner, answer.actionId)).toMatchObject({ action: { status: 'SUCCEEDED' } });
    expect(await codeOf(scale(guest))).toBe('cluster.not-found');
    expect(await codeOf(service.verbs.showAction(guest, answer.actionId))).toBe('action.not-found');
  });

  test('takes nothing of its project’s that was not given as well', async () => {
    await share({ access: 'read-write' });
    const { verbs } = service;
    expect(await codeOf(verbs.attachPolicy(guest, 'web', { policy: 'other', enabled: true }))).toBe('reference.not-found');
    expect(await codeOf(verbs.updateCluster(guest, 'web', { profile: 'spare' }))).toBe('reference.not-found');
    expect(await codeOf(verbs.addNodes(guest, 'web', { nodes: [things.node] }))).toBe('reference.not-found');
    expect(await codeOf(verbs.createNode(guest, { name: 'mine', profile: things.profile, cluster: things.cluster }))).toBe(
      'reference.not-found',
    );
    expect(await codeOf(verbs.detachPolicy(guest, 'web', { policy: 'scaling' }))).toBe('ok');
  });
});

describe('a grant', () => {
  test('taken back, leaves the answer of what never was', async () => {
    const grant = await share();
    expect(await codeOf(service.verbs.showCluster(guest, things.cluster))).toBe('ok');
    await service.verbs.deleteGrant(owner, grant.id);
    const gone = await service.verbs.showCluster(guest, things.cluster);
    const never = await service.verbs.showCluster(guest, NOBODYS);
    expect(JSON.stringify(gone)).toBe(JSON.stringify(never).replaceAll(NOBODYS, things.cluster));
    expect(await clustersOf(guest)).toEqual([]);
    expect(service.store.everything('share').filter(({ project }) => project === GUEST)).toEqual([]);
  });

  test('ends by itself when its time has come, before it is removed', async () => {
    const grant = await share({ expiresAt: after(service.now, seconds(60)) });
    service.pass(59);
    expect(await codeOf(service.verbs.showCluster(guest, things.cluster))).toBe('ok');
    service.pass(1);
    expect(await codeOf(service.verbs.showCluster(guest, things.cluster))).toBe('cluster.not-found');
    for (const caller of [owner, guest]) expect(await codeOf(service.verbs.showGrant(caller, grant.id))).toBe('grant.not-found');
    await forgetOld({ ...service.app, expiry: service.store }, FORGOTTEN);
    expect([...service.store.everything('grant'), ...service.store.everything('share')].filter(({ id }) => id === grant.id)).toEqual([]);
    expect(await share()).toMatchObject({ expiresAt: null });
  });

  test('of a time that has passed is none', async () => {
    await expect(share({ expiresAt: service.now })).rejects.toThrow('in the past');
  });

  test.each<[string, Grantee, Principal, Principal]>([
    ['a user, wherever they act', { type: 'user', id: 'ann' }, { ...somebody('b'), userId: 'ann' }, { ...somebody('b'), userId: 'ben' }],
    [
      'a role in a project',
      { type: 'role', id: 'auditor', project: 'b' },
      { ...somebody('b'), roles: ['reader', 'auditor'] },
      { ...somebody('c'), roles: ['reader', 'auditor'] },
    ],
    [
      'a role in a project, to nobody else there',
      { type: 'role', id: 'auditor', project: 'b' },
      { ...somebody('b'), roles: ['auditor'] },
      somebody('b'),
    ],
  ])('to %s', async (_, to, who, whoNot) => {
    await share({ grantee: to });
    expect(await codeOf(service.verbs.showCluster(who, things.cluster))).toBe('ok');
    expect(await codeOf(service.verbs.showCluster(whoNot, things.cluster))).toBe('cluster.not-found');
  });

  test('to a role everywhere is an administrator’s to give', async () => {
    const everywhere = { grantee: { type: 'role', id: 'auditor', project: null } } as const;
    await expect(share(everywhere)).rejects.toThrow('Only an administrator');
    expect(await share(everywhere, somebody('root', 'admin'))).toMatchObject({ project: PROJECT });
    expect(await codeOf(service.verbs.showCluster({ ...guest, roles: ['auditor'] }, 'web'))).toBe('ok');
    expect(await codeOf(service.verbs.showCluster(guest, 'web'))).toBe('cluster.not-found');
  });

  test.each(['*', 'user:guest-user'])('to a project called %s is to no more than that', async (id) => {
    await share({ grantee: grantee(id) });
    expect(await codeOf(service.verbs.showCluster(guest, things.cluster))).toBe('cluster.not-found');
  });

  test('to the project that has it anyway is none', async () => {
    await expect(share({ grantee: grantee(PROJECT) })).rejects.toThrow('needs no grant');
  });

  test('is given once to each, and changed after that', async () => {
    const grant = await share();
    await expect(share({ access: 'read-write' })).rejects.toThrow('shared with them already');
    expect(await codeOf(service.verbs.updateGrant(guest, grant.id, { access: 'read-write' }))).toBe('forbidden');
    expect(await codeOf(service.verbs.updateGrant(owner, grant.id, { access: 'read-write' }))).toBe('ok');
    expect(await codeOf(scale(guest))).toBe('ok');
    expect(await codeOf(service.verbs.updateGrant(owner, grant.id, { access: 'read-write' }))).toBe('request.malformed');
  });

  test('is seen by both, and told of in its project', async () => {
    const grant = await share({ objectKind: 'profile', object: things.profile });
    const seenBy = async (caller: Principal, filters = {}) => {
      const answer = await service.verbs.listGrants(caller, { ...ALL, filters });
      return answer.kind === 'ok' ? answer.grants.map((one) => [one.direction, one.grant.objectKind, one.grant.project]) : [];
    };
    expect(await seenBy(guest)).toEqual([['received', 'profile', PROJECT]]);
    expect(await seenBy(owner, { object_type: ['profile'] })).toEqual([['given', 'profile', PROJECT]]);
    expect(await seenBy(owner, { direction: ['received'] })).toEqual([]);
    expect(await codeOf(service.verbs.deleteGrant(guest, grant.id))).toBe('forbidden');
    expect(await codeOf(service.verbs.showGrant(somebody('third'), grant.id))).toBe('grant.not-found');
    await service.verbs.deleteGrant(owner, grant.id);
    const told = service.store.everything('event').filter(({ objectId }) => objectId === grant.id);
    expect(told.map(({ type, statusReason }) => [type, statusReason])).toEqual([
      ['grant-created', "read-only on the profile 'small' for the project guest."],
      ['grant-revoked', "read-only on the profile 'small' for the project guest."],
    ]);
  });

  test('goes with what it is about', async () => {
    await share({ access: 'read-write' });
    const spare = await share({ objectKind: 'profile', object: things.spare });
    expect(await codeOf(service.verbs.deleteProfile(owner, things.spare))).toBe('ok');
    expect(await codeOf(service.verbs.showGrant(guest, spare.id))).toBe('grant.not-found');
    await service.verbs.deleteCluster(owner, things.cluster, { force: true });
    await service.settle();
    service.pass(120);
    const left = [...service.store.everything('grant'), ...service.store.everything('share')];
    expect(left.filter(({ objectId }) => [things.cluster, things.spare].includes(objectId))).toEqual([]);
  });

  test('of a node that is gone is removed by whoever lists', async () => {
    const grant = await share({ objectKind: 'node', object: things.node });
    await service.verbs.deleteNode(owner, things.node, { force: false });
    await service.settle();
    const listed = await service.verbs.listGrants(owner, ALL);
    expect(listed.kind === 'ok' && listed.grants.map(({ grant: { id } }) => id)).not.toContain(grant.id);
    expect(service.store.everything('share').map(({ id }) => id)).not.toContain(grant.id);
  });

  test('makes nobody an owner of anything', async () => {
    const before = await service.store.projects();
    await share({ grantee: { type: 'user', id: 'ann' } });
    expect(await service.store.projects()).toEqual(before);
  });
});
