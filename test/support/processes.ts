import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** The machine's processes as a test sees them, by other means than the driver's. Linux only. */
type Seen = {
  readonly pid: number;
  readonly group: number;
  readonly state: string;
  readonly physicalId: string;
  readonly environment: readonly string[];
};

const boot = existsSync('/proc/sys/kernel/random/boot_id') ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8) : '';

export function see(pid: number): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', , group, ...rest] = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return { pid, state, group: Number(group), physicalId: `${pid}-${rest[16]}.${boot}`, environment };
  } catch {
    return undefined;
  }
}

/** Everything alive that has this variable in its environment. */
export function withVariable(entry: string): readonly Seen[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all
    .map((name) => see(Number(name)))
    .filter((seen): seen is Seen => seen?.state !== 'Z' && seen?.environment.includes(entry) === true);
}

export const isRunning = (pid: number): boolean => !['Z', 'X', undefined].includes(see(pid)?.state);

export const pidOf = (physicalId: string): number => Number.parseInt(physicalId, 10);

/** Kills it dead, and sees it gone. */
export async function killAndWait(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
  while (isRunning(pid)) await setTimeout(2);
}

/** A process that is nobody's child but the system's: what a user started long before. */
export function orphan(command: string): number {
  return Number(execFileSync('sh', ['-c', `${command} >/dev/null 2>&1 & echo $!`], { encoding: 'utf8' }));
}
