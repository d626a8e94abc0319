import { describe, expect, test } from '@jest/globals';
import { counting } from '../../../../lib/app/quotas/counting.ts';
import { whatIs } from '../../../../lib/app/quotas/recount.ts';
import { sweepUsage } from '../../../../lib/app/quotas/sweep-usage.ts';
import { type Limits, NO_LIMITS } from '../../../../lib/domain/quota/limits.ts';
import { inMillionths, PriceList } from '../../../../lib/domain/quota/price.ts';
import { quotaId } from '../../../../lib/domain/quota/usage.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { PROJECT, T0 } from '../../../support/documents.ts';
import { smallService } from '../../../support/small-service.ts';

const PRICES = PriceList.parse([
  { type: 'fake.node', where: { latency: 0 }, per_hour: 2.5 },
  { type: 'fake.node', per_hour: 0.1 },
]);

/** A small service whose nodes cost something; `cost` is what is counted, `true_` what the documents say. */
async function costly(most: number, prices: PriceList = PRICES, raw = new MemoryDocumentStore()) {
  const limits: Limits = { ...NO_LIMITS, cost_per_hour: inMillionths(most) };
  let clock = () => T0;
  const store = counting(raw, { now: () => clock() }, limits, prices);
  const small = smallService({ store, quotas: limits, prices });
  clock = small.now;
  const { verbs, settle } = small;
  const spec = (properties: object) => ({ type: 'fake.node', version: '1.0', properties }) as never;
  await verbs.createProfile(demo, { name: 'small', spec: spec({}) });
  await verbs.createProfile(demo, { name: 'large', spec: spec({ latency: 0 }) });
  const cost = async () => {
    const usage = await raw.get('quota', { project: PROJECT, id: quotaId(PROJECT) });
    const counts = usage?.counts.cost_per_hour ?? 0;
    expect((await whatIs(raw, PROJECT)).cost_per_hour).toBe(counts);
    return counts / 1_000_000;
  };
  const done = async (asked: Promise<unknown>) => {
    const answer = (await asked) as { readonly actionId?: string; readonly fault?: { readonly message: string } };
    await settle();
    const action = raw.everything('action').find(({ id }) => id === answer.actionId);
    return answer.fault?.message ?? action?.status;
  };
  const cluster = (name: string, desiredCapacity: number, profile = 'small') =>
    done(verbs.createCluster(demo, { name, profile, desiredCapacity }));
  return { ...small, raw, cost, done, cluster };
}

