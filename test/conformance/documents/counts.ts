import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Write } from '../../../lib/domain/documents.ts';
import { instant } from '../../../lib/domain/kernel/time.ts';
import { type Counts, NOTHING } from '../../../lib/domain/quota/limits.ts';
import { type QuotaUsage, quotaId, recounted } from '../../../lib/domain/quota/usage.ts';
import type { CountingStore } from '../../../lib/ports/document-store.ts';
import { aCluster, aNode, idOf, PROJECT } from '../../support/documents.ts';

const project = PROJECT;
const ref = { project, id: quotaId(project) };
const node = (name: string): Write => ({ put: 'node', doc: aNode({ id: idOf(name), version: 0 }) });

export function countPromises(current: () => CountingStore): void {
  const count = (name: string, by: Partial<Counts>, room: Partial<Counts> = {}, limits?: QuotaUsage['limits']) =>
    current().commitCounting([node(name)], { project, by, room, ...(limits && { limits }) });
  const usage = async () => (await current().get('quota', ref)) as QuotaUsage;
  const there = async (name: string) => (await current().get('node', { project, id: idOf(name) })) !== undefined;

  describe('counting', () => {
    beforeEach(async () => {
      await current().commit([{ put: 'quota', doc: recounted(project, undefined, { ...NOTHING, nodes: 8 }, instant(7)) }]);
    });

    test('keeps a usage as it was put, counts and limits and all', async () => {
      const doc = { ...(await usage()), limits: { nodes: 10, clusters: -1 } };
      expect(await current().commit([{ put: 'quota', doc }])).toBe('committed');
      expect(await usage()).toEqual({ ...doc, version: 2 });
    });

    test('changes the counts in the commit that it is about, and the version of the usage with them', async () => {
      expect(await count('one', { nodes: 1, actions: 2 })).toBe('committed');
      expect(await count('two', { nodes: -3 })).toBe('committed');
      expect(await usage()).toMatchObject({ counts: { ...NOTHING, nodes: 6, actions: 2 }, version: 3 });
      expect(await there('one')).toBe(true);
    });

    test('is uncounted where there is no room, and then nothing of it is stored', async () => {
      expect(await count('one', { nodes: 2 }, { nodes: 7 })).toBe('uncounted');
      expect(await there('one')).toBe(false);
      expect(await usage()).toMatchObject({ counts: { nodes: 8 }, version: 1 });
      expect(await count('one', { nodes: 2 }, { nodes: 8 })).toBe('committed');
    });

    test('takes what was never counted for nothing', async () => {
      const { cost_per_hour: _, ...older } = NOTHING;
      await current().commit([{ put: 'quota', doc: { ...(await usage()), counts: older as Counts } }]);
      expect(await count('one', { cost_per_hour: 7 }, { cost_per_hour: -1 })).toBe('uncounted');
      expect(await count('one', { cost_per_hour: 7 }, { cost_per_hour: 0 })).toBe('committed');
      expect(await count('two', { cost_per_hour: 1 }, { cost_per_hour: 6 })).toBe('uncounted');
      expect(await usage()).toMatchObject({ counts: { cost_per_hour: 7 } });
    });

    test('is uncounted under other limits than were reckoned with', async () => {
      const doc = { ...(await usage()), limits: { nodes: 10 } };
      await current().commit([{ put: 'quota', doc }]);
      expect(await count('one', { nodes: 1 }, {}, {})).toBe('uncounted');
      expect(await count('one', { nodes: 1 }, {}, { nodes: 11 })).toBe('uncounted');
      expect(await count('one', { nodes: 1 }, { nodes: 9 }, { nodes: 10 })).toBe('committed');
    });

    test('is uncounted in a project without a usage', async () => {
      const write: Write = { put: 'cluster', doc: aCluster({ project: 'other', version: 0 }) };
      expect(await current().commitCounting([write], { project: 'other', by: { clusters: 1 }, room: {} })).toBe('uncounted');
      expect(await current().get('cluster', { project: 'other', id: aCluster().id })).toBeUndefined();
    });

    test('is stale, before anything else, where the documents are', async () => {
      await count('one', { nodes: 1 });
      expect(await count('one', { nodes: 1 })).toBe('stale');
      expect(await count('one', { nodes: 1 }, { nodes: 0 })).toBe('stale');
      expect((await usage()).counts.nodes).toBe(9);
    });

    test('may only make sure of the limits', async () => {
      expect(await count('one', {}, {}, {})).toBe('committed');
      expect(await count('two', {}, {}, { nodes: 1 })).toBe('uncounted');
      expect((await usage()).counts.nodes).toBe(8);
    });

    test('at the same time: everybody has their turn until there is no room, and no count is lost', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => count(`node ${n}`, { nodes: 1 }, { nodes: 14 })));
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(7);
      expect(answers.filter((answer) => answer === 'uncounted')).toHaveLength(13);
      expect((await usage()).counts.nodes).toBe(15);
      expect((await current().list('node', project)).items).toHaveLength(7);
    });

    test('a usage that was counted in meanwhile is not put over', async () => {
      const seen = await usage();
      await count('one', { nodes: 1 });
      expect(await current().commit([{ put: 'quota', doc: seen }])).toBe('stale');
    });
  });
}
