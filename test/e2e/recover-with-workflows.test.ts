import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Caller, Shown } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { killAndWait, withVariable } from '../support/processes.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const procMissing = existsSync('/proc/self/environ') ? undefined : 'processes are counted in /proc, and there is none';

/** To the letter, as Senlin's specification of workflows as recover actions has it. */
const OF_THE_SPECIFICATION = `
  recovery:
    actions:
      - name: REBUILD
      - name: WORKFLOW
        params:
          workflow_name: node_migration
          inputs:
            host: Target_host
`;
const AROUND = `
  recovery:
    actions:
      - name: RECREATE
        params:
          before: { workflow_name: verify, inputs: { host: Target_host } }
          after: { workflow_name: confirm, timeout: 60 }
`;

/** An action as the newest microversion shows it. */
type Recovery = Shown & {
  readonly outputs: JsonObject;
  readonly data: { readonly origin?: JsonObject; readonly attempts: readonly Attempt[] };
};
type Attempt = {
  readonly name: string;
  readonly workflow?: string;
  readonly outcome: string;
  readonly reason: string;
  readonly link?: string;
};

const example = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`../../examples/evacuation/${name}.json`, import.meta.url), 'utf8'));

/** Real processes, killed behind the service's back; nobody asks for a recovery but the policy. */
describeIf(dynoxideMissing() ?? procMissing, 'a health policy that recovers with workflows', () => {
  let service: WholeService;
  let demo: Caller;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', HEALTH_CHECK_INTERVAL_MIN: '1' });
    demo = service.as('demo', '1.15');
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'], stop_timeout: 2 } };
    await demo.make('/v1/profiles', { profile: { name: 'sleeper', spec } });
    await demo.make('/v1/profiles', {
      profile: { name: 'frail', spec: { type: 'fake.node', version: '1.0', properties: { unhealthy_after: 5 } } },
    });
    for (const [name, file] of Object.entries({ verify: 'verify', confirm: 'confirm', node_migration: 'evacuate' }))
      await demo.make('/v1/workflows', { workflow: { name, backend: 'local', definition: example(file) } });
    for (const [name, text] of Object.entries({ seed: OF_THE_SPECIFICATION, around: AROUND })) {
      const detection = { interval: 1, node_update_timeout: 0, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] };
      const properties = { detection, ...parse(text) };
      await demo.make('/v1/policies', { policy: { name, spec: { type: 'senlin.policy.health', version: '1.3', properties } } });
    }
  });
  afterAll(async () => {
    for (const { pid } of withVariable(`COPPICE_CLUSTER=${clusters.at(-1) ?? 'none'}`)) await killAndWait(pid);
    await service?.remove();
  });

  const clusters: string[] = [];
  /** A cluster of two whose health this policy sees to. */
  async function cluster(name: string, profile: string, policy: string): Promise<readonly Shown[]> {
    await demo.do('POST', '/v1/clusters', { cluster: { name, profile_id: profile, desired_capacity: 2 } });
    clusters.push((await demo.show(`/v1/clusters/${name}`)).id);
    await demo.do('POST', `/v1/clusters/${name}/actions`, { policy_attach: { policy_id: policy } });
    return nodesOf(name);
  }
  const nodesOf = (name: string) => demo.list(`/v1/nodes?cluster_id=${name}`);
  const remove = (name: string) => demo.do('DELETE', `/v1/clusters/${name}`);

  /** The first recovery of a node, once it has ended. */
  async function recoveryOf(node: string): Promise<Recovery> {
    for (;;) {
      const found = (await demo.list(`/v1/actions?target=${node}`)).find(({ action }) => action === 'NODE_RECOVER');
      if (found) return (await demo.finish(found.id)) as Recovery;
      await sleep(100);
    }
  }
  /** Attempts in words, each run looked up where its link leads. */
  async function told({ data }: Recovery): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const { name, workflow, outcome, link } of data.attempts) {
      const run = link === undefined ? undefined : ((await demo.show(link)) as Shown & { readonly input: JsonObject });
      lines.push([name, workflow, outcome, run && `run ${run.status}`, run?.input.host].filter(Boolean).join(' '));
    }
    return lines;
  }
  async function isActiveAgain(name: string): Promise<void> {
    while ((await demo.show(`/v1/clusters/${name}`)).status !== 'ACTIVE') await sleep(100);
    expect((await nodesOf(name)).map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
  }
  const kill = async ({ physical_id: physicalId }: Shown) => {
    const [victim] = withVariable(`COPPICE_CLUSTER=${clusters.at(-1)}`).filter((one) => one.physicalId === physicalId);
    expect(victim).toBeDefined();
    await killAndWait(victim?.pid ?? 0);
  };

  test('verifies before, makes anew, and confirms after, of its own accord', async () => {
    const [victim] = await cluster('around', 'sleeper', 'around');
    if (!victim) throw new Error('there is no node');
    await kill(victim);
    const recovery = await recoveryOf(victim.id);
    expect(recovery).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'RECREATE' }, data: { origin: { by: 'health' } } });
    expect(await told(recovery)).toEqual([
      'WORKFLOW verify succeeded run SUCCEEDED Target_host',
      'RECREATE succeeded',
      'WORKFLOW confirm succeeded run SUCCEEDED',
    ]);
    await isActiveAgain('around');
    expect((await demo.show(`/v1/nodes/${victim.id}`)).physical_id).not.toBe(victim.physical_id);
    await remove('around');
  });

  test("tries the list of Senlin's specification, to the letter: what cannot be rebuilt is migrated", async () => {
    const [victim] = await cluster('seed', 'sleeper', 'seed');
    if (!victim) throw new Error('there is no node');
    await kill(victim);
    const recovery = await recoveryOf(victim.id);
    expect(recovery).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'WORKFLOW' } });
    expect(await told(recovery)).toEqual(['REBUILD skipped', 'WORKFLOW node_migration succeeded run SUCCEEDED Target_host']);
    const { link = '' } = recovery.data.attempts[1] ?? {};
    expect(await demo.show(link)).toMatchObject({ action_id: recovery.id, output: { text: `${victim.name} was moved to Target_host` } });
    await isActiveAgain('seed');
    await remove('seed');
  });

  test('and what can be rebuilt is, and migrated only if that does not help', async () => {
    const [victim] = await cluster('frail', 'frail', 'seed');
    const recovery = await recoveryOf(victim?.id ?? '');
    expect(recovery).toMatchObject({ status: 'SUCCEEDED', outputs: { recovered_by: 'REBUILD' } });
    expect(await told(recovery)).toEqual(['REBUILD succeeded']);
    expect(await demo.list(`/v1/workflows/node_migration/executions?node_id=${victim?.id}`)).toEqual([]);
  });
});
