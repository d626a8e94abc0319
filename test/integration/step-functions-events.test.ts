import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { familyOf, listeningOn } from '../support/scratch-service.ts';
import { stepFunctionsLookalike } from '../support/step-functions.ts';
import { type User, WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:evacuate';

/** Over the local bus, through the rule of infra/events-in.yml and the function behind it. */
describeIf(dynoxideMissing(), 'the end of an execution, told by the bus', () => {
  const aws = stepFunctionsLookalike();
  let service: WholeService;
  let demo: Caller;
  let bus: EventBridgeClient;

  beforeAll(async () => {
    service = await WholeService.start({
      COPPICE_DB: 'memory',
      COPPICE_STATE_MACHINES: MACHINE,
      AWS_ENDPOINT_URL_SFN: await aws.listen(),
    });
    demo = service.as('demo', '1.15');
    bus = await busOf(service.pid);
    const spec = { type: 'fake.node', version: '1.0', properties: {} };
    await demo.make('/v1/profiles', { profile: { name: 'plain', spec } });
    await demo.finish(await demo.file('POST', '/v1/nodes', { node: { name: 'n', profile_id: 'plain' } }));
    await demo.make('/v1/workflows', {
      workflow: { name: 'evacuate', backend: 'stepfunctions', definition: { state_machine_arn: MACHINE } },
    });
  });
  afterAll(async () => {
    aws.close();
    bus?.destroy();
    await service?.remove();
  });

  const tell = (executionArn: string, status: string) => {
    const detail = { executionArn, stateMachineArn: MACHINE, name: executionArn.split(':').at(-1), status };
    const entry = { Source: 'aws.states', DetailType: 'Step Functions Execution Status Change', Detail: JSON.stringify(detail) };
    return bus.send(new PutEventsCommand({ Entries: [entry] }));
  };
  const counts = async (user: User = 'demo') => (await service.as(user, '1.15').ask('GET', '/v1/notifications')).json;

  test('ends the recovery that waits for it; one that nobody knows does not', async () => {
    const recovery = await demo.file('POST', '/v1/nodes/n/actions', {
      recover: { actions: [{ name: 'WORKFLOW', params: { workflow_name: 'evacuate' } }] },
    });
    while (aws.executions.size === 0) await sleep(20);
    const [[arn = '', known] = []] = aws.executions;
    // Its start has been answered, and nobody looks before the next quarter of a minute.
    for (;;) {
      const [run] = await demo.list('/v1/workflows/evacuate/executions');
      if (run && 'external_id' in run && run.external_id === arn) break;
      await sleep(20);
    }
    await tell(`${arn.slice(0, -36)}00000000-0000-4000-8000-000000000000`, 'SUCCEEDED');
    Object.assign(known ?? {}, { status: 'SUCCEEDED', output: '{"moved":true}' });
    await tell(arn, 'SUCCEEDED');
    expect(await demo.finish(recovery)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await counts()).toMatchObject({ notifications: { stepfunctions: { taken: 1 } } });
    // The other one came to nothing, which only the operator sees.
    while (!JSON.stringify(await counts('admin')).includes('"unknown":1')) await sleep(20);
  });
});

/** Among what the service listens on, the one that takes events. */
async function busOf(pid: number): Promise<EventBridgeClient> {
  for (const address of listeningOn(familyOf(pid))) {
    const endpoint = `http://127.0.0.1:${Number.parseInt(address.split(':').at(-1) ?? '', 16)}`;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new EventBridgeClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    const answer = await client.send(new PutEventsCommand({ Entries: [] })).catch(() => undefined);
    if (answer?.FailedEntryCount === 0) return client;
    client.destroy();
  }
  throw new Error('the service has no bus');
}
