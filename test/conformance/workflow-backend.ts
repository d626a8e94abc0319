import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunPorts } from '../../lib/app/workflows/run-ports.ts';
import { haltWorkflow, runWorkflow } from '../../lib/app/workflows/run-workflow.ts';
import { tendExecution } from '../../lib/app/workflows/tend-execution.ts';
import type { Outcome } from '../../lib/domain/action/call.ts';
import type { Documents } from '../../lib/domain/documents.ts';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import type { Backend } from '../../lib/domain/workflow/workflow.ts';
import { jsonPath } from '../../lib/platform/json-path.ts';
import { sha256Digest } from '../../lib/platform/sha256-digest.ts';
import type { WorkflowBackend } from '../../lib/ports/workflow-backend.ts';
import { demo } from '../../lib/simulator/tenants.ts';
import { idOf, PROJECT } from '../support/documents.ts';
import { MemoryService } from '../support/memory-service.ts';

/** Somewhere that workflows run. */
export type Place = {
  readonly name: Backend;
  /** Absent where the service runs them itself. */
  readonly backend?: WorkflowBackend;
  /** The same, where nobody answers. */
  readonly mute?: WorkflowBackend;
  /** `echo` comes to what it is given, `refuses` fails, `waits` does not end for ten minutes; `missing` is none that is there. */
  readonly definitions: {
    readonly echo: JsonObject;
    readonly refuses: JsonObject;
    readonly waits: JsonObject;
    readonly missing?: JsonObject;
  };
  /** What the one that fails says. */
  readonly says: RegExp;
  /** Where its runs can be looked at. */
  readonly link: RegExp | null;
  /** How many runs it has that are called so. */
  readonly runs?: (name: string) => Promise<number>;
  /** Lets runs go on that do not by themselves. */
  readonly goOn?: () => void;
  /** Has runs answer otherwise than they did. */
  readonly recant?: () => void;
  readonly close: () => Promise<void> | void;
};

const INPUT = { host: 'Target_host', node: { id: 'n-1' } };

