import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { FORGOTTEN, forgetOld } from '../../../../lib/app/forget-old.ts';
import { completeTask } from '../../../../lib/app/workflows/complete-task.ts';
import type { RunPorts } from '../../../../lib/app/workflows/run-ports.ts';
import { haltWorkflow, runWorkflow } from '../../../../lib/app/workflows/run-workflow.ts';
import { tendExecution } from '../../../../lib/app/workflows/tend-execution.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Backend } from '../../../../lib/domain/workflow/workflow.ts';
import { jsonPath } from '../../../../lib/platform/json-path.ts';
import { sha256Digest } from '../../../../lib/platform/sha256-digest.ts';
import type { DocumentStore } from '../../../../lib/ports/document-store.ts';
import type { OutgoingRequest } from '../../../../lib/ports/outgoing.ts';
import type { BackendAnswer, WorkflowBackend } from '../../../../lib/ports/workflow-backend.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aNode, aProfile, idOf, PROJECT, T0 } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const TOKEN = idOf('run');
const later = (length: number) => after(T0, seconds(length));
const ref = { project: PROJECT, id: TOKEN };
const about = {
  token: TOKEN,
  project: PROJECT,
  user: 'u',
  caller: { id: idOf('action'), action: 'NODE_RECOVER' },
  nodeId: idOf('node'),
} as const;

/** A service with one healthy node, and one workflow. */
async function service(
  definition: JsonObject,
  backend: Backend = 'local',
  more: Partial<RunPorts> = {},
  replaced: (own: App) => Partial<App> = () => ({}),
) {
  const memory = new MemoryService();
  const app: App = { ...memory.app, ...replaced(memory.app) };
  const ports: RunPorts = { paths: jsonPath.all, digest: sha256Digest, backends: {}, ...more };
  const driver = app.drivers('fake.node-1.0');
  const node = aNode();
  const resource = {
    token: idOf('maker'),
    physicalId: null,
    memory: {},
    properties: {},
    owner: { project: PROJECT, clusterId: node.clusterId, nodeId: node.id, nodeName: node.name, index: 1, role: '' },
  };
  const made = await driver?.ensure({ token: idOf('maker'), resource });
  const physicalId = made?.kind === 'ok' ? (made.physicalId ?? null) : null;
  await memory.store.commit([
    { put: 'node', doc: { ...node, physicalId, version: 0 } },
    { put: 'profile', doc: aProfile() },
  ]);
  const created = await memory.verbs.createWorkflow(demo, { name: 'mend', backend, definition });
  if (created.kind === 'refused') throw new Error(created.fault.message);
  const run = (input: JsonObject = {}, timeout?: number): Promise<Outcome> =>
    runWorkflow(app, ports)({ to: 'run', ...about, workflow: 'mend', input, ...(timeout !== undefined && { timeout: seconds(timeout) }) });
  const halt = (): Promise<Outcome> => haltWorkflow(app, ports)({ to: 'halt', ...about });
  const tend = () => tendExecution(app, ports, ref);
  const execution = async () =>
    (await memory.store.get('execution', ref)) as NonNullable<Awaited<ReturnType<typeof memory.store.get<'execution'>>>>;
  return { memory, app, ports, run, halt, tend, execution };
}

const task = (Resource: string, more: JsonObject = {}): JsonObject => ({
  StartAt: 'A',
  States: { A: { Type: 'Task', Resource, End: true, ...more } },
});

