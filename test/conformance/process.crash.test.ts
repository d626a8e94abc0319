import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import fc from 'fast-check';
import type { Resource } from '../../lib/domain/action/call.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { processDriver } from '../../lib/drivers/process/driver.ts';
import { STEPS, type Step } from '../../lib/drivers/process/host.ts';
import { describeIf } from '../support/describe-if.ts';
import { procMissing } from '../support/process-harness.ts';
import type { Orders } from '../support/process-worker.ts';
import { killAndWait, withVariable } from '../support/processes.ts';
import { newToken, resourceOf } from './promises/promise.ts';

/** Only ends what hangs. Nothing is ever judged by how long it took. */
jest.setTimeout(600_000);

const home = await mkdtemp(join(tmpdir(), 'coppice-crash-'));
const installation = `crash-${process.pid}`;
const worker = join(home, 'worker.mjs');
const properties = { command: ['sleep', '1000'], env: {}, stop_signal: 'SIGTERM', stop_timeout: 10 };

const driver = () => processDriver({ home, installation, clock: { now: () => instant(Date.now()) }, environment: process.env });
const running = (token: string) => withVariable(`COPPICE_TOKEN=${token}`);
const roomsOf = (token: string) =>
  (existsSync(join(home, 'processes')) ? readdirSync(join(home, 'processes')) : []).filter((name) => name.includes(token));

function start(orders: Omit<Orders, 'home' | 'installation'>): ChildProcess {
  return spawn(process.execPath, [worker, JSON.stringify({ home, installation, ...orders })], { stdio: 'ignore' });
}

const exitOf = (child: ChildProcess) => new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));

type Move = { readonly method: 'ensure' | 'remove' | 'operate' | 'update'; readonly operation?: string; readonly step: Step };

/** One call by a worker that is killed right after the step, if the call comes to it. */
async function crash(resource: Resource & { readonly token: string }, { method, operation, step }: Move): Promise<void> {
  const token = method === 'ensure' ? resource.token : newToken();
  const updated = { ...properties, env: { A: 'b' } };
  const call = { token, resource, operation, params: {}, properties: updated, changed: ['env'] };
  await exitOf(start({ calls: [{ method, call }], dieAt: { step, occurrence: 1 } }));
}

async function final(ask: () => Promise<{ readonly kind: string }>): Promise<{ readonly kind: string }> {
  for (let round = 0; round < 100; round++) {
    const answer = await ask();
    if (answer.kind !== 'pending') return answer;
    await setTimeout(50);
  }
  throw new Error('still pending');
}

/** Nothing of the token is in the world, and the driver says so too. */
async function expectNothingLeft(token: string): Promise<void> {
  expect(running(token)).toEqual([]);
  expect(roomsOf(token)).toEqual([]);
  const listed = await driver().list();
  expect(listed).toMatchObject({ kind: 'ok', resources: expect.not.arrayContaining([expect.objectContaining({ token })]) });
}

