import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, jest, test } from '@jest/globals';
import type { Outcome, Resource } from '../../lib/domain/action/call.ts';
import { isJsonObject, type JsonObject } from '../../lib/domain/kernel/json.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { processDriver } from '../../lib/drivers/process/driver.ts';
import { describeIf } from '../support/describe-if.ts';
import { procMissing } from '../support/process-harness.ts';
import { isRunning, killAndWait, orphan, pidOf, see, withVariable } from '../support/processes.ts';
import { newToken, resourceOf } from './promises/promise.ts';

/** Only ends what hangs. Nothing is ever judged by how long it took. */
jest.setTimeout(120_000);

const home = await mkdtemp(join(tmpdir(), 'coppice-life-'));
const installation = `life-${process.pid}`;
const time = { ahead: 0 };
const clock = { now: () => instant(Date.now() + time.ahead) };
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  LANG: 'C.UTF-8',
  AWS_SECRET_ACCESS_KEY: 'the-secret',
  COPPICE_PASSWORD: 'the-secret',
};
const driver = () => processDriver({ home, installation, clock, environment });

type Made = Resource & { readonly token: string; readonly physicalId: string };

async function make(properties: JsonObject): Promise<Made> {
  const token = newToken();
  const resource = { ...resourceOf({ env: {}, stop_signal: 'SIGTERM', stop_timeout: 10, ...properties }), token };
  const made = await driver().ensure({ token, resource });
  if (made.kind !== 'ok' || made.physicalId === undefined) throw new Error(JSON.stringify(made));
  return { ...resource, physicalId: made.physicalId };
}

const members = (token: string) => withVariable(`COPPICE_TOKEN=${token}`);
const logOf = async ({ token }: Made) => readFile(join(home, 'processes', token, 'stdout.log'), 'utf8');

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000 && !(await isSo()); i++) await setTimeout(5);
  expect(await isSo()).toBe(true);
}

async function gone(ask: () => Promise<Outcome>): Promise<Outcome> {
  for (let i = 0; i < 100; i++) {
    const answer = await ask();
    if (answer.kind !== 'pending') return answer;
    await setTimeout(20);
  }
  throw new Error('still pending');
}

