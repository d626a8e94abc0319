import { describe, expect, test } from '@jest/globals';
import { type Instant, instant } from '../../../lib/domain/kernel/time.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import type { Expiry } from '../../../lib/ports/expiry.ts';
import { aNode, idOf, PROJECT } from '../../support/documents.ts';

export type Expiring = { readonly store: DocumentStore; readonly expiry: Expiry; readonly now: () => Instant };

const node = (name: string, at = 0) => aNode({ id: idOf(name, instant(1_700_000_000_000 + at)), name, version: 0 });

/** What letting go of documents comes to, for everybody who reads and writes. */
export function expiryPromises(make: () => Promise<Expiring>): void {
  const scene = async (...names: readonly string[]) => {
    const world = await make();
    const docs = names.map((name, i) => node(name, i));
    for (const doc of docs) await world.store.commit([{ put: 'node', doc }]);
    const seen = docs.map((doc) => ({ ...doc, version: 1 }));
    return { ...world, seen, left: async () => (await world.store.list('node', PROJECT)).items.map(({ name }) => name) };
  };

  describe('what has expired', () => {
    test('is there for nobody, at once', async () => {
      const { store, expiry, now, seen, left } = await scene('a', 'b', 'c');
      const [a, b] = seen as [(typeof seen)[0], (typeof seen)[0]];
      expect(await expiry.expire('node', [b], now())).toBe(1);
      expect(await store.get('node', b)).toBeUndefined();
      expect((await store.getMany('node', seen)).map(({ name }) => name)).toEqual(['a', 'c']);
      expect(await left()).toEqual(['a', 'c']);
      expect(await store.find('node', PROJECT, 'b')).toEqual([]);
      expect(await store.get('node', a)).toBeDefined();
    });

    test('is left alone when it was written since, or is gone', async () => {
      const { store, expiry, now, seen, left } = await scene('a', 'b');
      const [a, b] = seen as [(typeof seen)[0], (typeof seen)[0]];
      await store.commit([{ put: 'node', doc: { ...a, role: 'leader' } }]);
      expect(await expiry.expire('node', [a, b, { ...b, id: idOf('nobody') }], now())).toBe(1);
      expect(await left()).toEqual(['a']);
      expect(await expiry.expire('node', [b], now())).toBe(0);
    });

    test('is written by nobody who saw it before, and makes room for another', async () => {
      const { store, expiry, now, seen, left } = await scene('a');
      const [a] = seen as [(typeof seen)[0]];
      await expiry.expire('node', [a], now());
      expect(await store.commit([{ put: 'node', doc: a }])).toBe('stale');
      expect(await store.commit([{ remove: 'node', doc: a }])).toBe('stale');
      expect(await store.commit([{ check: 'node', doc: a }])).toBe('stale');
      expect(await store.commit([{ check: 'node', doc: { ...a, version: 0 } }])).toBe('committed');
      expect(await store.commit([{ put: 'node', doc: { ...a, name: 'again', version: 0 } }])).toBe('committed');
      expect(await store.get('node', a)).toMatchObject({ name: 'again', version: 1 });
      expect(await left()).toEqual(['again']);
    });

    test('shortens no page, however much of it there is', async () => {
      const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
      const { store, expiry, now, seen } = await scene(...names);
      await expiry.expire('node', seen.slice(0, 30), now());
      const first = await store.list('node', PROJECT, { limit: 3 });
      expect(first.items.map(({ name }) => name)).toEqual(['n30', 'n31', 'n32']);
      const pages: string[] = [];
      for (let after = first.last; after !== undefined; ) {
        const page = await store.list('node', PROJECT, { after, limit: 3 });
        pages.push(...page.items.map(({ name }) => name));
        after = page.last;
      }
      expect(pages).toEqual(['n33', 'n34', 'n35', 'n36', 'n37', 'n38', 'n39']);
    });

    test('can be cleared away, and nothing else is', async () => {
      const { expiry, now, seen, left } = await scene('a', 'b');
      await expiry.expire('node', seen.slice(0, 1), now());
      await expiry.clear('node', PROJECT, now());
      expect(await expiry.clear('node', PROJECT, now())).toBe(0);
      expect(await left()).toEqual(['b']);
    });
  });
}