describe('a local run', () => {
  test('is begun once, however often it is asked for, and ends with what it comes to', async () => {
    const { run, tend, memory, execution } = await service(task('coppice:node.check', { ResultPath: '$.health' }));
    expect(await run({ host: 'Target_host' })).toMatchObject({ kind: 'pending' });
    expect(await run({ host: 'another' })).toMatchObject({ kind: 'pending' });
    expect(memory.store.everything('execution')).toHaveLength(1);
    expect(memory.sent.some(({ nudge }) => 'kind' in nudge && nudge.kind === 'execution')).toBe(true);
    await tend();
    expect(await run()).toEqual({ kind: 'ok', data: { output: { host: 'Target_host', health: { healthy: true } } } });
    expect(await execution()).toMatchObject({ status: 'SUCCEEDED', dueAt: null, endedAt: T0, name: expect.stringMatching(/^mend-/) });
    expect(memory.sent.at(-1)?.nudge).toMatchObject({ id: about.caller.id, queue: 'node-recover' });
  });

  test('operates the node it is about, and no other, and the node keeps what the driver said', async () => {
    const { run, tend, memory } = await service(task('coppice:node.operate', { Parameters: { operation: 'stop' } }));
    await run();
    await tend();
    expect((await run()).kind).toBe('ok');
    expect(memory.store.everything('node')[0]?.memory).toMatchObject({ status: expect.anything() });
  });

  test('that ends badly says why', async () => {
    const { run, tend, execution } = await service(task('coppice:node.operate', { Parameters: { operation: 'dance' } }));
    await run();
    await tend();
    expect(await run()).toMatchObject({
      kind: 'fault',
      fault: { kind: 'permanent', code: 'workflow.failed', message: expect.stringContaining('Operation.Invalid') },
    });
    expect(await execution()).toMatchObject({ status: 'FAILED', error: 'Operation.Invalid' });
  });

  test('waits without anybody waiting for it', async () => {
    const { run, tend, memory, execution } = await service({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 90, End: true } } });
    await run();
    await tend();
    expect((await execution()).dueAt).toBe(later(90));
    memory.pass(89);
    await tend();
    expect((await execution()).status).toBe('RUNNING');
    memory.pass(1);
    await tend();
    expect((await execution()).status).toBe('SUCCEEDED');
  });

  test('that takes longer than it may has timed out', async () => {
    const { run, tend, memory, execution } = await service({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9_000, End: true } } });
    await run({}, 60);
    await tend();
    expect((await execution()).dueAt).toBe(later(60));
    memory.pass(60);
    await tend();
    expect(await run()).toMatchObject({ kind: 'fault', fault: { code: 'workflow.timeout' } });
  });

  test('stopped, stays stopped; stopped before it began, it never begins', async () => {
    const { run, halt, tend, execution } = await service(task('coppice:node.check'));
    await run();
    expect(await halt()).toEqual({ kind: 'ok' });
    await tend();
    expect(await execution()).toMatchObject({ status: 'ABORTED', dueAt: null });
    expect(await halt()).toEqual({ kind: 'ok' });

    const early = await service(task('coppice:node.check'));
    expect(await early.halt()).toEqual({ kind: 'ok' });
    expect(await early.run()).toMatchObject({ kind: 'fault', fault: { code: 'workflow.aborted' } });
  });

  test('goes on as it began, whatever becomes of its workflow', async () => {
    const { run, tend, memory } = await service(task('coppice:node.check'));
    await run();
    await memory.verbs.deleteWorkflow(demo, 'mend');
    await tend();
    expect((await run()).kind).toBe('ok');
  });

  test('of a workflow that is not there, or is there twice, does not begin', async () => {
    const { app, ports, memory } = await service(task('coppice:node.check'));
    const named = (workflow: string) => runWorkflow(app, ports)({ to: 'run', ...about, workflow, input: {} });
    expect(await named('other')).toMatchObject({ kind: 'fault', fault: { code: 'workflow.not-found' } });
    await memory.verbs.createWorkflow(demo, { name: 'mend', backend: 'local', definition: task('coppice:node.check') });
    expect(await named('mend')).toMatchObject({ kind: 'fault', fault: { code: 'workflow.ambiguous' } });
  });
});

describe('a task over HTTP', () => {
  const asking = task('coppice:http', { Parameters: { ApiEndpoint: 'https://example.org/evacuate', RequestBody: { 'host.$': '$.host' } } });
  const listening = (answers: readonly { status: number; body: string }[], requests: OutgoingRequest[]) => () => ({
    outgoing: {
      check: async () => undefined,
      send: async (request: OutgoingRequest) => {
        requests.push(request);
        const answer = answers[requests.length - 1] ?? { status: 200, body: '{}' };
        return { kind: 'answered', headers: {}, truncated: false, ...answer } as const;
      },
    },
  });

  test('carries its name, so that the other side can tell one that is repeated', async () => {
    const requests: OutgoingRequest[] = [];
    const { run, tend } = await service(asking, 'local', {}, listening([{ status: 200, body: '{"moved":true}' }], requests));
    await run({ host: "States.Format('{}', $$.Execution.Id)" });
    await tend();
    expect(await run()).toEqual({ kind: 'ok', data: { output: { StatusCode: 200, ResponseBody: { moved: true } } } });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': `${TOKEN}:main#1` } });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ host: "States.Format('{}', $$.Execution.Id)" });
  });

  test('that is answered badly can be caught', async () => {
    const { run, tend } = await service(asking, 'local', {}, listening([{ status: 503, body: 'busy' }], []));
    await run({ host: 'h' });
    await tend();
    expect(await run()).toMatchObject({ fault: { message: "The workflow 'mend' failed: Http.StatusCode.503: busy" } });
  });

  test('completed by whoever was given its token, once', async () => {
    const requests: OutgoingRequest[] = [];
    const callback = task('coppice:http.waitForTaskToken', {
      Parameters: { ApiEndpoint: 'https://example.org/ask', RequestBody: { 'token.$': '$$.Task.Token' } },
    });
    const { app, ports, run, tend, execution } = await service(callback, 'local', {}, listening([], requests));
    await run();
    await tend();
    expect((await execution()).status).toBe('RUNNING');
    const { token } = JSON.parse(requests[0]?.body ?? '') as { token: string };
    expect(JSON.stringify(await execution())).not.toContain(token.split('~').at(-1));
    const complete = completeTask(app, ports);
    const wrong = { kind: 'refused', fault: { code: 'task-token.not-found' } };
    for (const other of ['', 'x', token.replace(/.$/, (c) => (c === '0' ? '1' : '0')), token.replace(PROJECT, 'another'), `${token}~`, '%'])
      expect(await complete({ token: other, output: 1 })).toMatchObject(wrong);
    expect(await complete({ token, output: { approved: true } })).toEqual({ kind: 'ok' });
    expect(await complete({ token, output: { approved: false } })).toMatchObject(wrong);
    await tend();
    expect(await run()).toEqual({ kind: 'ok', data: { output: { approved: true } } });
  });
});

