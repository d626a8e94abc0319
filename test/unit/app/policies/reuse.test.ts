import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const REUSE = 'coppice.policy.reuse-1.0';

async function withOrphans(names: readonly string[], more: JsonObject = {}, service = smallService()) {
  await service.found(1);
  for (const name of names) {
    await service.verbs.createNode(demo, { name, profile: 'small', ...more });
    await service.settle();
    await service.pass(1);
  }
  return service;
}
const kids = ({ store }: ReturnType<typeof smallService>, id: string) =>
  store
    .everything('action')
    .filter(({ parentId }) => parentId === id)
    .map(({ action, targetName }) => `${action} ${targetName}`);

describe('nodes that are there already come before new ones', () => {
  test('growing by three with two that fit takes in two and makes one', async () => {
    const service = await withOrphans(['spare-1', 'spare-2']);
    const { attach, verbs, done, members, cluster } = service;
    await attach(REUSE, {});
    const scaled = await done(verbs.scaleOut(demo, 'web', { count: 3 }));
    expect(scaled).toMatchObject({ status: 'SUCCEEDED', data: { policies: [{ reason: '2 of 3 are there already: spare-1, spare-2.' }] } });
    expect(kids(service, scaled.id)).toEqual(['NODE_JOIN spare-1', 'NODE_JOIN spare-2', expect.stringMatching(/^NODE_CREATE node-4/)]);
    expect(members()).toHaveLength(4);
    expect(cluster()).toMatchObject({ desiredCapacity: 4, status: 'ACTIVE' });
    expect(new Set(members().map(({ index }) => index)).size).toBe(4);
  });

  test('a resize and a recovery of capacity, too', async () => {
    const service = await withOrphans(['spare-1', 'spare-2']);
    const { attach, verbs, done, members, store } = service;
    await attach(REUSE, { limit: 1 });
    await done(verbs.resizeCluster(demo, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 3, strict: true }));
    expect(members().map(({ name }) => name)).toEqual(['node-1', 'spare-1', 'node-3']);
    await attach('senlin.policy.deletion-1.0', { reduce_desired_capacity: false });
    await done(verbs.deleteNodes(demo, 'web', { nodes: [members()[0]?.id ?? ''], destroy: true }));
    await done(verbs.recoverCluster(demo, 'web', { checkCapacity: true }));
    expect(members().map(({ name }) => name)).toEqual(['spare-1', 'spare-2', 'node-3']);
    expect(store.everything('node')).toHaveLength(3);
  });

  test.each<[JsonObject, string[]]>([
    [{ order: 'YOUNGEST_FIRST' }, ['b', 'ab']],
    [{ order: 'NAME' }, ['a', 'ab']],
    [{ order: 'OLDEST_FIRST' }, ['a', 'ab']],
    [{ match: { name_prefix: 'b' } }, ['b']],
    [{ match: { role: 'other' } }, []],
    [{ match: { metadata: { pool: 'warm' }, role: 'spare' } }, ['a', 'ab']],
    [{ match: { metadata: { pool: 'cold' } } }, []],
  ])('those that %j says', async (properties, taken) => {
    const service = await withOrphans(['a', 'ab', 'b'], { role: 'spare', metadata: { pool: 'warm' } });
    const { attach, verbs, done, members } = service;
    await attach(REUSE, properties);
    await done(verbs.scaleOut(demo, 'web', { count: 2 }));
    const names = members().map(({ name }) => name);
    expect(names).toHaveLength(3);
    expect(names.filter((name) => !name.startsWith('node-')).sort()).toEqual([...taken].sort());
  });

  test('not one of another profile, one that is ill, or one that somebody works on', async () => {
    const service = await withOrphans(['ill', 'busy', 'other']);
    const { attach, verbs, done, store, members } = service;
    const node = (name: string) => store.everything('node').find((n) => n.name === name);
    const put = async (name: string, over: object) => {
      const doc = node(name);
      if (doc) await store.commit([{ put: 'node', doc: { ...doc, ...over } }]);
    };
    await put('ill', { status: 'ERROR' });
    await put('busy', { lock: { scope: 'exclusive', holders: ['somebody'], queue: [] } });
    await put('other', { profileId: 'another' });
    await attach(REUSE, {});
    await done(verbs.scaleOut(demo, 'web', { count: 3 }));
    expect(members().every(({ name }) => name.startsWith('node-'))).toBe(true);
  });

  test('of two clusters that race for one node, one gets it and the other makes one', async () => {
    const service = await withOrphans(['only']);
    const { attach, verbs, settle, done, members, store } = service;
    await done(verbs.createCluster(demo, { name: 'app', profile: 'small', desiredCapacity: 0 }));
    await attach(REUSE, {});
    await attach(REUSE, {}, 'app');
    const both = await Promise.all([verbs.scaleOut(demo, 'web', { count: 1 }), verbs.scaleOut(demo, 'app', { count: 1 })]);
    await settle();
    expect(both.map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect([members('web').length, members('app').length]).toEqual([2, 1]);
    expect([...members('web'), ...members('app')].filter(({ name }) => name === 'only')).toHaveLength(1);
    expect(store.everything('cluster').map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(store.everything('node')).toHaveLength(3);
  });

  test('in batches', async () => {
    const service = await withOrphans(['s1', 's2', 's3']);
    const { attach, verbs, done, members, pass, action } = service;
    await attach(REUSE, {});
    const { id } = await done(verbs.scaleOut(demo, 'web', { count: 5, batchSize: 2, pauseTime: 0 }));
    await pass(1);
    expect(action(id).status).toBe('SUCCEEDED');
    expect(members()).toHaveLength(6);
  });
});
