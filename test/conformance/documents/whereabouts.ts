import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../lib/domain/cluster/node.ts';
import { seconds } from '../../../lib/domain/kernel/time.ts';
import { type Execution, openExecution } from '../../../lib/domain/workflow/execution.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { aNode, idOf, PROJECT, T0 } from '../../support/documents.ts';

const opened = openExecution(
  {
    ...{ id: idOf('workflow'), project: PROJECT, user: 'u', domain: null, name: 'mend', backend: 'stepfunctions', definition: {} },
    ...{ timeout: seconds(60), createdAt: T0, updatedAt: null, version: 1 },
  },
  {
    ...{ id: idOf('run'), project: PROJECT, user: 'u', input: {}, nodeId: idOf('node') },
    caller: { id: idOf('action'), action: 'NODE_RECOVER' },
  },
  T0,
);

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

    test('is found where it was adopted, whatever its type', async () => {
      await store({ id: idOf('one'), physicalId: 'thing-1', profileType: 'fake.node-1.0', memory: { adopted: true } });
      expect(await whoHas('thing-1')).toEqual({ project: PROJECT, id: idOf('one') });
    });

    test('does not ring', async () => {
      await store({ id: idOf('one'), physicalId: 'server-1' });
      expect(await current().due(Number.MAX_SAFE_INTEGER as never, 10)).toEqual([]);
    });
  });

  describe('a run by the name another service has for it', () => {
    const put = (over: Partial<Execution>) => current().commit([{ put: 'execution', doc: { ...opened, ...over } }]);
    const runOf = (name: string) => current().findRun(name);

    test('is found, whoever owns it, until it is over', async () => {
      await put({});
      await put({ id: idOf('theirs'), project: 'other' });
      expect(await runOf(opened.id)).toEqual({ project: PROJECT, id: opened.id });
      expect(await runOf(idOf('theirs'))).toEqual({ project: 'other', id: idOf('theirs') });
      expect(await runOf(idOf('nobody'))).toBeUndefined();
      expect(await current().due(Number.MAX_SAFE_INTEGER as never, 10)).toEqual([]);
      await put({ status: 'FAILED', version: 1 });
      expect(await runOf(opened.id)).toBeUndefined();
    });

    test('is not found where nobody tells of it, and stopped it rings', async () => {
      await put({ backend: 'mistral-v2' });
      expect(await runOf(opened.id)).toBeUndefined();
      await put({ id: idOf('stopped'), status: 'ABORTED', dueAt: T0 });
      expect(await runOf(idOf('stopped'))).toBeUndefined();
      expect(await current().due(T0, 10)).toMatchObject([{ kind: 'execution', id: idOf('stopped') }]);
    });
  });
}
