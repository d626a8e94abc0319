import { expect, test } from '@jest/globals';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { recordOf } from '../../../../lib/domain/retention/record.ts';
import type { Execution } from '../../../../lib/domain/workflow/execution.ts';
import { aRecord, batchOf } from '../../../support/batches.ts';
import { aCluster, aNode, anAction, idOf, T0 } from '../../../support/documents.ts';

const CANARY = 'c4n4ry';

test('a record of an action has all that its owner can see, and no token that is good for something', () => {
  const hook = {
    step: 'leave',
    policyId: 'p',
    transition: 'TERMINATING',
    token: CANARY,
    since: T0,
    timeout: seconds(1),
    until: T0,
    latest: T0,
    result: 'CONTINUE',
  } as const;
  const action = anAction('NODE_DELETE', {
    ...{ status: 'FAILED', statusReason: 'why', outputs: { a: 1 }, hook, endedAt: instant(T0 + 5), dueAt: null },
    ...{ state: { secret: CANARY }, memory: { secret: CANARY }, closing: { status: 'FAILED', reason: CANARY, undoing: false, until: T0 } },
  });
  const record = recordOf('action', action);
  expect(JSON.stringify(record)).not.toContain(CANARY);
  expect(record).toMatchObject({
    ...{ kind: 'action', at: '2023-11-14T22:13:20.000Z', cluster: idOf('cluster'), object: { id: idOf('node'), name: 'node-1' } },
    document: { action: 'NODE_DELETE', status: 'FAILED', statusReason: 'why', outputs: { a: 1 }, hook: { transition: 'TERMINATING' } },
  });
});

test('a record of a node has not what its driver remembers, and one of a cluster not who held it', () => {
  const stone = { project: 'demo', at: T0, version: 1 };
  const node = aNode({ memory: { secret: CANARY } });
  expect(JSON.stringify(recordOf('node', { ...stone, id: node.id, of: 'node', document: node }))).not.toContain(CANARY);
  const cluster = aCluster();
  const record = recordOf('cluster', { ...stone, id: cluster.id, of: 'cluster', document: cluster });
  expect(record).toMatchObject({ id: cluster.id, cluster: cluster.id, object: { name: 'web' }, document: { name: 'web', nodes: [] } });
  expect(record.document).not.toHaveProperty('lock');
});

test('a record of a run has what happened in it, and not where it stands', () => {
  const run = { id: 'r', project: 'demo', workflowId: 'w', workflowName: 'mend', startedAt: T0, version: 3, dueAt: T0 } as Execution;
  const record = recordOf('execution', { ...run, run: { history: ['begun'], place: CANARY } as unknown as Execution['run'] });
  expect(record).toMatchObject({ object: { id: 'w', name: 'mend' }, cluster: null, document: { history: ['begun'] } });
  expect(JSON.stringify(record)).not.toContain(CANARY);
  expect(recordOf('execution', { ...run, run: null }).document).not.toHaveProperty('history');
});

test('records of one moment lie in a batch by their ids, whichever came first', () => {
  const [a, b, later] = [aRecord('a', 1), aRecord('b', 1), aRecord('0', 2)];
  const batch = batchOf(later, b, a);
  expect([batch.first.id, batch.last.id]).toEqual(['a', '0']);
  expect(batch.text.split('\n', 3).map((line) => JSON.parse(line).id)).toEqual(['a', 'b', '0']);
  expect(batchOf(a, b, later).name).toBe(batch.name);
});