describeIf(procMissing(), 'the life of a process', () => {
  afterAll(async () => {
    for (const { pid } of withVariable(`COPPICE_INSTALLATION=${installation}`)) await killAndWait(pid);
    await rm(home, { recursive: true, force: true });
  });

  test('no shell reads the command', async () => {
    const made = await make({ command: ['printf', '%s\\n', '$HOME; `id` > /tmp/x && *', '"two words"'] });
    await until(async () => (await logOf(made)) === '$HOME; `id` > /tmp/x && *\n"two words"\n');
    await driver().remove({ resource: made });
  });

  test('it gets its own variables, the marks that the user cannot forge, and nothing of the service', async () => {
    const made = await make({
      command: ['env'],
      env: { COLOUR: 'green', COPPICE_NODE: 'forged', COPPICE_TOKEN: 'forged', PATH: '/bin:/usr/bin' },
    });
    await until(async () => (await logOf(made)).includes('COPPICE_TOKEN'));
    const variables = Object.fromEntries(
      (await logOf(made))
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    );
    const { owner } = made;
    expect(variables).toEqual({
      PATH: '/bin:/usr/bin',
      HOME: environment.HOME,
      LANG: 'C.UTF-8',
      COPPICE_MARK: '',
      COLOUR: 'green',
      COPPICE_INSTALLATION: installation,
      COPPICE_PROJECT: owner.project,
      COPPICE_CLUSTER: owner.clusterId,
      COPPICE_NODE: owner.nodeId,
      COPPICE_NODE_NAME: owner.nodeName,
      COPPICE_NODE_INDEX: String(owner.index),
      COPPICE_TOKEN: made.token,
    });
    await driver().remove({ resource: made });
  });

  test('it leads a session of its own and works in a directory of its own', async () => {
    const made = await make({ command: ['sleep', '1000'] });
    const pid = pidOf(made.physicalId);
    expect(see(pid)).toMatchObject({ pid, group: pid });
    const shown = await driver().details(made);
    expect(shown).toMatchObject({ details: { pid, status: 'ACTIVE', cwd: join(home, 'processes', made.token, 'work'), exit_code: null } });
    if (shown.kind !== 'ok' || typeof shown.details.started_at !== 'string') throw new Error(JSON.stringify(shown));
    expect(Math.abs(Date.parse(shown.details.started_at) - Date.now())).toBeLessThan(60_000);
    await driver().remove({ resource: made });
  });

  test('a command that ends at once is made, found unwell, and its exit code shown', async () => {
    const made = await make({ command: ['sh', '-c', 'exit 3'] });
    await until(async () => JSON.stringify(await driver().check({ resource: made })).includes('exited with code 3'));
    expect(await driver().check({ resource: made })).toMatchObject({ kind: 'unhealthy', gone: false });
    expect(await driver().details(made)).toMatchObject({ kind: 'ok', details: { status: 'EXITED', exit_code: 3, pid: null } });
    expect(await driver().remove({ resource: made })).toEqual({ kind: 'ok' });
  });

  test('one that will not hear is pending until its stop timeout, then killed', async () => {
    const made = await make({ command: ['sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 0.05; done'], stop_timeout: 7 });
    await until(async () => (await logOf(made)).includes('ready'));
    expect(await driver().remove({ resource: made })).toEqual({ kind: 'pending', again: 1 });
    time.ahead += 6_000;
    expect(await driver().remove({ resource: made })).toEqual({ kind: 'pending', again: 1 });
    expect(isRunning(pidOf(made.physicalId))).toBe(true);
    time.ahead += 2_000;
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
    expect(members(made.token)).toEqual([]);
  });

  test('force asks nobody', async () => {
    const made = await make({ command: ['sh', '-c', 'trap "echo heard" TERM; echo ready; while :; do sleep 0.05; done'] });
    await until(async () => (await logOf(made)).includes('ready'));
    expect(await gone(() => driver().remove({ resource: made, force: true }))).toEqual({ kind: 'ok' });
    expect(members(made.token)).toEqual([]);
  });

  test('it is asked once, with its own signal, and has its time: also what outlives the shell that started it', async () => {
    const heard = join(home, 'heard');
    const slow = 'trap "echo heard >> $OUT; sleep 0.6; echo done >> $OUT; exit 0" USR1; echo ready; while :; do sleep 0.05; done';
    const command = ['sh', '-c', `trap "exit 0" USR1; (${slow}) & wait`];
    const made = await make({ command, stop_signal: 'SIGUSR1', env: { OUT: heard } });
    await until(async () => (await logOf(made)).includes('ready'));
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
    expect(await readFile(heard, 'utf8')).toBe('heard\ndone\n');
    expect(members(made.token)).toEqual([]);
  });

  test('removal takes along what left the session', async () => {
    const stubborn = `setsid sh -c "trap '' TERM; echo stubborn; while :; do sleep 0.05; done"`;
    const made = await make({ command: ['sh', '-c', `setsid sleep 1000 & ${stubborn} & sleep 1000`] });
    await until(async () => members(made.token).length >= 4 && (await logOf(made)).includes('stubborn'));
    const asked = await driver().remove({ resource: made });
    expect(asked.kind).toBe('pending');
    time.ahead += 11_000;
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
    expect(members(made.token)).toEqual([]);
  });

  test('the whole group is asked: also a child that cleared its environment', async () => {
    const made = await make({ command: ['sh', '-c', 'env -i sleep 1000 & echo "child $!"; wait'] });
    await until(async () => /child \d+\n/.test(await logOf(made)));
    const child = Number(/child (\d+)/.exec(await logOf(made))?.[1]);
    await until(() => see(child)?.environment.some((entry) => entry.startsWith('COPPICE_')) === false);
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
    await until(() => !isRunning(child));
  });

  test('a room comes into being with the claim of its maker in it', async () => {
    const token = newToken();
    const found: string[] = [];
    const at = (step: string) => {
      if (step === 'room made') found.push(...readdirSync(join(home, 'processes', token)));
    };
    const resource = { ...resourceOf({ command: ['sleep', '1000'] }), token };
    await processDriver({ home, installation, clock, environment, at }).ensure({ token, resource });
    expect(found).toEqual(expect.arrayContaining(['record.json', 'work', expect.stringMatching(/^claim\./)]));
    await driver().remove({ resource });
  });

  test('what is paused can still be asked to end', async () => {
    const made = await make({ command: ['sleep', '1000'] });
    await driver().operate({ token: newToken(), operation: 'pause', params: {}, resource: made });
    expect(see(pidOf(made.physicalId))?.state).toBe('T');
    expect(await driver().check({ resource: made })).toMatchObject({
      kind: 'unhealthy',
      reason: expect.stringContaining('paused'),
      gone: false,
    });
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
  });

  test('what was stopped is said to be stopped, and an update does not start it', async () => {
    const made = await make({ command: ['sleep', '1000'] });
    const stopped = await gone(() => driver().operate({ token: 'stop', operation: 'stop', params: {}, resource: made }));
    expect(stopped).toEqual({ kind: 'ok', physicalId: made.physicalId });
    expect(await driver().check({ resource: made })).toMatchObject({
      kind: 'unhealthy',
      reason: expect.stringContaining('stopped'),
      gone: false,
    });
    expect(await driver().details(made)).toMatchObject({ details: { status: 'STOPPED' } });
    const properties = { ...made.properties, command: ['sleep', '2000'] };
    expect(await driver().update({ token: 'update', properties, changed: ['command'], resource: made })).toEqual(stopped);
    expect(members(made.token)).toEqual([]);
    expect(await driver().remove({ resource: made })).toEqual({ kind: 'ok' });
  });

  test('a pid that came round again is another process: not healthy, not killed', async () => {
    const made = await make({ command: ['sleep', '1000'] });
    await killAndWait(pidOf(made.physicalId));
    const stranger = orphan('exec sleep 1000');
    const reused = made.physicalId.replace(/^\d+-\d+/, `${stranger}-1`);
    const path = join(home, 'processes', made.token, 'record.json');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(made.physicalId, reused));
    const resource = { ...made, physicalId: reused };
    expect(await driver().check({ resource })).toMatchObject({ kind: 'unhealthy' });
    expect(await driver().operate({ token: newToken(), operation: 'kill', params: {}, resource })).toMatchObject({ kind: 'fault' });
    expect(await driver().remove({ resource, force: true })).toEqual({ kind: 'ok' });
    expect(await driver().remove({ resource: { ...resource, token: null, memory: { adopted: true } }, force: true })).toEqual({
      kind: 'ok',
    });
    expect(isRunning(stranger)).toBe(true);
    await killAndWait(stranger);
  });

  test('when somebody clears the state directory, what runs is still listed, seen and removed', async () => {
    const made = await make({ command: ['sleep', '1000'] });
    await rm(join(home, 'processes', made.token), { recursive: true });
    expect(await driver().check({ resource: made })).toEqual({ kind: 'ok' });
    const { token, physicalId, owner } = made;
    const listed = expect.objectContaining({ token, physicalId, nodeId: owner.nodeId, project: owner.project });
    expect(await driver().list()).toMatchObject({ resources: expect.arrayContaining([listed]) });
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
    expect(members(made.token)).toEqual([]);
  });

  test('when the state directory cannot be used, that is a transient fault that says so', async () => {
    await writeFile(join(home, 'file'), '');
    const broken = processDriver({ home: join(home, 'file'), installation, clock, environment });
    const token = newToken();
    const resource = resourceOf({ command: ['sleep', '1'] });
    const fault = { kind: 'transient', code: 'process.state.unavailable', message: expect.stringContaining('file') };
    expect(await broken.ensure({ token, resource })).toEqual({ kind: 'fault', fault });
    expect(await broken.remove({ resource: { ...resource, token } })).toMatchObject({ kind: expect.stringMatching(/ok|fault/) });
  });

  test('what cannot be adopted says why', async () => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const foreign = process.getuid?.() === 0 ? spawn('sleep', ['1000'], { stdio: 'ignore', uid: 65534, detached: true }) : undefined;
    const refusals: readonly (readonly [number | undefined, RegExp])[] = [
      [1, /first process/],
      [process.pid, /this service runs in it/],
      [process.ppid, /this service runs in it|first process/],
      [child.pid, /part of this service/],
      [foreign?.pid, /another user/],
    ];
    for (const [pid, why] of refusals) {
      if (pid === undefined) continue;
      const fault = { kind: 'permanent', code: 'driver.resource.not-adoptable', message: expect.stringMatching(why) };
      expect(await driver().inspect(String(pid))).toEqual({ kind: 'fault', fault });
    }
    for (const each of [child, foreign]) each?.kill('SIGKILL');
  });

  test('adoption reads the command and the directory, and no environment', async () => {
    const pid = orphan('SECRET=the-secret exec sleep 1000');
    const answer = await driver().inspect(String(pid));
    expect(answer).toMatchObject({ kind: 'ok', properties: { command: ['sleep', '1000'], cwd: process.cwd() }, memory: { adopted: true } });
    expect(JSON.stringify(answer)).not.toContain('the-secret');
    if (answer.kind !== 'ok') throw new Error(answer.kind);
    const resource = resourceOf(answer.properties, { physicalId: answer.physicalId, memory: answer.memory });
    const operate = (operation: string) => driver().operate({ token: newToken(), operation, params: {}, resource });
    expect(await operate('pause')).toEqual({ kind: 'ok' });
    expect(see(pid)?.state).toBe('T');
    expect(await operate('unpause')).toEqual({ kind: 'ok' });
    expect(await operate('restart')).toMatchObject({ kind: 'fault', fault: { code: 'process.adopted' } });
    expect(await gone(() => driver().remove({ resource }))).toEqual({ kind: 'ok' });
    expect(isRunning(pid)).toBe(false);
  });

  test('a stop that is under way does not shorten the time of a removal after it', async () => {
    const made = await make({ command: ['sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 0.05; done'] });
    await until(async () => (await logOf(made)).includes('ready'));
    expect(await driver().operate({ token: newToken(), operation: 'stop', params: {}, resource: made })).toMatchObject({ kind: 'pending' });
    time.ahead += 9_000;
    expect(await driver().remove({ resource: made })).toMatchObject({ kind: 'pending' });
    time.ahead += 2_000;
    expect(await driver().remove({ resource: made })).toMatchObject({ kind: 'pending' });
    time.ahead += 9_000;
    expect(await gone(() => driver().remove({ resource: made }))).toEqual({ kind: 'ok' });
  });

  test('the service keeps no handle, no file and no zombie of what it made', async () => {
    const warm = await make({ command: ['sleep', '1000'] });
    await driver().remove({ resource: warm });
    const files = () => readdirSync('/proc/self/fd').length;
    const before = files();
    const made = await Promise.all(Array.from({ length: 30 }, () => make({ command: ['sleep', '1000'] })));
    expect(files()).toBeLessThanOrEqual(before + 2);
    await Promise.all(made.map((resource) => gone(() => driver().remove({ resource }))));
    await until(() => made.every(({ physicalId }) => see(pidOf(physicalId)) === undefined));
    expect(files()).toBeLessThanOrEqual(before + 2);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap')).toEqual([]);
  });

  test('state and logs are for the owner alone', async () => {
    const made = await make({ command: ['sleep', '1000'], env: { SECRET: 'the-secret' } });
    const room = join(home, 'processes', made.token);
    for (const name of readdirSync(room)) {
      const { stat } = await import('node:fs/promises');
      expect([name, (await stat(join(room, name))).mode & 0o077]).toEqual([name, 0]);
    }
    expect(await readFile(join(room, 'record.json'), 'utf8')).not.toContain('the-secret');
    const shown = await driver().details(made);
    expect(isJsonObject(shown) && JSON.stringify(shown)).not.toContain('the-secret');
    await driver().remove({ resource: made });
  });
});