/** What the service promises of a workflow's run, wherever it runs. @param open one place, for all tests */
export function describeWorkflowBackend(title: string, open: () => Promise<Place>): void {
  describe(`workflows: ${title}`, () => {
    let place: Place;
    let memory: MemoryService;
    let ports: RunPorts;
    let runs = 0;
    let token = '';

    beforeAll(async () => {
      place = await open();
    }, 120_000);
    afterAll(() => place?.close());
    beforeEach(async () => {
      memory = new MemoryService();
      ports = portsTo(place.backend);
      token = idOf(`${title} ${++runs} ${process.pid}`);
      for (const [name, definition] of Object.entries(place.definitions)) {
        const made = await memory.verbs.createWorkflow(demo, { name, backend: place.name, definition });
        expect(made.kind).toBe('ok');
      }
    });

    const portsTo = (backend: WorkflowBackend | undefined): RunPorts => {
      const backends = backend && place.name !== 'local' ? { [place.name]: backend } : {};
      return { paths: jsonPath.all, digest: sha256Digest, backends };
    };
    const about = () => ({
      ...{ token, project: PROJECT, user: 'u', nodeId: idOf('node') },
      caller: { id: idOf('action'), action: 'NODE_RECOVER' } as const,
    });
    const run = (workflow: string): Promise<Outcome> =>
      runWorkflow(memory.app, ports)({ to: 'run', ...about(), workflow, input: INPUT, timeout: seconds(900) });
    const halt = (): Promise<Outcome> => haltWorkflow(memory.app, ports)({ to: 'halt', ...about() });
    const ref = () => ({ project: PROJECT, id: token });
    const known = async () => (await memory.store.get('execution', ref())) as Documents['execution'];
    const there = async () => place.runs?.(token);
    async function goOn(): Promise<void> {
      place.goOn?.();
      await tendExecution(memory.app, ports, ref());
    }
    /** As often as it takes; the test's own time limit is the only clock. */
    async function ended(workflow: string): Promise<Outcome> {
      for (;;) {
        const outcome = await run(workflow);
        if (outcome.kind !== 'pending') return outcome;
        await goOn();
        await sleep(place.goOn ? 0 : 20);
      }
    }

    test('one is started once by its name, however many ask, and asked again says how it is', async () => {
      const asked = await Promise.all([run('waits'), run('waits'), run('waits')]);
      expect(asked.map(({ kind }) => kind)).toEqual(['pending', 'pending', 'pending']);
      expect(await run('waits')).toMatchObject({ kind: 'pending' });
      expect((await there()) ?? 1).toBe(1);
      expect(memory.store.everything('execution')).toHaveLength(1);
      expect(await known()).toMatchObject({ status: 'RUNNING', backend: place.name, endedAt: null });
      await halt();
    });

    test('one that has ended comes to what it said, with where it can be looked at', async () => {
      expect(await ended('echo')).toMatchObject({ kind: 'ok', data: { output: { host: 'Target_host' } } });
      const { status, link, external } = await known();
      expect(status).toBe('SUCCEEDED');
      expect([link, external].map((one) => one !== null)).toEqual([place.link !== null, place.link !== null]);
      expect(link ?? '').toMatch(place.link ?? /^$/);
    });

    test('an answer that comes twice, or otherwise, counts once', async () => {
      const first = await ended('echo');
      const kept = await known();
      place.recant?.();
      await goOn();
      expect([await run('echo'), await run('echo')]).toEqual([first, first]);
      expect(await known()).toEqual(kept);
      expect((await there()) ?? 1).toBe(1);
    });

    test('one that fails says why, with where it can be looked at', async () => {
      const outcome = await ended('refuses');
      expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'workflow.failed' } });
      expect(outcome.kind === 'fault' && outcome.fault.message).toMatch(place.says);
      expect(await known()).toMatchObject({
        status: 'FAILED',
        output: null,
        error: expect.any(String),
        cause: expect.stringMatching(place.says),
      });
      expect((await known()).link ?? '').toMatch(place.link ?? /^$/);
    });

    test('one is stopped, also twice, and what it answers then is ignored', async () => {
      await run('waits');
      expect([await halt(), await halt()]).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
      place.recant?.();
      memory.pass(700);
      await goOn();
      expect(await run('waits')).toMatchObject({ kind: 'fault', fault: { code: 'workflow.aborted' } });
      expect(await known()).toMatchObject({ status: 'ABORTED', output: null });
    });

    test('one that was stopped before it began never begins', async () => {
      expect(await halt()).toEqual({ kind: 'ok' });
      expect(await run('waits')).toMatchObject({ kind: 'fault', fault: { code: 'workflow.aborted' } });
      expect((await there()) ?? 0).toBe(0);
    });

    test('one that nobody knows is a fault for good, and stays one', async () => {
      expect(await run('nowhere')).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'workflow.not-found' } });
      if (!place.definitions.missing) return;
      const outcome = await run('missing');
      expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'permanent' } });
      expect(await run('missing')).toEqual({
        kind: 'fault',
        fault: expect.objectContaining({ kind: 'permanent', code: 'workflow.failed' }),
      });
      expect(await there()).toBe(0);
    });

    test('one that does not end is pending, until its time is up; then it is stopped', async () => {
      for (let asked = 0; asked < 3; asked++) {
        expect(await run('waits')).toMatchObject({ kind: 'pending', again: expect.any(Number) });
        memory.pass(100);
        await goOn();
      }
      memory.pass(600);
      // A local one has waited long enough by now; the others' clock is their own.
      if (place.name === 'local') return expect(await ended('waits')).toMatchObject({ kind: 'ok' });
      expect(await run('waits')).toMatchObject({ kind: 'fault', fault: { code: 'workflow.timeout' } });
      expect(await known()).toMatchObject({ status: 'TIMED_OUT' });
    });

    test('where nobody answers it is asked again later, and runs once then', async () => {
      if (!place.mute) return;
      ports = portsTo(place.mute);
      for (const ask of [() => run('waits'), () => run('waits'), halt])
        expect(await ask()).toMatchObject({ kind: 'fault', fault: { kind: 'transient' } });
      expect(await known()).toMatchObject({ status: 'RUNNING', external: null });
      ports = portsTo(place.backend);
      expect(await run('waits')).toMatchObject({ kind: 'pending' });
      expect(await there()).toBe(1);
      expect(await halt()).toEqual({ kind: 'ok' });
    });
  });
}
