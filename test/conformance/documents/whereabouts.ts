import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../lib/domain/cluster/node.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { aNode, idOf, PROJECT } from '../../support/documents.ts';

export function whereaboutsPromises(current: () => DocumentStore): void {
  const store = (over: Partial<Node>) =>
    current().commit([{ put: 'node', doc: aNode({ profileType: 'os.nova.server-1.0', version: 0, ...over }) }]);
  const whoHas = (physicalId: string) => current().findByPhysicalId(physicalId);

  describe('a node by the name its cloud has for its resource', () => {
    test('is found, whoever owns it', async () => {
      await store({ id: idOf('one'), physicalId: 'server-1' });
      await store({ id: idOf('two'), physicalId: 'server-2', project: 'other' });
      expect(await whoHas('server-1')).toEqual({ project: PROJECT, id: idOf('one') });
      expect(await whoHas('server-2')).toEqual({ project: 'other', id: idOf('two') });
      expect(await whoHas('server-3')).toBeUndefined();
      expect(await whoHas('server')).toBeUndefined();
    });

    test('is found by the resource it has, not by one it had, nor when it has none', async () => {
      await store({ id: idOf('one'), physicalId: 'server-1' });
      await store({ id: idOf('one'), physicalId: 'server-2', version: 1 });
      expect([await whoHas('server-1'), await whoHas('server-2')]).toEqual([undefined, { project: PROJECT, id: idOf('one') }]);
      await store({ id: idOf('one'), physicalId: null, version: 2 });
      expect(await whoHas('server-2')).toBeUndefined();
    });

    test('is not found where its type has no need of it', async () => {
      await store({ id: idOf('one'), physicalId: 'thing-1', profileType: 'fake.node-1.0' });
      expect(await whoHas('thing-1')).toBeUndefined();
    });

    test('does not ring', async () => {
      await store({ id: idOf('one'), physicalId: 'server-1' });
      expect(await current().due(Number.MAX_SAFE_INTEGER as never, 10)).toEqual([]);
    });
  });
}
