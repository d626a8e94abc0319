import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { instant } from '../../lib/domain/kernel/time.ts';
import type { ProcessTable } from '../../lib/drivers/process/client.ts';
import { processDriver } from '../../lib/drivers/process/driver.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';
import type { Harness } from '../conformance/promises/harness.ts';
import { resourceOf } from '../conformance/promises/promise.ts';
import { isRunning, killAndWait, orphan, pidOf, see, withVariable } from './processes.ts';

/** For `describeIf`. */
export const procMissing = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'the test looks at the machine through /proc';

/**
 * The machine, for the conformance suite of the process driver. Linux only.
 *
 * @param home an empty directory, which is gone afterwards @param table how the driver is to read processes, when not as it would by itself
 */
export function processHarness(name: string, home: string, table?: ProcessTable): Harness {
  const rooms = join(home, 'processes');
  let ahead = 0;
  const clock = { now: () => instant(Date.now() + ahead) };
  const ours = `ours-${name}-${process.pid}`;
  const worker = (installation: string) => () =>
    processDriver({ home, installation, signer: markSigner([installation]), clock, environment: process.env, ...(table && { table }) });
  const members = (token: string) =>
    withVariable(`COPPICE_TOKEN=${token}`).filter((p) => p.environment.includes(`COPPICE_INSTALLATION=${ours}`));
  // What a table by ps calls a process differs in the second part; the first is the same pid.
  const running = async (token: string) => {
    const leaders = members(token).filter((p) => p.pid === p.group);
    return leaders.map((p) => (table ? `${p.pid}-${table.read(p.pid)?.birth}` : p.physicalId));
  };
  return {
    worker: worker(ours),
    stranger: worker('theirs'),
    benighted: worker(ours),
    properties: { command: ['sleep', '1000'], env: {}, stop_signal: 'SIGTERM', stop_timeout: 10 },
    impossible: [
      { properties: { command: ['/no/such/program'] }, says: /\/no\/such\/program/ },
      { properties: { command: ['no-such-program'] }, says: /no-such-program/ },
      { properties: { command: ['/etc/passwd'] }, says: /\/etc\/passwd/ },
      { properties: { command: ['sleep', '1'], cwd: '/no/such/directory' }, says: /\/no\/such\/directory/ },
      { properties: { command: ['sleep', 'a\0b'] }, says: /sleep/ },
      { properties: { command: ['true', 'x'.repeat(4_000_000)] }, says: /long/ },
      { properties: { command: [] }, says: /command/ },
    ],
    updates: [
      { properties: { command: ['sleep', '1000'], stop_timeout: 3 }, changed: ['stop_timeout'] },
      { properties: { command: ['sleep', '2000'], env: { A: 'b' }, cwd: '/' }, changed: ['command', 'env', 'cwd'] },
    ],
    operations: [
      { operation: 'pause', params: {}, healthy: false },
      { operation: 'unpause', params: {}, healthy: true },
      { operation: 'stop', params: {}, healthy: false },
      { operation: 'start', params: {}, healthy: true },
      { operation: 'restart', params: {}, healthy: true },
      { operation: 'kill', params: { signal: 'SIGCONT' }, healthy: true },
      { operation: 'pause', params: {}, healthy: false },
      { operation: 'restart', params: {}, healthy: true },
      { operation: 'kill', params: { signal: 'SIGKILL' }, healthy: false },
      { operation: 'restart', params: {}, healthy: true },
    ],
    running,
    traces: async (token) => [
      ...members(token).map((p) => String(p.pid)),
      ...readdirSync(rooms).filter((room) => room.includes(token) || room.startsWith('.')),
    ],
    lose: (physicalId) => killAndWait(pidOf(physicalId)),
    squat: async (token) => {
      const precious = join(rooms, token, 'precious');
      await mkdir(join(rooms, token), { recursive: true });
      await writeFile(precious, 'mine');
      return {
        identity: token,
        intact: async () => (await readFile(precious, 'utf8').catch(() => '')) === 'mine' && readdirSync(join(rooms, token)).length === 1,
        clear: () => rm(join(rooms, token), { recursive: true }),
      };
    },
    forge: async (token, { project, nodeId }, signature) => {
      const marks = [`COPPICE_INSTALLATION=${ours}`, `COPPICE_TOKEN=${token}`, `COPPICE_PROJECT=${project}`, `COPPICE_NODE=${nodeId}`];
      const pid = orphan(`exec env ${marks.join(' ')} COPPICE_MARK=${signature} sleep 1000`);
      while (!see(pid)?.environment.includes(`COPPICE_TOKEN=${token}`)) await setTimeout(2);
      return { identity: String(pid), intact: async () => isRunning(pid), clear: () => killAndWait(pid) };
    },
    outsider: async () => {
      const pid = orphan('exec sleep 1000');
      return { identity: String(pid), intact: async () => isRunning(pid), clear: () => killAndWait(pid) };
    },
    pass: async (time) => {
      ahead += time * 1000;
      await setTimeout(5);
    },
    exceptions: {
      'a machine that is down is told of, and that is no fault': {
        reason: 'the machine is the one that the service runs on: when it is down, nobody asks',
        instead: async (h) => expect(await h.benighted().checkHost(resourceOf(h.properties))).toEqual({ kind: 'ok' }),
      },
    },
    stop: async () => {
      for (const { pid } of withVariable(`COPPICE_INSTALLATION=${ours}`)) await killAndWait(pid);
      await rm(home, { recursive: true, force: true });
    },
  };
}
