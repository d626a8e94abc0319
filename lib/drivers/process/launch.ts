import { type ChildProcess, spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import type { Ownership } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { type Process, physicalIdOf } from './client.ts';
import { spawnFault } from './faults.ts';
import type { Host } from './host.ts';
import { variablesOf } from './marks.ts';
import type { Properties } from './properties.ts';

/**
 * Starts a process that needs nothing of us to live on: a session of its own, its output in files. No shell reads the command.
 * Whoever calls holds the claim of the token.
 */
export async function launch(host: Host, token: string, properties: Properties, owner: Ownership): Promise<Process | Fault> {
  const { table, rooms, installation, signer, inherited } = host;
  const [program, ...args] = properties.command;
  const cwd = properties.cwd ?? rooms.workOf(token);
  const logs = rooms.logsOf(token);
  const env = { ...inherited, ...properties.env, ...variablesOf(installation, token, owner, signer) };
  const files = await Promise.all([open(logs.stdout, 'a', 0o600), open(logs.stderr, 'a', 0o600)]);
  try {
    const child = spawn(program, args, { cwd, env, detached: true, shell: false, stdio: ['ignore', files[0].fd, files[1].fd] });
    const failed = new Promise<unknown>((resolve) => child.on('error', resolve));
    // Read in the same turn of the loop: even a process that ended at once is not reaped before the next.
    const born = child.pid === undefined ? undefined : table.read(child.pid);
    if (!born) return spawnFault(await failed, program, cwd, await isDirectory(cwd));
    host.at('process started');
    watch(host, token, child, physicalIdOf(born));
    return born;
  } catch (error) {
    return spawnFault(error, program, cwd, true);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** Notes how it ends, should that happen while we live; does not keep us alive for it. */
function watch({ rooms }: Host, token: string, child: ChildProcess, physicalId: string): void {
  child.once('exit', (code, signal) => void rooms.noteExit(token, { physicalId, code, signal }));
  child.unref();
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
