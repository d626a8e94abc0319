import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { mistral } from '../../lib/platform/workflows/mistral.ts';
import type { BackendAnswer, WorkflowBackend } from '../../lib/ports/workflow-backend.ts';
import { describeIf } from '../support/describe-if.ts';
import { idOf } from '../support/documents.ts';
import { mistralMissing, type RealMistral, startMistral } from '../support/real-mistral.ts';

const WORKFLOWS = `
version: '2.0'
node_migration:
  input: [host, node]
  output:
    to: <% $.host %>
    node: <% $.node.id %>
    env: <% env().coppice.node.id %>
  tasks:
    verify: { action: std.noop, on-success: move }
    move: { action: std.noop }
undeclared:
  input: [host]
  output: { to: <% $.host %>, node: <% env().coppice.node.id %> }
  tasks:
    move: { action: std.noop }
broken:
  input: [host]
  tasks:
    move: { action: std.fail }
slow:
  input: [host]
  tasks:
    move: { action: std.noop, wait-before: 600 }
`;
const input: JsonObject = { host: '<% 1 + 1 %>{{ 7 * 7 }}', node: { id: 'n-1' } };
const run = (name: string, workflow_name: string) => ({ name: idOf(name), definition: { workflow_name } });

describeIf(mistralMissing(), 'workflows of OpenStack’s own Mistral', () => {
  let real: RealMistral;
  let backend: WorkflowBackend;

  beforeAll(async () => {
    real = await startMistral();
    await real.define(WORKFLOWS);
    backend = mistral({ url: real.url });
  }, 120_000);
  afterAll(() => real?.stop());

  async function end(reference: ReturnType<typeof run>): Promise<BackendAnswer> {
    for (let tries = 0; tries < 300; tries++) {
      const answer = await backend.look(reference);
      if (answer.kind !== 'running') return answer;
      await sleep(100);
    }
    throw new Error('it does not end');
  }

  test('one is started once by our name, and ends with its output; what is given stays text', async () => {
    const migration = run('migration', 'node_migration');
    const started = await backend.start({ ...migration, input });
    expect(started).toMatchObject({ external: migration.name, link: `${real.url}/v2/executions/${migration.name}` });
    expect((await backend.start({ ...migration, input: { ...input, host: 'another' } })).kind).not.toBe('fault');
    expect(await end(migration)).toMatchObject({
      kind: 'ended',
      end: { status: 'SUCCEEDED', output: { to: '<% 1 + 1 %>{{ 7 * 7 }}', node: 'n-1', env: 'n-1' } },
    });
    const all = (await (await fetch(`${real.url}/v2/executions`)).json()) as { executions: { id: string }[] };
    expect(all.executions.filter(({ id }) => id === migration.name)).toHaveLength(1);
  });

  test('one that does not declare the node is told of it all the same', async () => {
    const undeclared = run('undeclared', 'undeclared');
    await backend.start({ ...undeclared, input });
    expect(await end(undeclared)).toMatchObject({ end: { status: 'SUCCEEDED', output: { node: 'n-1' } } });
  });

  test('one that fails says why', async () => {
    const broken = run('broken', 'broken');
    await backend.start({ ...broken, input });
    expect(await end(broken)).toMatchObject({
      end: { status: 'FAILED', cause: expect.stringContaining('Fail action expected exception') },
    });
  });

  test('one is stopped, also twice, also when it has ended or never was', async () => {
    const slow = run('slow', 'slow');
    expect((await backend.start({ ...slow, input })).kind).toBe('running');
    expect(await backend.stop(slow)).toEqual({ kind: 'ok' });
    expect(await end(slow)).toMatchObject({ end: { status: 'ABORTED' } });
    expect(await backend.stop(slow)).toEqual({ kind: 'ok' });
    expect(await backend.stop(run('broken', 'broken'))).toEqual({ kind: 'ok' });
    expect(await backend.stop(run('never', 'slow'))).toEqual({ kind: 'ok' });
  });

  test('what is not there, and what is not asked for in the right way, is refused for good', async () => {
    expect(await backend.start({ ...run('none', 'none'), input })).toMatchObject({ kind: 'fault', fault: { kind: 'permanent' } });
    expect(await backend.start({ ...run('odd', 'node_migration'), input: { other: 1 } })).toMatchObject({
      kind: 'fault',
      fault: { kind: 'permanent' },
    });
    expect(await backend.look(run('never', 'slow'))).toMatchObject({ kind: 'fault', fault: { kind: 'permanent' } });
  });

  test('one that cannot be reached is asked again later', async () => {
    expect(await mistral({ url: 'http://127.0.0.1:1' }).look(run('x', 'slow'))).toMatchObject({
      kind: 'fault',
      fault: { kind: 'transient' },
    });
  });
});
