import { describe, expect, test } from '@jest/globals';
import { workflowServices } from '../../../../lib/composition/workflows.ts';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { timelineOf } from '../../../../lib/domain/action/recover-timeline.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../../../lib/domain/kernel/json.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryService } from '../../../support/memory-service.ts';

/** The workflow of the seed's example, and some that are around it: what they are given is what they come to. */
const echo: JsonObject = { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } };
const refuses: JsonObject = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Host.Full', Cause: 'no room there' } } };
const waits: JsonObject = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 600, End: true } } };

async function service() {
  const memory = new MemoryService();
  Object.assign(memory.app, { services: workflowServices(memory.app) });
  const { verbs } = memory;
  await verbs.createProfile(demo, { name: 'plain', spec: { type: 'fake.node', version: '1.0', properties: {} } });
  await verbs.createNode(demo, { name: 'n', profile: 'plain' });
  for (const [name, definition] of Object.entries({ node_migration: echo, verify: echo, confirm: echo, refuses, waits }))
    await verbs.createWorkflow(demo, { name, backend: 'local', definition });
  await settle(memory);
  const recover = async (actions: readonly Json[]): Promise<Action> => {
    const filed = await verbs.recoverNode(demo, 'n', { actions });
    if (filed.kind === 'refused') throw new Error(filed.fault.message);
    await settle(memory);
    return action(memory, filed.actionId);
  };
  return { memory, verbs, recover, node: () => memory.store.everything('node')[0] };
}

/** Until nobody has anything to do: messages that were to come later come at once. */
async function settle(memory: MemoryService): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await memory.settle();
    memory.sent.splice(0);
    const open = memory.store.everything('action').filter((a) => a.dueAt !== null && a.dueAt <= memory.now);
    if (open.length === 0) return;
  }
}
const action = (memory: MemoryService, id: string): Action => memory.store.everything('action').find((a) => a.id === id) as Action;
const told = (a: Action) =>
  timelineOf(a).map(({ name, workflow, before, after, outcome }) => [name, workflow, before ?? after, outcome].filter(Boolean).join(' '));
const use = (workflow_name: string, inputs: JsonObject = {}) => ({ workflow_name, inputs });

