import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../lib/domain/cluster/node.ts';
import { instant } from '../../../lib/domain/kernel/time.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { aNode, idOf, PROJECT, T0 } from '../../support/documents.ts';

const refs = (nodes: readonly Node[]) => nodes.map(({ project, id }) => ({ project, id }));
const stored = (node: Node): Node => ({ ...node, version: node.version + 1 });

const bear = (count: number, project = PROJECT): readonly Node[] =>
  Array.from({ length: count }, (_, n) => aNode({ id: idOf(`node ${n}`, instant(T0 + n)), project, name: `n${n}`, index: n, version: 0 }));

async function put(store: DocumentStore, nodes: readonly Node[]): Promise<void> {
  for (let n = 0; n < nodes.length; n += 100) await store.commit(nodes.slice(n, n + 100).map((doc) => ({ put: 'node', doc })));
}

/** Whoever asks for many may be answered from what was read before, and must not notice. @param current the same table, as two processes see it */
export function manyPromises(current: () => readonly [DocumentStore, DocumentStore]): void {
  describe('many, asked for again and again', () => {
    test('show what somebody else has written, removed and made anew since', async () => {
      const [store, other] = current();
      const born = bear(120);
      await put(other, born);
      for (let round = 0; round < 3; round++) expect(await store.getMany('node', refs(born))).toEqual(born.map(stored));

      const [first, second, third, ...rest] = born.map(stored);
      if (!first || !second || !third) throw new Error('there are more');
      await other.commit([
        { put: 'node', doc: { ...first, name: 'changed' } },
        { remove: 'node', doc: second },
        { remove: 'node', doc: third },
      ]);
      expect(await store.getMany('node', refs(born))).toEqual([{ ...stored(first), name: 'changed' }, ...rest]);

      // The same id, and the same version.
      await other.commit([{ put: 'node', doc: { ...third, version: 0, name: 'anew' } }]);
      expect(await store.getMany('node', refs(born))).toEqual([{ ...stored(first), name: 'changed' }, { ...third, name: 'anew' }, ...rest]);
    });

    test('are all there when all have changed', async () => {
      const [store, other] = current();
      const born = bear(150);
      await put(other, born);
      await store.getMany('node', refs(born));
      const changed = born.map((node) => ({ ...stored(node), name: 'changed' }));
      await put(other, changed);
      expect(await store.getMany('node', refs(born))).toEqual(changed.map(stored));
    });

    test('come in the order asked for, twice if asked for twice, and few among many', async () => {
      const [store, other] = current();
      const born = bear(900);
      await put(other, born);
      const some = [...born.filter((_, n) => n % 9 === 4), ...born.slice(0, 20)].toReversed();
      const asked = [...some, ...some.slice(0, 30), aNode({ id: idOf('nobody') })];
      for (let round = 0; round < 2; round++)
        expect(await store.getMany('node', refs(asked))).toEqual([...some, ...some.slice(0, 30)].map(stored));
    });

    test('are of the project that was asked for, whoever else has documents of the same ids', async () => {
      const [store, other] = current();
      const mine = bear(80);
      const foreign = bear(80, 'other').map((node) => ({ ...node, name: 'foreign' }));
      await put(other, mine);
      await put(other, foreign);
      for (let round = 0; round < 2; round++) {
        expect(await store.getMany('node', refs(mine))).toEqual(mine.map(stored));
        expect(await store.getMany('node', refs(foreign))).toEqual(foreign.map(stored));
        expect(await store.getMany('node', refs([...foreign, ...mine]))).toEqual([...foreign, ...mine].map(stored));
      }
    });

    test('show every write that was answered before, while others go on writing', async () => {
      const [store, other] = current();
      let nodes = bear(60);
      await put(other, nodes);
      nodes = nodes.map(stored);
      for (let round = 0; round < 20; round++) {
        const at = (round * 7) % nodes.length;
        const writer = round % 2 === 0 ? other : store;
        nodes = nodes.with(at, { ...(nodes[at] as Node), name: `round ${round}` });
        await writer.commit([{ put: 'node', doc: nodes[at] as Node }]);
        nodes = nodes.with(at, stored(nodes[at] as Node));
        expect(await store.getMany('node', refs(nodes))).toEqual(nodes);
      }
    });
  });
}
