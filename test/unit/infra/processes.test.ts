import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { bornAt, isAlive, isRunning } from '../../../infra/local/processes.mjs';
import { describeIf } from '../../support/describe-if.ts';
import { procMissing } from '../../support/process-harness.ts';

describeIf(procMissing(), 'a process', () => {
  test('that has ended is not alive, though its parent never asks how', async () => {
    // What the shell started ends, and the one that takes the shell's place does not know of it.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [said] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(said);
      const born = bornAt(pid);
      while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(5);
      expect([isAlive(pid), isRunning(pid, born)]).toEqual([false, false]);
      expect([isAlive(parent.pid), isRunning(parent.pid, bornAt(parent.pid))]).toEqual([true, true]);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('that is gone is not alive either', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(isAlive(child.pid)).toBe(false);
  });
});
