import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DATA, MANIFEST } from '../../lib/domain/retention/batch.ts';
import { objectArchive } from '../../lib/platform/archive/object-archive.ts';
import type { Objects } from '../../lib/platform/archive/objects.ts';
import { readArchive } from '../../lib/platform/archive/read-archive.ts';
import type { Archive } from '../../lib/ports/archive.ts';
import { aRecord, batchOf, found } from '../support/batches.ts';

export type Place = {
  /** Another one each time. */
  readonly empty: () => Promise<Objects>;
  /** What lies there, under all names. */
  readonly overwrite: (objects: Objects, name: string, bytes: Uint8Array) => Promise<void>;
  /** One that takes nothing. */
  readonly closed: () => Promise<Objects>;
  readonly close: () => Promise<void>;
};

/** What every place an archive can be at promises. */
export function describeArchive(name: string, make: () => Promise<Place>): void {
  describe(`archive: ${name}`, () => {
    let place: Place;
    let objects: Objects;
    let archive: Archive;
    const find = (search = {}) => found(readArchive(objects), search);
    const names = async () => {
      const all: string[] = [];
      for await (const one of objects.list('')) all.push(one);
      return all.toSorted();
    };
    beforeAll(async () => {
      place = await make();
    });
    afterAll(() => place.close());
    beforeEach(async () => {
      objects = await place.empty();
      archive = objectArchive(objects);
    });

    test('what is kept is found, with a manifest beside it', async () => {
      const batch = batchOf(aRecord('b', 2), aRecord('a', 1));
      expect(await archive.keep(batch)).toEqual({ kind: 'kept', was: 'new' });
      expect(await find()).toEqual(['a', 'b']);
      expect(await names()).toEqual([batch.name + DATA, batch.name + MANIFEST]);
      expect(JSON.parse(Buffer.from((await objects.get(batch.name + MANIFEST)) ?? []).toString())).toEqual({
        ...{ format: 'coppice-archive-1', kind: 'event', project: 'demo', rule: 'old', count: 2 },
        ...{ first: { at: aRecord('a', 1).at, id: 'a' }, last: { at: aRecord('b', 2).at, id: 'b' } },
        ...{ sha256: batch.sha256, bytes: batch.text.length },
      });
    });

    test('kept again it is there once', async () => {
      const batch = batchOf(aRecord('a'));
      await archive.keep(batch);
      expect(await archive.keep({ ...batch, rule: 'another' })).toEqual({ kind: 'kept', was: 'there' });
      const both = await Promise.all([1, 2].map(() => archive.keep(batchOf(aRecord('b')))));
      expect(both.map((kept) => kept.kind)).toEqual(['kept', 'kept']);
      expect(await names()).toHaveLength(4);
      expect(await find()).toEqual(['a', 'b']);
    });

    test('what has no manifest is not found, and is completed when it comes again', async () => {
      const batch = batchOf(aRecord('a'));
      const dying = objectArchive({
        ...objects,
        put: async (one, bytes) => {
          if (one.endsWith(MANIFEST)) throw new Error('killed');
          return objects.put(one, bytes);
        },
      });
      expect(await dying.keep(batch)).toMatchObject({ kind: 'fault', fault: { code: 'archive.refused' } });
      expect(await find()).toEqual([]);
      expect(await archive.keep(batch)).toEqual({ kind: 'kept', was: 'new' });
      expect(await find()).toEqual(['a']);
    });

    test('what is there under its name and is something else is no proof', async () => {
      const [one, other] = [batchOf(aRecord('a')), batchOf(aRecord('b'))];
      await archive.keep(other);
      await place.overwrite(objects, one.name + DATA, (await objects.get(other.name + DATA)) as Uint8Array);
      expect(await archive.keep(one)).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'archive.conflict' } });
    });

    test.each([
      [
        'other text',
        DATA,
        async () => (await objects.get(batchOf(aRecord('b')).name + DATA)) as Uint8Array,
        'it is not what its manifest says',
      ],
      ['bytes that are none', DATA, async () => Buffer.from('not packed'), 'it cannot be unpacked'],
      ['a manifest that is none', MANIFEST, async () => Buffer.from('{}'), 'its manifest cannot be read'],
    ])('%s in place of what was kept is told as damage, and the rest is found', async (_, ending, bytes, reason) => {
      const batch = batchOf(aRecord('a'));
      await archive.keep(batch);
      await archive.keep(batchOf(aRecord('b')));
      await place.overwrite(objects, batch.name + ending, await bytes());
      expect((await find()).toSorted()).toEqual(['b', `damaged: ${reason}`]);
    });

    test('is looked through by everything a record says of itself', async () => {
      await archive.keep(
        batchOf(aRecord('a', 0), aRecord('b', 10), aRecord('c', 20, { object: { id: '33333333-1', name: 'db' }, cluster: null })),
      );
      await archive.keep(batchOf(aRecord('d', 5, { kind: 'action', document: { reason: 'No ROOM left' } })));
      await archive.keep(batchOf(aRecord('e', 15, { project: 'alt' })));
      const at = (second: number) => aRecord('', second).at;
      const wanted: readonly (readonly [object, readonly string[]])[] = [
        [{ kinds: ['action'] }, ['d']],
        [{ project: 'alt' }, ['e']],
        [{ project: '../alt' }, []],
        [{ project: 'al' }, []],
        [{ since: at(10), project: 'demo' }, ['b', 'c']],
        [{ until: at(10), kinds: ['event'] }, ['a']],
        [{ since: at(5), until: at(6) }, ['d']],
        [{ since: at(21) }, []],
        [{ id: 'b' }, ['b']],
        [{ object: 'db' }, ['c']],
        [{ object: '33333333' }, ['c']],
        [{ object: '22222222', project: 'demo', kinds: ['event'] }, ['a', 'b']],
        [{ text: 'no room' }, ['d']],
        [{ text: 'nothing of the kind' }, []],
      ];
      for (const [search, expected] of wanted) expect([search, (await find(search)).toSorted()]).toEqual([search, expected]);
    });

    test.each(['../other-tenant', '..', 'a/b', 'A b', 'é', '%2E'])(
      'the project %j has a place of its own, and none else’s',
      async (project) => {
        await archive.keep(batchOf(aRecord('a', 0, { project })));
        await archive.keep(batchOf(aRecord('b', 0, { project: 'other-tenant' })));
        expect(await find({ project })).toEqual(['a']);
        expect(await find({ project: 'other-tenant' })).toEqual(['b']);
        for (const one of await names())
          expect(one).toMatch(/^event\/[A-Za-z0-9%_-]+\/2023-11-14\/[A-Za-z0-9-]+\.(jsonl\.gz|manifest\.json)$/);
      },
    );

    test('a name that leads elsewhere is none', async () => {
      for (const bad of ['../secret', 'event/../../secret', '/etc/passwd', 'event/./a', 'event//a', '', 'event/a\0b']) {
        await expect(objects.get(bad)).rejects.toThrow('is no name in an archive');
        await expect(objects.put(bad, Buffer.from('x'))).rejects.toThrow('is no name in an archive');
      }
    });

    test('a place that takes nothing says so', async () => {
      const kept = await objectArchive(await place.closed()).keep(batchOf(aRecord('a')));
      expect(kept).toMatchObject({ kind: 'fault', fault: { code: expect.stringMatching(/^archive\.(refused|unavailable)$/) } });
    });
  });
}