describe('a workflow as a way to recover', () => {
  test("the list of Senlin's own example, to the letter", async () => {
    const { recover, memory, node, verbs } = await service();
    const thing = node()?.physicalId;
    const done = await recover([
      { name: 'REBUILD' },
      { name: 'WORKFLOW', params: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } },
    ]);
    // A rebuild is all it took.
    expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'REBUILD' } });
    expect(node()?.physicalId).toBe(thing);

    const alone = await recover([{ name: 'WORKFLOW', params: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } }]);
    expect(alone).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'WORKFLOW' } });
    const [run] = memory.store.everything('execution');
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      input: {
        host: 'Target_host',
        node: { id: node()?.id, name: 'n', physical_id: thing, profile_type: 'fake.node-1.0', cluster_id: '' },
      },
      caller: { id: alone.id },
    });
    const [{ link = '' } = {}] = timelineOf(alone);
    const [, , , name = '', , id = ''] = link.split('/');
    expect(await verbs.showExecution(demo, name, { execution: id })).toMatchObject({ kind: 'ok', execution: { id: run?.id } });
  });

  test("the list of Senlin's own example, where a rebuild does not help", async () => {
    const { recover, memory } = await service();
    const driver = memory.app.drivers('fake.node-1.0') as Driver;
    const broken = { kind: 'fault', fault: permanent('driver.failed', 'The image is gone.') } as const;
    Object.assign(memory.app, { drivers: () => ({ ...driver, operate: async () => broken }) });
    const done = await recover([
      { name: 'REBUILD' },
      { name: 'WORKFLOW', params: { workflow_name: 'node_migration', inputs: { host: 'Target_host' } } },
    ]);
    expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'WORKFLOW' } });
    expect(told(done)).toEqual(['REBUILD failed', 'WORKFLOW node_migration succeeded']);
    expect(memory.store.everything('execution')).toMatchObject([{ status: 'SUCCEEDED', input: { host: 'Target_host' } }]);
  });

  test('that fails is one attempt that failed', async () => {
    const { recover } = await service();
    const done = await recover([
      { name: 'WORKFLOW', params: use('refuses') },
      { name: 'WORKFLOW', params: use('nowhere') },
      { name: 'REBOOT' },
    ]);
    expect(done.status).toBe('SUCCEEDED');
    expect(told(done)).toEqual(['WORKFLOW refuses failed', 'WORKFLOW nowhere failed', 'REBOOT succeeded']);
    expect(timelineOf(done)[0]?.reason).toBe("The workflow 'refuses' failed: Host.Full: no room there");
  });

  test('before and after another: verify, then evacuate, then confirm', async () => {
    const { recover, memory } = await service();
    const done = await recover([{ name: 'RECREATE', params: { before: use('verify'), after: use('confirm') } }]);
    expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'RECREATE' } });
    expect(told(done)).toEqual(['WORKFLOW verify RECREATE succeeded', 'RECREATE succeeded', 'WORKFLOW confirm RECREATE succeeded']);
    const [first, second] = memory.store.everything('execution');
    expect([first?.workflowName, second?.workflowName].toSorted()).toEqual(['confirm', 'verify']);
    // What confirms is told of the new one.
    const nodeIn = (name: string) => memory.store.everything('execution').find((e) => e.workflowName === name)?.input.node;
    const physical = (name: string) => (nodeIn(name) as JsonObject).physical_id;
    expect(physical('confirm')).not.toBe(physical('verify'));
  });

  test('failing before, it blocks the action and ends the recovery', async () => {
    const { recover, node } = await service();
    const thing = node()?.physicalId;
    const done = await recover([{ name: 'RECREATE', params: { before: use('refuses') } }, { name: 'REBOOT' }]);
    expect(done).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('Host.Full') });
    expect(told(done)).toEqual(['WORKFLOW refuses RECREATE failed']);
    expect(node()).toMatchObject({ physicalId: thing, status: 'ERROR' });
  });

  test('failing after, it marks the recovery failed, and the node keeps what was made', async () => {
    const { recover, node } = await service();
    const thing = node()?.physicalId;
    const done = await recover([{ name: 'RECREATE', params: { after: use('refuses') } }]);
    expect(done.status).toBe('FAILED');
    expect(told(done)).toEqual(['RECREATE succeeded', 'WORKFLOW refuses RECREATE failed']);
    expect(node()).toMatchObject({ status: 'ERROR', statusReason: expect.stringContaining('Recovery failed') });
    expect(node()?.physicalId).not.toBe(thing);
    expect(node()?.physicalId).not.toBeNull();
  });

  test('cancelled, it is stopped, and nothing that it comes to later counts', async () => {
    const { recover, memory, verbs, node } = await service();
    const open = await recover([{ name: 'WORKFLOW', params: use('waits') }, { name: 'REBOOT' }]);
    expect(open.status).toBe('RUNNING');
    await verbs.cancelAction(demo, open.id, { force: false });
    await settle(memory);
    memory.pass(60);
    await memory.app.nudges.send([{ project: open.project, id: open.id, queue: 'node-recover' }]);
    await settle(memory);
    expect(action(memory, open.id).status).toBe('CANCELLED');
    expect(memory.store.everything('execution')[0]).toMatchObject({ status: 'ABORTED' });
    expect(node()?.status).toBe('ERROR');
    expect(told(action(memory, open.id))).toEqual(['WORKFLOW waits cancelled']);
  });

  test('what the service tells of the node cannot be told otherwise', async () => {
    const { verbs } = await service();
    const forged = await verbs.recoverNode(demo, 'n', { actions: [{ name: 'WORKFLOW', params: use('verify', { node: { id: 'x' } }) }] });
    expect(forged).toMatchObject({ kind: 'refused', fault: { code: 'recovery.invalid' } });
  });
});