describeIf(procMissing(), 'a worker of the process driver that is killed', () => {
  beforeAll(async () => {
    const entry = new URL('../support/process-worker.ts', import.meta.url).pathname;
    await build({ entryPoints: [entry], outfile: worker, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
  });
  afterAll(async () => {
    for (const { pid } of withVariable(`COPPICE_INSTALLATION=${installation}`)) await killAndWait(pid);
    await rm(home, { recursive: true, force: true });
  });

  const dying: readonly Step[] = ['room made', 'process started', 'process recorded'];
  test.each(dying)('after "%s" in a create: asked again, there is one process, and it can be removed', async (step) => {
    const token = newToken();
    const resource = { ...resourceOf(properties), token };
    const child = start({ calls: [{ method: 'ensure', call: { token, resource } }], dieAt: { step, occurrence: 1 } });
    expect(await exitOf(child)).toBe('SIGKILL');
    const before = running(token).map((p) => p.physicalId);
    const made = await final(() => driver().ensure({ token, resource }));
    const after = running(token).map((p) => p.physicalId);
    expect(after).toHaveLength(1);
    if (before.length > 0) expect(after).toEqual(before);
    expect(made).toEqual({ kind: 'ok', physicalId: after[0] });
    expect(await final(() => driver().remove({ resource }))).toEqual({ kind: 'ok' });
    await expectNothingLeft(token);
  });

  test.each(dying)('after "%s" in a create: removed without another word, nothing is left', async (step) => {
    const token = newToken();
    const resource = { ...resourceOf(properties), token };
    await crash(resource, { method: 'ensure', step });
    expect(await driver().list()).toMatchObject({ resources: expect.arrayContaining([expect.objectContaining({ token })]) });
    expect(await final(() => driver().remove({ resource, force: true }))).toEqual({ kind: 'ok' });
    await expectNothingLeft(token);
  });

  const changes: readonly Move[] = [
    ...(['restart', 'update'] as const).flatMap((what) =>
      (['process asked to end', 'process started', 'process recorded'] as const).map((step) =>
        what === 'update' ? { method: what, step } : ({ method: 'operate', operation: what, step } as const),
      ),
    ),
    { method: 'operate', operation: 'stop', step: 'process asked to end' },
  ];
  test.each(changes)(
    'in a change ($method $operation) after "$step": there is at most one process, and one when asked for',
    async (move) => {
      const token = newToken();
      const resource = { ...resourceOf(properties), token };
      expect(await driver().ensure({ token, resource })).toMatchObject({ kind: 'ok' });
      await crash(resource, move);
      expect(running(token).length).toBeLessThanOrEqual(1);
      const call = { token: newToken(), operation: 'start', params: {}, resource };
      const started = await final(() => driver().operate(call));
      expect(running(token).map((p) => ({ kind: 'ok', physicalId: p.physicalId }))).toEqual([started]);
      expect(await driver().check({ resource })).toEqual({ kind: 'ok' });
      expect(await final(() => driver().remove({ resource }))).toEqual({ kind: 'ok' });
      await expectNothingLeft(token);
    },
  );

  test('what it made belongs to its node and cannot be adopted by another', async () => {
    const token = newToken();
    const resource = { ...resourceOf(properties), token };
    await crash(resource, { method: 'ensure', step: 'process recorded' });
    const [made] = running(token);
    const refusal = { kind: 'fault', fault: { kind: 'permanent', message: expect.stringContaining(resource.owner.nodeId) } };
    expect(await driver().inspect(String(made?.pid))).toMatchObject(refusal);
    const elsewhere = processDriver({ home, installation: 'other', clock: { now: () => instant(Date.now()) }, environment: process.env });
    expect(await elsewhere.inspect(String(made?.pid))).toMatchObject({
      fault: { message: expect.stringContaining('another installation') },
    });
    expect(await final(() => driver().remove({ resource }))).toEqual({ kind: 'ok' });
  });

  test('at any step of any sequence of calls: never two processes, and nothing left once removed', async () => {
    const move = fc.record({
      method: fc.constantFrom('ensure', 'ensure', 'operate', 'update', 'remove'),
      operation: fc.constantFrom('stop', 'start', 'restart', 'pause', 'kill'),
      step: fc.constantFrom(...STEPS),
    }) as fc.Arbitrary<Move>;
    const lives = fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 4, size: 'max' }), async (moves) => {
      const token = newToken();
      const resource = { ...resourceOf(properties), token };
      for (const each of moves) {
        await crash(resource, each);
        expect(running(token).length).toBeLessThanOrEqual(1);
      }
      const made = await final(() => driver().ensure({ token, resource }));
      expect(running(token).map((p) => ({ kind: 'ok', physicalId: p.physicalId }))).toEqual([made]);
      expect(await final(() => driver().remove({ resource, force: true }))).toEqual({ kind: 'ok' });
      await expectNothingLeft(token);
    });
    await fc.assert(lives, { numRuns: Number(process.env.COPPICE_CRASH_RUNS ?? 12) });
  });

  test('in the middle of fifty creates: started again, there are exactly fifty', async () => {
    const resources = Array.from({ length: 50 }, () => ({ ...resourceOf(properties), token: newToken() }));
    const calls = resources.map((resource) => ({ method: 'ensure' as const, call: { token: resource.token, resource } }));
    for (const occurrence of [7, 31]) {
      expect(await exitOf(start({ calls, dieAt: { step: 'process started', occurrence } }))).toBe('SIGKILL');
    }
    // Two at once, as when the old worker is not quite dead.
    expect(await Promise.all([exitOf(start({ calls })), exitOf(start({ calls }))])).toEqual([null, null]);
    expect(withVariable(`COPPICE_INSTALLATION=${installation}`)).toHaveLength(50);
    for (const { token } of resources) expect(running(token)).toHaveLength(1);

    const removals = resources.map((resource) => ({ method: 'remove' as const, call: { resource, force: true } }));
    expect(await exitOf(start({ calls: removals, dieAt: { step: 'process ended', occurrence: 20 } }))).toBe('SIGKILL');
    for (const resource of resources) expect(await final(() => driver().remove({ resource }))).toEqual({ kind: 'ok' });
    expect(withVariable(`COPPICE_INSTALLATION=${installation}`)).toEqual([]);
    await driver().list();
    expect(readdirSync(join(home, 'processes'))).toEqual([]);
  });
});
