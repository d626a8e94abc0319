import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../lib/domain/kernel/time.ts';
import { shareOf } from '../../../lib/domain/permission/grant.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { aCluster, aGrant, aNode, aProfile, idOf, PROJECT, T0 } from '../../support/documents.ts';

const project = PROJECT;
const ids = (docs: readonly { readonly id: string }[]) => docs.map(({ id }) => id);

/** Five profiles in creation order, though their ids and the order they are stored in say otherwise. */
async function fiveProfiles(store: DocumentStore): Promise<readonly string[]> {
  const born = [0, 1, 2, 3, 4].map((n) => idOf(`profile ${n}`, instant(T0 + n)));
  for (const n of [3, 0, 4, 1, 2]) await store.commit([{ put: 'profile', doc: aProfile({ id: born[n] as string, name: `p${n}` }) }]);
  return born;
}

export function readPromises(current: () => DocumentStore): void {
  describe('get', () => {
    test('brings back what was stored, under its next version', async () => {
      const cluster = aCluster({ version: 0, metadata: { deep: { list: [1, 'two', null] } } });
      await current().commit([{ put: 'cluster', doc: cluster }]);
      expect(await current().get('cluster', cluster)).toEqual({ ...cluster, version: 1 });
    });

    test('says nothing of what is not there, is of another kind, or belongs to somebody else', async () => {
      await current().commit([{ put: 'node', doc: aNode({ version: 0 }) }]);
      const { id } = aNode();
      expect(await current().get('node', { project, id: idOf('nobody') })).toBeUndefined();
      expect(await current().get('cluster', { project, id })).toBeUndefined();
      expect(await current().get('node', { project: 'other', id })).toBeUndefined();
      expect(await current().getMany('node', [{ project: 'other', id }])).toEqual([]);
    });

    test('many at once in one turn each bring back their own', async () => {
      const born = await fiveProfiles(current());
      const asked = [...born, idOf('nobody'), ...born];
      const found = await Promise.all(asked.map((id) => current().get('profile', { project, id })));
      expect(found.map((doc) => doc?.id)).toEqual([...born, undefined, ...born]);
    });

    test('sees a write that was committed before it began', async () => {
      const doc = aNode({ version: 0 });
      await current().commit([{ put: 'node', doc }]);
      for (let version = 1; version < 10; version++) {
        await current().commit([{ put: 'node', doc: { ...doc, version, name: `name ${version}` } }]);
        expect((await current().get('node', doc))?.name).toBe(`name ${version}`);
      }
    });
  });

  describe('getMany', () => {
    test('answers in the order asked for and leaves out what is missing', async () => {
      const [a = '', b = '', c = ''] = await fiveProfiles(current());
      const found = await current().getMany(
        'profile',
        [c, idOf('nobody'), a, b].map((id) => ({ project, id })),
      );
      expect(ids(found)).toEqual([c, a, b]);
    });

    test('answers twice what is asked for twice', async () => {
      const [a = ''] = await fiveProfiles(current());
      expect(
        ids(
          await current().getMany(
            'profile',
            [a, a].map((id) => ({ project, id })),
          ),
        ),
      ).toEqual([a, a]);
    });

    test('takes none, and takes hundreds', async () => {
      expect(await current().getMany('node', [])).toEqual([]);
      const all = Array.from({ length: 250 }, (_, n) => idOf(`node ${n}`));
      for (let n = 0; n < all.length; n += 50) {
        await current().commit(all.slice(n, n + 50).map((id) => ({ put: 'node', doc: aNode({ id, version: 0 }) })));
      }
      expect(
        ids(
          await current().getMany(
            'node',
            all.map((id) => ({ project, id })),
          ),
        ),
      ).toEqual(all);
    });
  });

  describe('list', () => {
    test('is in creation order, whatever order things were stored in', async () => {
      const born = await fiveProfiles(current());
      expect(await current().list('profile', project)).toMatchObject({ items: born.map((id) => ({ id })), last: undefined });
    });

    test('is a page when asked for one, which says where to go on', async () => {
      const [a, b, c, d, e] = await fiveProfiles(current());
      const first = await current().list('profile', project, { limit: 2 });
      const second = await current().list('profile', project, { limit: 2, after: first.last });
      const third = await current().list('profile', project, { limit: 2, after: second.last });
      expect([first, second, third].map(({ items }) => ids(items))).toEqual([[a, b], [c, d], [e]]);
      expect(third.last).toBeUndefined();
    });

    test('that ends with its last page says so, or the page after it is empty', async () => {
      await fiveProfiles(current());
      const { items, last } = await current().list('profile', project, { limit: 5 });
      expect(items).toHaveLength(5);
      if (last !== undefined)
        expect(await current().list('profile', project, { limit: 5, after: last })).toEqual({ items: [], last: undefined });
    });

    test('begins behind the place of a marker, even of one that is not there', async () => {
      const [, , c, d, e] = await fiveProfiles(current());
      const beside = idOf('beside', instant(T0 + 2));
      await current().commit([{ remove: 'profile', doc: { project, id: c as string, version: 1 } }]);
      expect(ids((await current().list('profile', project, { after: c })).items)).toEqual([d, e]);
      expect(ids((await current().list('profile', project, { after: idOf('later', instant(T0 + 9)) })).items)).toEqual([]);
      expect(ids((await current().list('profile', project, { after: beside })).items).slice(-2)).toEqual([d, e]);
    });

    test('is of one kind and one project', async () => {
      await fiveProfiles(current());
      await current().commit([
        { put: 'node', doc: aNode({ version: 0 }) },
        { put: 'profile', doc: aProfile({ project: 'other', version: 0 }) },
      ]);
      expect(await current().list('cluster', project)).toEqual({ items: [], last: undefined });
      expect(ids((await current().list('node', project)).items)).toEqual([aNode().id]);
      expect(ids((await current().list('profile', 'other')).items)).toEqual([aProfile().id]);
      expect((await current().list('profile', 'nobody')).items).toEqual([]);
    });

    test('is whole, however large', async () => {
      const metadata = { text: 'x'.repeat(20_000) };
      for (let n = 0; n < 100; n += 25) {
        await current().commit(
          Array.from(
            { length: 25 },
            (_, i) => ({ put: 'node', doc: aNode({ id: idOf(`large ${n + i}`), metadata, version: 0 }) }) as const,
          ),
        );
      }
      expect((await current().list('node', project)).items).toHaveLength(100);
      expect((await current().list('node', project, { limit: 99 })).items).toHaveLength(99);
      expect(await current().find('node', project, 'node-1')).toHaveLength(2);
    });
  });

  describe('find', () => {
    test('finds by exact name, and by the beginning of an id', async () => {
      const [a = ''] = await fiveProfiles(current());
      expect(ids(await current().find('profile', project, 'p0'))).toEqual([a]);
      expect(ids(await current().find('profile', project, a.slice(0, 8)))).toEqual([a]);
      expect(ids(await current().find('profile', project, a))).toEqual([a]);
      expect(await current().find('profile', project, 'P0')).toEqual([]);
      expect(await current().find('profile', project, 'p')).toEqual([]);
      expect(await current().find('profile', 'other', 'p0')).toEqual([]);
      expect(await current().find('node', project, 'p0')).toEqual([]);
    });

    test('prefers a name to an id that begins like it', async () => {
      const [a = ''] = await fiveProfiles(current());
      const named = aProfile({ id: idOf('named'), name: a.slice(0, 8) });
      await current().commit([{ put: 'profile', doc: named }]);
      expect(ids(await current().find('profile', project, a.slice(0, 8)))).toEqual([named.id]);
    });

    test('shows at most two: enough to call it ambiguous', async () => {
      for (const n of [1, 2, 3]) await current().commit([{ put: 'cluster', doc: aCluster({ id: idOf(`c${n}`), version: 0 }) }]);
      expect(await current().find('cluster', project, 'web')).toHaveLength(2);
    });
  });

  describe('projects', () => {
    test('are all that ever owned something', async () => {
      expect(await current().projects()).toEqual([]);
      await current().commit([{ put: 'node', doc: aNode({ version: 0 }) }]);
      await current().commit([{ put: 'node', doc: aNode({ project: 'other', version: 0 }) }]);
      await current().commit([{ remove: 'node', doc: aNode() }]);
      expect([...(await current().projects())].sort()).toEqual([PROJECT, 'other']);
    });

    test('are none of those that were only given something', async () => {
      const grant = aGrant();
      const share = shareOf(grant, 0);
      await current().commit([
        { put: 'grant', doc: grant },
        { put: 'share', doc: share },
      ]);
      expect(await current().list('share', 'user:ann')).toMatchObject({ items: [{ id: grant.id, owner: PROJECT, project: 'user:ann' }] });
      expect(await current().commit([{ remove: 'share', doc: { ...share, version: 1 } }])).toBe('committed');
      expect(await current().projects()).toEqual([PROJECT]);
    });
  });
}
