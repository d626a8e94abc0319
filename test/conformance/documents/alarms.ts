import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../lib/domain/action/action.ts';
import { type Instant, instant } from '../../../lib/domain/kernel/time.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import { anAction, idOf, PROJECT, T0 } from '../../support/documents.ts';

const at = (seconds: number): Instant => instant(T0 + seconds * 1000);

export function alarmPromises(current: () => DocumentStore): void {
  const store = (name: string, over: Partial<Action>) =>
    current().commit([{ put: 'action', doc: anAction('NODE_CHECK', { id: idOf(name), ...over }) }]);

  describe('due', () => {
    test('are the open root actions whose alarm has rung, oldest first, and enough to find them by', async () => {
      await store('third', { dueAt: at(3) });
      await store('first', { dueAt: at(1) });
      await store('second', { dueAt: at(2), action: 'NODE_DELETE', project: 'other' });
      await store('later', { dueAt: at(11) });
      await store('child', { dueAt: at(1), parentId: idOf('parent') });
      await store('finished', { dueAt: null, status: 'SUCCEEDED' });
      expect(await current().due(at(10), 10)).toEqual([
        { project: PROJECT, id: idOf('first'), dueAt: at(1), kind: 'action', action: 'NODE_CHECK' },
        { project: 'other', id: idOf('second'), dueAt: at(2), kind: 'action', action: 'NODE_DELETE' },
        { project: PROJECT, id: idOf('third'), dueAt: at(3), kind: 'action', action: 'NODE_CHECK' },
      ]);
    });

    test('ring at their very moment and not before', async () => {
      await store('one', { dueAt: at(5) });
      expect(await current().due(instant(at(5) - 1), 10)).toEqual([]);
      expect(await current().due(at(5), 10)).toHaveLength(1);
    });

    test('are never more than asked for: the oldest', async () => {
      for (let n = 9; n >= 0; n--) await store(`action ${n}`, { dueAt: at(n) });
      expect((await current().due(at(60), 3)).map(({ id }) => id)).toEqual([0, 1, 2].map((n) => idOf(`action ${n}`)));
    });

    test('follow what was written last: put off, then ended', async () => {
      await store('one', { dueAt: at(1) });
      await store('one', { dueAt: at(20), version: 1 });
      expect(await current().due(at(10), 10)).toEqual([]);
      expect(await current().due(at(20), 10)).toHaveLength(1);
      await store('one', { dueAt: null, status: 'FAILED', version: 2 });
      expect(await current().due(at(60), 10)).toEqual([]);
    });

    test('forget what was removed', async () => {
      await store('one', { dueAt: at(1) });
      await current().commit([{ remove: 'action', doc: anAction('CLUSTER_CHECK', { id: idOf('one'), version: 1 }) }]);
      expect(await current().due(at(10), 10)).toEqual([]);
    });
  });
}