describe('a run elsewhere', () => {
  function elsewhere() {
    const calls: string[] = [];
    let answer: BackendAnswer = { kind: 'running', external: 'ext-1', link: 'https://there/1' };
    const backend: WorkflowBackend = {
      start: async ({ name }) => {
        calls.push(`start ${name === TOKEN}`);
        return answer;
      },
      look: async () => {
        calls.push('look');
        return answer;
      },
      stop: async () => {
        calls.push('stop');
        return { kind: 'ok' };
      },
    };
    return {
      calls,
      backend,
      answers: (next: BackendAnswer) => {
        answer = next;
      },
    };
  }
  const reference = { workflow_name: 'node_migration' };

  test('is started by our name, looked at, and its end is kept', async () => {
    const { calls, backend, answers } = elsewhere();
    const { run, execution } = await service(reference, 'mistral-v2', { backends: { 'mistral-v2': backend } });
    expect((await run()).kind).toBe('pending');
    expect(await execution()).toMatchObject({ external: 'ext-1', link: 'https://there/1', status: 'RUNNING' });
    expect((await run()).kind).toBe('pending');
    answers({ kind: 'ended', external: 'ext-1', end: { status: 'SUCCEEDED', output: { moved: 1 } } });
    expect(await run()).toEqual({ kind: 'ok', data: { output: { moved: 1 } } });
    // It answers once more, and otherwise: the first end counts.
    answers({ kind: 'ended', external: 'ext-1', end: { status: 'FAILED', error: 'E', cause: 'c' } });
    expect(await run()).toEqual({ kind: 'ok', data: { output: { moved: 1 } } });
    expect(calls).toEqual(['start true', 'look', 'look']);
  });

  test('that never ends is stopped when its time is up', async () => {
    const { calls, backend } = elsewhere();
    const { run, memory } = await service(reference, 'mistral-v2', { backends: { 'mistral-v2': backend } });
    await run({}, 60);
    memory.pass(60);
    expect(await run()).toMatchObject({ fault: { code: 'workflow.timeout' } });
    expect(calls).toEqual(['start true', 'stop']);
  });

  test('stopped, is stopped once more when a late start may have arrived, and what it answers then is ignored', async () => {
    const { calls, backend, answers } = elsewhere();
    const { run, halt, tend, memory, execution } = await service(reference, 'mistral-v2', { backends: { 'mistral-v2': backend } });
    await run();
    await halt();
    answers({ kind: 'ended', external: 'ext-1', end: { status: 'SUCCEEDED', output: {} } });
    expect(await run()).toMatchObject({ fault: { code: 'workflow.aborted' } });
    memory.pass(120);
    await tend();
    expect(calls).toEqual(['start true', 'stop', 'stop']);
    expect((await execution()).dueAt).toBeNull();
  });

  test('is a fault where nobody runs such workflows', async () => {
    const { run } = await service(reference, 'mistral-v2');
    expect(await run()).toMatchObject({ kind: 'fault', fault: { code: 'workflow.backend.none' } });
  });
});

