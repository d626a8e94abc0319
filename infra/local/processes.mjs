import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** What the kernel tells of a process after its name; none when it is gone, or where there is no /proc. */
const fieldsOf = (pid) => read(`/proc/${pid}/stat`)?.split(') ').at(-1).split(' ');

const hasEnded = ([state]) => state === 'Z' || state === 'X';

/** Who has ended is not alive, though nobody has asked how it ended: where the first process of a container does not, nobody ever will. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !hasEnded(fieldsOf(pid) ?? []);
}

/** When a process began, in the kernel's ticks: with the pid it names one process for ever. Undefined where there is no /proc. */
export const bornAt = (pid) => fieldsOf(pid)?.[19];

/** Whether the process that has this pid lives, is no zombie and, where that can be told, began at `born`. */
export function isRunning(pid, born) {
  const fields = fieldsOf(pid);
  if (fields) return !hasEnded(fields) && fields[19] === born;
  return !existsSync('/proc/self/stat') && isAlive(pid);
}

/** The words a process was started with; none when it is gone, or where there is no /proc. */
export const commandOf = (pid) => read(`/proc/${pid}/cmdline`)?.split('\0') ?? [];

export const readPid = (path) => Number.parseInt(read(path) ?? '', 10) || undefined;

/** Waits until a process is gone. @returns whether it went in time */
export async function gone(pid, milliseconds) {
  for (const end = Date.now() + milliseconds; isAlive(pid); await sleep(10)) if (Date.now() > end) return false;
  return true;
}
