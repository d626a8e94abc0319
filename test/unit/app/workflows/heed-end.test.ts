import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { countNotifications, type Intake, takeEvent } from '../../../../lib/app/health/notifications.ts';
import { haltWorkflow, runWorkflow } from '../../../../lib/app/workflows/run-workflow.ts';
import type { Documents } from '../../../../lib/domain/documents.ts';
import { jsonPath } from '../../../../lib/platform/json-path.ts';
import { sha256Digest } from '../../../../lib/platform/sha256-digest.ts';
import { stepFunctions } from '../../../../lib/platform/workflows/step-functions.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { idOf } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { stepFunctionsClientAt, stepFunctionsLookalike } from '../../../support/step-functions.ts';

const ACCOUNT = '123456789012';
const MACHINE = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:evacuate`;
const intake: Intake = { installation: 'here', account: ACCOUNT };

describe('that a run at Step Functions has ended', () => {
  let aws: ReturnType<typeof stepFunctionsLookalike>;
  let memory: MemoryService;
  let actionId = '';
  const run = () => memory.store.everything('execution')[0] as Documents['execution'];
  const action = () => memory.store.everything('action').find(({ id }) => id === actionId) as Documents['action'];
  const tell = (event: object) => takeEvent(memory.app, intake, event);
  const counts = (caller = demo) => countNotifications(memory.app, caller);

  const told = (detail: object = {}, over: object = {}) => ({
    ...{ version: '0', source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', account: ACCOUNT },
    detail: {
      executionArn: `${MACHINE.replace('stateMachine', 'execution')}:${run().id}`,
      stateMachineArn: MACHINE,
      ...{ name: run().id, status: 'SUCCEEDED', output: '{"forged":true}' },
      ...detail,
    },
    ...over,
  });

  /** Nudges that come now; those that come later are lost. */
  async function settle(): Promise<void> {
    await memory.settle();
    memory.sent.splice(0);
  }
  const end = (how: object) => {
    for (const known of aws.executions.values()) Object.assign(known, how);
  };

  /** A recovery that waits for its workflow. */
  beforeEach(async () => {
    aws = stepFunctionsLookalike();
    const backend = stepFunctions(stepFunctionsClientAt(await aws.listen()), [MACHINE]);
    memory = new MemoryService();
    const ports = { paths: jsonPath.all, digest: sha256Digest, backends: { stepfunctions: backend } };
    const services: App['services'] = { run: runWorkflow(memory.app, ports), halt: haltWorkflow(memory.app, ports) };
    Object.assign(memory.app, { services });
    const { verbs } = memory;
    await verbs.createProfile(demo, { name: 'plain', spec: { type: 'fake.node', version: '1.0', properties: {} } });
    await verbs.createNode(demo, { name: 'n', profile: 'plain' });
    await settle();
    await verbs.createWorkflow(demo, { name: 'evacuate', backend: 'stepfunctions', definition: { state_machine_arn: MACHINE } });
    const filed = await verbs.recoverNode(demo, 'n', { actions: [{ name: 'WORKFLOW', params: { workflow_name: 'evacuate' } }] });
    actionId = filed.kind === 'refused' ? '' : filed.actionId;
    await settle();
    expect([action().status, run().status]).toEqual(['RUNNING', 'RUNNING']);
  });
  afterEach(() => aws.close());

  test.each([
    ['SUCCEEDED', { output: '{"moved":true}' }, 'SUCCEEDED'],
    ['FAILED', { error: 'Host.Full', cause: 'no room' }, 'FAILED'],
    ['TIMED_OUT', {}, 'FAILED'],
  ])('is known in that moment: %s, and what it came to is asked for', async (status, how, comes) => {
    end({ status, ...how });
    expect(await tell(told({ status }))).toBe('taken');
    await settle();
    expect(action().status).toBe(comes);
    expect(run()).toMatchObject({ status, endedAt: memory.now });
    expect(await counts()).toEqual({ stepfunctions: { taken: 1 } });
    // Once more, it is of nobody who waits.
    expect(await tell(told())).toBe('unknown');
    expect(memory.sent).toEqual([]);
  });

  test('is not believed: one that goes on is looked at, and goes on', async () => {
    expect(await tell(told())).toBe('taken');
    await settle();
    expect([action().status, run().status, run().output]).toEqual(['RUNNING', 'RUNNING', null]);
    expect(aws.calls).toEqual(['StartExecution', 'DescribeExecution']);
  });

  const elsewhere = MACHINE.replace('evacuate', 'other');
  test.each([
    ['of another account', () => told({}, { account: '999999999999' }), 'foreign'],
    ['of another state machine', () => told({ stateMachineArn: elsewhere }), 'foreign'],
    ['of another ARN', () => told({ executionArn: `${elsewhere.replace('stateMachine', 'execution')}:${run().id}` }), 'foreign'],
    ['of an execution that nobody knows', () => told({ name: idOf('nobody') }), 'unknown'],
    ['of one that somebody else started', () => told({ name: 'by-hand' }), 'unknown'],
    ['of one that goes on', () => told({ status: 'RUNNING' }), 'nothing'],
    ['of nothing at all', () => told({}, { detail: {} }), 'unknown'],
  ] as const)('%s does nothing but be counted', async (_, event, reception) => {
    expect(await tell(event())).toBe(reception);
    expect(memory.sent).toEqual([]);
    expect(aws.calls).toEqual(['StartExecution']);
    expect(await counts({ ...demo, isAdmin: true })).toEqual({ stepfunctions: { [reception]: 1 } });
  });

  test('lost on the way, is found by the next look', async () => {
    end({ status: 'SUCCEEDED', output: '{}' });
    memory.pass(15);
    await memory.app.nudges.send([{ project: action().project, id: actionId, queue: 'node-recover' }]);
    await settle();
    expect(action().status).toBe('SUCCEEDED');
  });
});