describe('a run that has ended', () => {
  const ends = async (given: Partial<App> = {}) => {
    const { memory, run, halt, tend, execution, app } = await service(task('coppice:node.check'), 'local', {}, () => given);
    await run();
    await tend();
    const shown = () => memory.verbs.showExecution(demo, 'mend', { execution: TOKEN });
    const listed = () => memory.verbs.listExecutions(demo, 'mend', { sort: [], filters: {}, globalProject: false });
    return { memory, run, halt, execution, shown, listed, app };
  };

  test('can be looked at for a week, and then no more, whenever the table forgets it', async () => {
    const { memory, shown, listed, execution } = await ends();
    expect((await execution()).forgetAt).toBe(later(604_800));
    memory.pass(604_799);
    expect(await shown()).toMatchObject({ kind: 'ok' });
    expect(await listed()).toMatchObject({ executions: [{ id: TOKEN }] });
    memory.pass(1);
    expect(await shown()).toMatchObject({ kind: 'refused', fault: { code: 'execution.not-found' } });
    expect(await listed()).toMatchObject({ kind: 'ok', executions: [] });
    expect(memory.store.everything('execution')).toHaveLength(1);
  });

  test('leaves nothing behind for ever, however it ended; one that goes on stays', async () => {
    const { memory, app } = await ends({ runLifetime: seconds(100_000) });
    const ports: RunPorts = { paths: jsonPath.all, digest: sha256Digest, backends: {} };
    const other = { ...about, token: idOf('other') };
    await runWorkflow(app, ports)({ to: 'run', ...other, workflow: 'mend', input: {} });
    await haltWorkflow(app, ports)({ to: 'halt', ...about, token: idOf('never') });
    memory.pass(99_999);
    await forgetOld({ ...app, expiry: memory.store }, FORGOTTEN);
    expect(memory.store.everything('execution')).toHaveLength(3);
    memory.pass(1);
    await forgetOld({ ...app, expiry: memory.store }, FORGOTTEN);
    expect(memory.store.everything('execution').map(({ id }) => id)).toEqual([other.token]);
  });

  test('is not run again by an action that is older than it was kept', async () => {
    const { memory, run, halt, app } = await ends();
    memory.pass(604_800);
    // It is still there, and says so itself.
    expect((await run()).kind).toBe('ok');
    await forgetOld({ ...app, expiry: memory.store }, FORGOTTEN);
    expect(await run()).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'workflow.forgotten' } });
    expect(memory.store.everything('execution')).toHaveLength(0);
    expect(await halt()).toEqual({ kind: 'ok' });
  });
});

test('killed at any await, and taken up by others, a run comes to the same, and every task was one', async () => {
  const definition: JsonObject = {
    StartAt: 'P',
    States: {
      P: {
        Type: 'Parallel',
        Branches: [
          task('coppice:http', { Parameters: { ApiEndpoint: 'https://a' } }),
          {
            StartAt: 'W',
            States: { W: { Type: 'Wait', Seconds: 20, Next: 'C' }, C: { Type: 'Task', Resource: 'coppice:node.check', End: true } },
          },
        ],
        ResultPath: '$.both',
        Next: 'R',
      },
      R: {
        Type: 'Task',
        Resource: 'coppice:http',
        Parameters: { ApiEndpoint: 'https://b' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3 }],
        End: true,
      },
    },
  };
  for (let dies = 0; dies < 60; dies++) {
    let awaits = 0;
    const names = new Map<string, number>();
    let refusals = 1;
    const mortal = (store: DocumentStore): DocumentStore => ({
      ...store,
      get: (kind, id) => store.get(kind, id),
      getMany: (kind, ids) => store.getMany(kind, ids),
      list: (kind, project, page) => store.list(kind, project, page),
      find: (kind, project, text) => store.find(kind, project, text),
      due: (now, limit) => store.due(now, limit),
      projects: () => store.projects(),
      commit: async (writes) => {
        if (awaits++ === dies) throw new Error('killed');
        const answer = await store.commit(writes);
        if (awaits++ === dies) throw new Error('killed');
        return answer;
      },
    });
    const { run, tend, memory, execution } = await service(definition, 'local', {}, (own) => ({
      store: mortal(own.store),
      outgoing: {
        check: async () => undefined,
        send: async ({ headers = {}, url }) => {
          const name = headers['idempotency-key'] ?? '';
          names.set(name, (names.get(name) ?? 0) + 1);
          if (awaits++ === dies) throw new Error('killed');
          const bad = url === 'https://b' && refusals-- > 0;
          return { kind: 'answered', status: bad ? 500 : 200, headers: {}, body: '{}', truncated: false };
        },
      },
    }));
    const survive = async (work: () => Promise<unknown>) => work().catch((error: Error) => expect(error.message).toBe('killed'));
    for (let turn = 0; turn < 60; turn++) {
      await survive(() => run());
      await survive(tend);
      memory.pass(5);
    }
    expect(await execution()).toMatchObject({ status: 'SUCCEEDED', output: { StatusCode: 200 } });
    // Repeated under its own name it may be, but never under another: the other side can tell.
    expect([...names.keys()].length).toBeLessThanOrEqual(3);
  }
});