describe('quotas in money', () => {
  test('what would cost more than there is room for is refused with the figures, and takes no room', async () => {
    const { cluster, cost } = await costly(5);
    expect(await cluster('large', 3, 'large')).toBe('Quota exceeded for cost per hour in this project: limit 5, in use 0, requested 7.5.');
    expect(await cost()).toBe(0);
    expect(await cluster('large', 2, 'large')).toBe('SUCCEEDED');
    expect(await cluster('small', 1)).toBe('Quota exceeded for cost per hour in this project: limit 5, in use 5, requested 0.1.');
  });

  test('a member that is dearer than its cluster’s others is refused at its own price', async () => {
    const { verbs, cluster, done, cost } = await costly(4);
    await cluster('web', 2);
    const node = () => done(verbs.createNode(demo, { name: 'dear', profile: 'large', cluster: 'web' }));
    expect(await node()).toBe('SUCCEEDED');
    expect(await cost()).toBe(2.7);
    expect(await node()).toBe('Quota exceeded for cost per hour in this project: limit 4, in use 2.7, requested 2.5.');
    expect(await cost()).toBe(2.7);
  });

  test('of fifty at once, as many come to be as there is room for', async () => {
    const { verbs, raw, settle, cost } = await costly(1);
    const create = (name: string) => verbs.createCluster(demo, { name, profile: 'small', desiredCapacity: 2 });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => create(`c${n}`)));
    await settle();
    expect(answers.filter(({ kind }) => kind === 'ok')).toHaveLength(5);
    expect(raw.everything('node')).toHaveLength(10);
    expect(await cost()).toBe(1);
  });

  test('growing, shrinking, nodes of no cluster, joining, leaving and deleting: always what is there', async () => {
    const { verbs, cluster, done, cost } = await costly(100);
    await cluster('web', 3);
    expect(await cost()).toBe(0.3);
    await done(verbs.scaleOut(demo, 'web', { count: 2 }));
    expect(await cost()).toBe(0.5);
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    expect(await cost()).toBe(0.4);
    await done(verbs.createNode(demo, { name: 'lone', profile: 'large' }));
    expect(await cost()).toBe(2.9);
    await done(verbs.addNodes(demo, 'web', { nodes: ['lone'] }));
    expect(await cost()).toBe(2.9);
    await done(verbs.deleteNodes(demo, 'web', { nodes: ['lone'] } as never));
    await done(verbs.deleteCluster(demo, 'web', { force: false }));
    expect(await cost()).toBe(2.5);
  });

  test('an update that would make a cluster too dear is refused before it begins; one that fits counts as its members change', async () => {
    const { verbs, raw, cluster, done, cost } = await costly(5);
    await cluster('web', 3);
    expect(await done(verbs.updateCluster(demo, 'web', { profile: 'large' }))).toBe(
      'Quota exceeded for cost per hour in this project: limit 5, in use 0.3, requested 7.2.',
    );
    expect(await cost()).toBe(0.3);
    await done(verbs.scaleIn(demo, 'web', { count: 2 }));
    expect(await done(verbs.updateCluster(demo, 'web', { profile: 'large' }))).toBe('SUCCEEDED');
    expect(await cost()).toBe(2.5);
    expect(raw.everything('node').map(({ price }) => price)).toEqual([{ own: 2_500_000, listed: 100_000 }]);
    expect(await done(verbs.updateCluster(demo, 'web', { profile: 'small' }))).toBe('SUCCEEDED');
    expect(await cost()).toBe(0.1);
  });

  test('one node is held to it as well, while its update is filed and when it is done', async () => {
    const { verbs, done, cost } = await costly(2.55);
    await done(verbs.createNode(demo, { name: 'one', profile: 'small' }));
    await done(verbs.createNode(demo, { name: 'two', profile: 'small' }));
    expect(await done(verbs.updateNode(demo, 'one', { profile: 'large' }))).toBe(
      'Quota exceeded for cost per hour in this project: limit 2.55, in use 0.2, requested 2.4.',
    );
    await done(verbs.deleteNode(demo, 'two', { force: false }));
    expect(await done(verbs.updateNode(demo, 'one', { profile: 'large' }))).toBe('SUCCEEDED');
    expect(await cost()).toBe(2.5);
  });

  test('a cluster whose profile changes and whose members do not has both prices: of those it has, and of those to come', async () => {
    const { verbs, cluster, done, cost } = await costly(100);
    await cluster('web', 2);
    await done(verbs.updateCluster(demo, 'web', { profile: 'large', profileOnly: true }));
    expect(await cost()).toBe(0.2);
    await done(verbs.scaleOut(demo, 'web', { count: 1 }));
    expect(await cost()).toBe(2.7);
    await done(verbs.deleteCluster(demo, 'web', { force: false }));
    expect(await cost()).toBe(0);
  });

  test('other prices hold for what is written next, and after the sweep for all', async () => {
    const before = await costly(100);
    await before.cluster('web', 3);
    await before.done(before.verbs.createNode(demo, { name: 'lone', profile: 'small' }));
    const dearer = PriceList.parse([{ type: 'fake.node', per_hour: 1 }]);
    const store = counting(before.raw, { now: before.now }, NO_LIMITS, dearer);
    expect(await sweepUsage({ store, clock: { now: before.now }, prices: dearer })).toEqual([]);
    expect(await before.cost()).toBe(4);
    const versions = before.raw.everything('node').map(({ version }) => version);
    expect(await sweepUsage({ store, clock: { now: before.now }, prices: dearer })).toEqual([]);
    expect(before.raw.everything('node').map(({ version }) => version)).toEqual(versions);
  });

  test('what is older than all prices is counted once the sweep has seen it', async () => {
    const limits = NO_LIMITS;
    const raw = new MemoryDocumentStore();
    const old = smallService({ store: counting(raw, { now: () => T0 }, limits), quotas: limits });
    await old.verbs.createProfile(demo, { name: 'small', spec: { type: 'fake.node', version: '1.0', properties: {} } });
    await old.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 3 });
    await old.settle();
    const store = counting(raw, { now: () => T0 }, limits, PRICES);
    await sweepUsage({ store, clock: { now: () => T0 }, prices: PRICES });
    expect((await raw.get('quota', { project: PROJECT, id: quotaId(PROJECT) }))?.counts.cost_per_hour).toBe(300_000);
    expect((await whatIs(raw, PROJECT)).cost_per_hour).toBe(300_000);
  });
});
