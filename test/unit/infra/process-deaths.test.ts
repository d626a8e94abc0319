import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processDeaths } from '../../../infra/local/process-deaths.mjs';
import { bornAt } from '../../../infra/local/processes.mjs';
import { describeIf } from '../../support/describe-if.ts';
import { procMissing } from '../../support/process-harness.ts';

describeIf(procMissing(), 'the deaths of processes', () => {
  let home = '';
  let children: ChildProcess[] = [];
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'coppice-deaths-'));
  });
  afterEach(async () => {
    for (const child of children) await end(child);
    children = [];
    rmSync(home, { recursive: true, force: true });
  });

  function sleeper(): ChildProcess & { readonly named: string } {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    children.push(child);
    return Object.assign(child, { named: nameOf(child.pid) });
  }
  const nameOf = (pid = 0) => `${pid}-${bornAt(pid)}.boot`;
  async function end(child: ChildProcess): Promise<void> {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await gone;
  }
  const room = (token: string) => path.join(home, 'processes', token);
  function write(token: string, over: object): void {
    mkdirSync(room(token), { recursive: true });
    const record = { installation: 'here', token, project: 'demo', nodeId: `node of ${token}`, stopped: false, ending: null, ...over };
    writeFileSync(path.join(room(token), 'draft'), JSON.stringify(record));
    renameSync(path.join(room(token), 'draft'), path.join(room(token), 'record.json'));
  }

  test('are told of once, and of nobody who lives', async () => {
    const [one, other] = [sleeper(), sleeper()];
    write('a', { physicalId: one.named });
    write('b', { physicalId: other.named });
    const look = processDeaths(home);
    expect(look()).toEqual([]);
    await end(one);
    writeFileSync(path.join(room('a'), 'exit.json'), JSON.stringify({ physicalId: one.named, code: null, signal: 'SIGKILL' }));
    expect(look()).toEqual([
      {
        node_id: 'node of a',
        project_id: 'demo',
        physical_id: one.named,
        reason: `process ${one.pid} was ended by SIGKILL`,
        gone: false,
        at: expect.any(String),
      },
    ]);
    expect(look()).toEqual([]);
    expect(look()).toEqual([]);
  });

  test('are told of at the first look where nobody looked before', async () => {
    const child = sleeper();
    write('a', { physicalId: child.named });
    await end(child);
    expect(processDeaths(home)()).toMatchObject([{ reason: `process ${child.pid} has ended` }]);
  });

  test('are known by the start of a process too: who has its pid now is somebody else', () => {
    const child = sleeper();
    write('a', { physicalId: `${child.pid}-1.boot` });
    expect(processDeaths(home)()).toHaveLength(1);
  });

  test.each([
    ['it was stopped', { stopped: true }],
    ['its ending is under way', { ending: { purpose: 'remove', since: 0, asked: [] } }],
  ])('are no news where %s', async (_, said) => {
    const child = sleeper();
    write('a', { physicalId: child.named });
    const look = processDeaths(home);
    look();
    write('a', { physicalId: child.named, ...said });
    await end(child);
    expect(look()).toEqual([]);
  });

  test('are the business of whoever is at work in the room, until they leave or die', async () => {
    const [child, worker, next] = [sleeper(), sleeper(), sleeper()];
    write('a', { physicalId: child.named });
    write('b', { physicalId: child.named });
    for (const token of ['a', 'b']) writeFileSync(path.join(room(token), `claim.${worker.named}.uuid`), '');
    const look = processDeaths(home);
    look();
    await end(child);
    expect(look()).toEqual([]);
    write('a', { physicalId: next.named });
    await end(worker);
    expect(look()).toMatchObject([{ node_id: 'node of b' }]);
    await end(next);
    expect(look()).toMatchObject([{ node_id: 'node of a', physical_id: next.named }]);
  });

  test('of a room that was closed, or never finished, are nobody’s', async () => {
    const child = sleeper();
    write('a', { physicalId: child.named });
    write('.new-1', { physicalId: child.named });
    write('b', { physicalId: null });
    mkdirSync(room('c'));
    const look = processDeaths(home);
    look();
    await end(child);
    rmSync(room('a'), { recursive: true });
    expect(look()).toEqual([]);
    expect(processDeaths(path.join(home, 'nowhere'))()).toEqual([]);
  });
});
