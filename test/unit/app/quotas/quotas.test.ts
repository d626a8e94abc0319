import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { counting } from '../../../../lib/app/quotas/counting.ts';
import { whatIs } from '../../../../lib/app/quotas/recount.ts';
import { sweepUsage } from '../../../../lib/app/quotas/sweep-usage.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { type Limits, NO_LIMITS, NOTHING } from '../../../../lib/domain/quota/limits.ts';
import { quotaId } from '../../../../lib/domain/quota/usage.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { aCluster, aNode, idOf, PROJECT, T0 } from '../../../support/documents.ts';
import { aGroup, MACHINES } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const admin: Principal = { ...demo, isAdmin: true };

/** A small service that holds its projects to something. */
async function held(quotas: Partial<Limits> = {}) {
  const limits = { ...NO_LIMITS, ...quotas };
  const raw = new MemoryDocumentStore();
  let clock = () => T0;
  const store = counting(raw, { now: () => clock() }, limits);
  const small = smallService({ store, quotas: limits });
  clock = small.now;
  const { verbs } = small;
  const spec = { type: 'fake.node', version: '1.0', properties: {} };
  await verbs.createProfile(demo, { name: 'small', spec });
  const counts = async () => (await raw.get('quota', { project: PROJECT, id: quotaId(PROJECT) }))?.counts ?? NOTHING;
  const create = (name: string, size = 0, more = {}) =>
    verbs.createCluster(demo, { name, profile: 'small', desiredCapacity: size, ...more });
  const action = async (id: string) => raw.everything('action').find((one) => one.id === id);
  const done = async (asked: Promise<unknown>) => {
    const answer = (await asked) as { readonly kind: string; readonly actionId?: string; readonly fault?: { readonly message: string } };
    await small.settle();
    return answer.actionId === undefined ? answer.fault?.message : action(answer.actionId);
  };
  const names = (kind: 'cluster' | 'node') => raw.everything(kind).map(({ name }) => name);
  return { ...small, raw, store, counts, create, done, names };
}

const message = (answer: object) => ('fault' in answer ? (answer.fault as { readonly message: string }).message : undefined);

