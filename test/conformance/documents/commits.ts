import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../lib/domain/cluster/node.ts';
import { MOST_WRITES, type Write } from '../../../lib/domain/documents.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { aCluster, aNode, aPolicy, idOf, PROJECT } from '../../support/documents.ts';

const project = PROJECT;
const bystander = aCluster({ id: idOf('bystander'), version: 0 });

export function commitPromises(current: () => DocumentStore): void {
  const seed = (doc: Node = aNode({ version: 0 })) => current().commit([{ put: 'node', doc }]);

  describe('commit', () => {
    test('of nothing is no feat', async () => {
      expect(await current().commit([])).toBe('committed');
    });

    test('stores, replaces, removes and checks together', async () => {
      await seed();
      await current().commit([{ put: 'policy', doc: aPolicy() }]);
      const answer = await current().commit([
        { put: 'cluster', doc: bystander },
        { remove: 'node', doc: aNode() },
        { check: 'policy', doc: aPolicy({ version: 1 }) },
      ]);
      expect(answer).toBe('committed');
      expect(await current().get('cluster', bystander)).toMatchObject({ version: 1 });
      expect(await current().get('node', aNode())).toBeUndefined();
      expect(await current().get('policy', aPolicy())).toMatchObject({ version: 1 });
    });

    const stale: readonly (readonly [string, Write])[] = [
      ['puts a new document where there is one', { put: 'node', doc: aNode({ version: 0 }) }],
      ['puts over a version that is not the latest', { put: 'node', doc: aNode({ version: 1 }) }],
      ['puts over a version that is yet to come', { put: 'node', doc: aNode({ version: 3 }) }],
      ['puts over a document that is not there', { put: 'node', doc: aNode({ id: idOf('gone'), version: 1 }) }],
      ['removes an old version', { remove: 'node', doc: aNode({ version: 1 }) }],
      ['removes what is not there', { remove: 'node', doc: aNode({ id: idOf('gone'), version: 1 }) }],
      ['checks an old version', { check: 'node', doc: aNode({ version: 1 }) }],
      ['checks what is not there', { check: 'node', doc: { project, id: idOf('gone'), version: 1 } }],
      ['checks that there is none, and there is', { check: 'node', doc: aNode({ version: 0 }) }],
    ];
    test.each(stale)('is stale when it %s, alone or among others, and then nothing of it is stored', async (_, write) => {
      await seed();
      await seed(aNode({ version: 1, name: 'renamed' }));
      expect(await current().commit([write])).toBe('stale');
      expect(await current().commit([{ put: 'cluster', doc: bystander }, write])).toBe('stale');
      expect(await current().commit([write, { put: 'cluster', doc: bystander }])).toBe('stale');
      expect(await current().get('node', aNode())).toEqual(aNode({ version: 2, name: 'renamed' }));
      expect(await current().get('cluster', bystander)).toBeUndefined();
    });

    test('that checks that there is none holds when there is none', async () => {
      expect(
        await current().commit([
          { check: 'node', doc: aNode({ version: 0 }) },
          { put: 'cluster', doc: bystander },
        ]),
      ).toBe('committed');
    });

    test('may bring back what was removed, as new', async () => {
      await seed();
      await current().commit([{ remove: 'node', doc: aNode() }]);
      expect(await seed()).toBe('committed');
      expect(await current().get('node', aNode())).toMatchObject({ version: 1 });
    });

    test('keeps the projects apart: one id may live in two', async () => {
      await seed();
      expect(await seed(aNode({ version: 0, project: 'other', name: 'theirs' }))).toBe('committed');
      expect(await current().commit([{ remove: 'node', doc: aNode({ project: 'third' }) }])).toBe('stale');
      expect((await current().get('node', aNode()))?.name).toBe('node-1');
      expect((await current().get('node', aNode({ project: 'other' })))?.name).toBe('theirs');
    });

    test(`takes ${MOST_WRITES} writes and not one more`, async () => {
      const many = (count: number): Write[] =>
        Array.from({ length: count }, (_, n) => ({ put: 'node', doc: aNode({ id: idOf(`node ${n}`), version: 0 }) }));
      await expect(current().commit(many(MOST_WRITES + 1))).rejects.toThrow('do not fit');
      expect((await current().list('node', project)).items).toEqual([]);
      expect(await current().commit(many(MOST_WRITES))).toBe('committed');
      expect((await current().list('node', project)).items).toHaveLength(MOST_WRITES);
    });

    test('that names a document twice is a mistake, and nothing of it is stored', async () => {
      const twice: Write[] = [
        { put: 'node', doc: aNode({ version: 0 }) },
        { check: 'node', doc: aNode({ version: 0 }) },
      ];
      await expect(current().commit(twice)).rejects.toThrow();
      expect(await current().get('node', aNode())).toBeUndefined();
    });

    test('keeps nothing of the document it was given: changing that later changes nothing', async () => {
      const metadata = { tags: ['a'] };
      await seed(aNode({ version: 0, metadata }));
      metadata.tags.push('b');
      expect((await current().get('node', aNode()))?.metadata).toEqual({ tags: ['a'] });
    });

    test('keeps fields that this version of the service does not know', async () => {
      const newer = { ...aNode({ version: 0 }), rack: { row: 7 } };
      await seed(newer);
      const read = await current().get('node', aNode());
      if (!read) throw new Error('not stored');
      await seed({ ...read, name: 'renamed' });
      expect(await current().get('node', aNode())).toEqual({ ...newer, name: 'renamed', version: 2 });
    });

    test('keeps empty texts, texts in every script, and deep nothings', async () => {
      const odd = aNode({ version: 0, role: '', metadata: { '': '', ключ: '値 💚 "\\\n', none: null, empty: {}, list: [[], {}] } });
      await seed(odd);
      expect(await current().get('node', aNode())).toEqual({ ...odd, version: 1 });
    });
  });

  describe('commits at the same time', () => {
    test('on one document: exactly one wins', async () => {
      await seed();
      const names = Array.from({ length: 20 }, (_, n) => `name ${n}`);
      const answers = await Promise.all(names.map((name) => seed(aNode({ name }))));
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1);
      expect(await current().get('node', aNode())).toMatchObject({ version: 2, name: names[answers.indexOf('committed')] });
    });

    test('on documents that overlap: exactly one wins, whole', async () => {
      await seed();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          current().commit([
            { put: 'node', doc: aNode({ name: `name ${n}` }) },
            { put: 'cluster', doc: aCluster({ id: idOf(`cluster ${n}`), name: `of ${n}`, version: 0 }) },
          ]),
        ),
      );
      const winner = answers.indexOf('committed');
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1);
      expect((await current().get('node', aNode()))?.name).toBe(`name ${winner}`);
      expect((await current().list('cluster', project)).items.map(({ name }) => name)).toEqual([`of ${winner}`]);
    });

    test('a counter that everybody reads, raises and writes until it holds loses no step', async () => {
      await seed(aNode({ version: 0, index: 0 }));
      const raise = async (): Promise<void> => {
        const node = await current().get('node', aNode());
        if (node && (await seed({ ...node, index: node.index + 1 })) === 'stale') await raise();
      };
      await Promise.all(Array.from({ length: 12 }, raise));
      expect((await current().get('node', aNode()))?.index).toBe(12);
    });
  });
}
