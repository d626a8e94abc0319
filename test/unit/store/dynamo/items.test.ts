import { expect, test } from '@jest/globals';
import type { Kind } from '../../../../lib/domain/documents.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { openExecution, STOPPED, settle } from '../../../../lib/domain/workflow/execution.ts';
import type { Workflow } from '../../../../lib/domain/workflow/workflow.ts';
import { transactItem } from '../../../../lib/store/dynamo/items.ts';
import { idOf, PROJECT, T0 } from '../../../support/documents.ts';

const workflow: Workflow = {
  ...{ id: idOf('workflow'), project: PROJECT, user: 'u', domain: null, name: 'mend', backend: 'stepfunctions', definition: {} },
  ...{ timeout: seconds(60), createdAt: T0, updatedAt: null, version: 1 },
};
const caller = { id: idOf('action'), action: 'NODE_RECOVER' } as const;

test('a run is found by its name while it goes on, and removed by the table some time after it is over', () => {
  const run = { id: idOf('run'), project: PROJECT, user: 'u', input: {}, nodeId: idOf('node'), lifetime: seconds(90_000) };
  const opened = openExecution(workflow, { ...run, caller }, T0);
  const archived = new Set<Kind>();
  const item = (doc: typeof opened) => transactItem({ table: 't', now: T0, mark: 'this', archived }, { put: 'execution', doc }).Put?.Item;
  expect(item(opened)).toMatchObject({ gsi1pk: { S: `run#${run.id}` }, gsi1sk: { N: '0' } });
  expect(item(opened)).not.toHaveProperty('ttl');
  const over = item(settle(opened, STOPPED, after(T0, seconds(0.5))));
  expect(over).toMatchObject({ ttl: { N: String(T0 / 1_000 + 90_001) } });
  expect(over).not.toHaveProperty('gsi1pk');
  archived.add('execution');
  expect(item(settle(opened, STOPPED, T0))).not.toHaveProperty('ttl');
});