describe('quotas', () => {
  test('of fifty creates at once at a quota of ten, ten succeed, and the others are told the figures', async () => {
    const { create, counts, settle, names } = await held({ clusters: 10 });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => create(`c${n}`, 1)));
    await settle();
    expect(answers.filter(({ kind }) => kind === 'ok')).toHaveLength(10);
    expect(new Set(answers.flatMap((answer) => message(answer) ?? []))).toEqual(
      new Set(['Quota exceeded for clusters in this project: limit 10, in use 10, requested 1.']),
    );
    expect(names('cluster')).toHaveLength(10);
    expect(await counts()).toEqual({ ...NOTHING, clusters: 10, nodes: 10 });
  });

  test('a group that is asked for in the words of AWS is refused like any other cluster', async () => {
    const { app } = await held({ clusters: 1 });
    const groups = groupVerbs({ ...app, machines: MACHINES });
    const realm = { caller: demo, region: 'us-east-1' };
    await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
    expect(await groups.createGroup(realm, aGroup('first', 'small'))).toMatchObject({ kind: 'ok' });
    expect(message(await groups.createGroup(realm, aGroup('second', 'small')))).toBe(
      'Quota exceeded for clusters in this project: limit 1, in use 1, requested 1.',
    );
  });

  test('a cluster that has not room for all its nodes is not begun', async () => {
    const { create, counts, names } = await held({ nodes: 4 });
    expect(message(await create('large', 5))).toBe('Quota exceeded for nodes in this project: limit 4, in use 0, requested 5.');
    expect(names('cluster')).toEqual([]);
    expect(await counts()).toEqual(NOTHING);
  });

  test('what is deleted makes room, and what was refused took none', async () => {
    const { create, counts, done, verbs } = await held({ nodes: 3 });
    await done(create('one', 2));
    expect(message(await create('two', 2))).toContain('limit 3, in use 2, requested 2');
    await done(verbs.deleteCluster(demo, 'one', { force: false }));
    expect(await counts()).toEqual(NOTHING);
    expect(await done(create('two', 3))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await counts()).toMatchObject({ clusters: 1, nodes: 3, actions: 0 });
  });

  test('a scale-out beyond it is refused when it is asked for, and the cluster is as it was', async () => {
    const { create, done, verbs, raw } = await held({ nodes: 3 });
    await done(create('web', 2));
    const before = [raw.everything('cluster'), raw.everything('action'), raw.everything('event')];
    expect(message(await verbs.scaleOut(demo, 'web', { count: 2 }))).toContain('limit 3, in use 2, requested 2');
    expect([raw.everything('cluster'), raw.everything('action'), raw.everything('event')]).toEqual(before);
  });

  test('growth in batches has room for all of it before the first, and gives back what it does not use', async () => {
    const { create, done, verbs, counts, settle } = await held({ nodes: 6 });
    await done(create('web', 1));
    expect(message(await verbs.scaleOut(demo, 'web', { count: 6, batchSize: 2, pauseTime: 5 }))).toContain('in use 1, requested 6');
    const filed = await verbs.scaleOut(demo, 'web', { count: 5, batchSize: 2, pauseTime: 5 });
    await settle();
    expect((await counts()).nodes).toBe(6);
    await verbs.cancelAction(demo, 'actionId' in filed ? filed.actionId : '', { force: false });
    await settle();
    expect((await counts()).nodes).toBe(3);
  });

  test('nodes that move between clusters and nowhere are counted once all the while', async () => {
    const { create, done, verbs, counts, raw } = await held({ nodes: 3 });
    await done(create('web', 2));
    await done(verbs.createNode(demo, { name: 'lone', profile: 'small' }));
    expect(await done(verbs.addNodes(demo, 'web', { nodes: ['lone'] }))).toMatchObject({ status: 'SUCCEEDED' });
    expect((await counts()).nodes).toBe(3);
    const [first] = raw.everything('node');
    expect(await done(verbs.deleteNodes(demo, 'web', { nodes: [first?.id ?? ''], destroy: false }))).toMatchObject({ status: 'SUCCEEDED' });
    expect((await counts()).nodes).toBe(3);
    for (const { id } of raw.everything('node')) await done(verbs.deleteNode(demo, id, { force: false }));
    expect(await counts()).toEqual({ ...NOTHING, clusters: 1 });
  });

  test('the size of a cluster has a quota of its own, which replacing its nodes does not touch', async () => {
    const { create, done, verbs, raw } = await held({ nodes_per_cluster: 2 });
    await done(create('web', 2));
    expect(message(await verbs.scaleOut(demo, 'web', {}))).toBe(
      "Quota exceeded for nodes per cluster in cluster 'web': limit 2, in use 2, requested 1.",
    );
    await done(verbs.createNode(demo, { name: 'lone', profile: 'small' }));
    expect(message(await verbs.addNodes(demo, 'web', { nodes: ['lone'] }))).toContain('limit 2, in use 2, requested 1');
    const old = raw.everything('node').find(({ name }) => name !== 'lone')?.id ?? '';
    expect(await done(verbs.replaceNodes(demo, 'web', { nodes: { [old]: 'lone' } }))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('an action that finds out on its way that there is no room fails and says why', async () => {
    const { create, done, verbs, raw, store, counts } = await held({ nodes: 3 });
    await done(create('web', 2));
    const [web] = raw.everything('cluster');
    if (!web) throw new Error('there is no cluster');
    await store.commit([{ put: 'cluster', doc: { ...web, desiredCapacity: 4 } }]);
    expect(await done(verbs.recoverCluster(demo, 'web', { check: true, checkCapacity: true }))).toMatchObject({
      status: 'FAILED',
      statusReason: 'Quota exceeded for nodes in this project: limit 3, in use 2, requested 2.',
    });
    expect(await counts()).toEqual({ ...NOTHING, clusters: 1, nodes: 2 });
    expect(raw.everything('cluster')).toMatchObject([{ lock: { holders: [], queue: [] }, nodes: [{}, {}].map(() => expect.any(String)) }]);
  });

  test('actions in flight have a quota; what makes room may be asked for all the same', async () => {
    const { create, verbs, counts, settle } = await held({ actions: 1 });
    await create('web', 1);
    expect(message(await verbs.createNode(demo, { name: 'lone', profile: 'small' }))).toContain(
      'for actions in this project: limit 1, in use 1',
    );
    expect((await verbs.deleteCluster(demo, 'web', { force: true })).kind).toBe('ok');
    expect((await counts()).actions).toBe(2);
    await settle();
    expect(await counts()).toEqual(NOTHING);
  });

  test('a limit below what there is refuses growth only', async () => {
    const { create, done, verbs, counts } = await held();
    await done(create('web', 3));
    const set = await verbs.updateQuota(admin, PROJECT, { nodes: 1, clusters: 0 });
    expect(set).toMatchObject({ kind: 'ok', quota: { limits: { nodes: 1, clusters: 0 }, usage: { counts: { nodes: 3 } } } });
    expect(message(await verbs.scaleOut(demo, 'web', {}))).toContain('limit 1, in use 3, requested 1');
    expect(await done(verbs.scaleIn(demo, 'web', {}))).toMatchObject({ status: 'SUCCEEDED' });
    expect((await counts()).nodes).toBe(2);
    await verbs.resetQuota(admin, PROJECT);
    expect(await done(verbs.scaleOut(demo, 'web', { count: 2 }))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('only administrators set them, and only of a project that could be one', async () => {
    const { verbs } = await held();
    for (const answer of [
      await verbs.updateQuota(demo, PROJECT, { nodes: 1 }),
      await verbs.resetQuota(demo, PROJECT),
      await verbs.recountQuota(demo, PROJECT),
    ])
      expect(answer).toMatchObject({ kind: 'refused', fault: { code: 'forbidden' } });
    expect(await verbs.showQuota(demo, 'other')).toMatchObject({ fault: { code: 'quota.not-found' } });
    expect(await verbs.updateQuota(admin, 'a#b', { nodes: 1 })).toMatchObject({ fault: { code: 'quota.not-found' } });
    expect(await verbs.showQuota(demo, PROJECT)).toMatchObject({ kind: 'ok' });
    expect(await verbs.listQuotas(demo)).toMatchObject({ quotas: [{ usage: { project: PROJECT } }] });
  });
});

describe('quota', () => {
  test('of a project that is older than its quotas begins with what is there', async () => {
    const raw = new MemoryDocumentStore();
    await raw.commit([
      { put: 'cluster', doc: aCluster({ version: 0, nodes: [idOf('node')] }) },
      { put: 'node', doc: aNode({ version: 0 }) },
    ]);
    const store = counting(raw, { now: () => T0 }, { ...NO_LIMITS, clusters: 1 });
    const more = store.commit([{ put: 'cluster', doc: aCluster({ id: idOf('more'), version: 0 }) }]);
    await expect(more).rejects.toThrow('limit 1, in use 1, requested 1');
    expect(await raw.get('quota', { project: PROJECT, id: quotaId(PROJECT) })).toMatchObject({ counts: { clusters: 1, nodes: 1 } });
  });

  test('that is wrong is put right by the sweep, which says by how much, and by an administrator at once', async () => {
    const { create, done, raw, app, verbs, counts, pass } = await held();
    await done(create('web', 2));
    const wrong = async () => {
      const usage = await raw.get('quota', { project: PROJECT, id: quotaId(PROJECT) });
      if (usage) await raw.commit([{ put: 'quota', doc: { ...usage, counts: { ...usage.counts, nodes: 7 } } }]);
    };
    await wrong();
    expect(await sweepUsage(app)).toEqual([]);
    await pass(86_400);
    expect(await sweepUsage(app)).toMatchObject([{ project: PROJECT, drift: { by: { nodes: 5 } } }]);
    expect(await counts()).toEqual(await whatIs(raw, PROJECT));
    expect(await sweepUsage(app)).toEqual([]);
    await wrong();
    expect(await verbs.recountQuota(admin, PROJECT)).toMatchObject({
      quota: { usage: { counts: { nodes: 2 }, drift: { by: { nodes: 5 } } } },
    });
  });
});
