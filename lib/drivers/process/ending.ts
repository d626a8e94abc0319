import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Fault } from '../../domain/kernel/fault.ts';
import { isAlive, type Process, type ProcessTable } from './client.ts';
import { badSignal, codeOf, signalRefused } from './faults.ts';

/** How long one call may wait for the end: most processes need less, and an answer now saves a second's `pending`. */
const WITHIN_ONE_CALL_MS = 300;

export type Ending = { readonly since: number; readonly asked: readonly number[] };

export type Way = {
  /** Those who must end: looked for again until there are none, since the dying may have children. */
  readonly members: () => Promise<readonly Process[]>;
  readonly signal: string;
  /** From when on nobody is asked any more. */
  readonly deadline: (since: number) => number;
  readonly now: () => number;
  /** Told each time that somebody was sent a signal. */
  readonly sent: () => void;
};

export type Ended =
  | { readonly kind: 'ended' }
  | { readonly kind: 'under way'; readonly ending: Ending }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Ends processes: asks every group once with the signal, and kills from the deadline on. Comes back within a moment and says
 * how far it got; called again with that, it goes on.
 */
export async function end(table: ProcessTable, way: Way, begun: Ending | null): Promise<Ended> {
  const until = performance.now() + WITHIN_ONE_CALL_MS;
  let ending = begun ?? { since: way.now(), asked: [] };
  do {
    const members = await way.members();
    if (members.length === 0) return { kind: 'ended' };
    const kill = way.now() >= way.deadline(ending.since);
    for (const member of members) {
      const target = targetOf(member);
      if (!kill && (ending.asked.includes(target) || ending.asked.includes(-member.group))) continue;
      const fault = send(table, member, kill ? 'SIGKILL' : way.signal);
      if (fault) return { kind: 'fault', fault };
      ending = { ...ending, asked: [...new Set([...ending.asked, target])] };
      way.sent();
      // What is paused hears nothing until it goes on.
      if (!kill) send(table, member, 'SIGCONT');
    }
    await untilGone(table, members, until);
  } while (performance.now() < until);
  return (await way.members()).length === 0 ? { kind: 'ended' } : { kind: 'under way', ending };
}

/**
 * Sends a signal to the process and its whole group, unless the process is a guest in a group that others lead. What was born
 * at another time than the one meant is never signalled: it is looked at immediately before.
 */
export function send(table: ProcessTable, member: Process, signal: string): Fault | undefined {
  if (!(signal in constants.signals)) return badSignal(signal);
  if (!isAlive(table, member)) return undefined;
  try {
    process.kill(targetOf(member), signal);
    return undefined;
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? undefined : signalRefused(member.pid, error);
  }
}

/** A negative pid means a group. A guest in a group that others lead is meant alone. */
const targetOf = ({ pid, group }: Process): number => (pid === group ? -group : pid);

const untilGone = (table: ProcessTable, members: readonly Process[], until: number): Promise<void> =>
  eventually(() => !members.some((member) => isAlive(table, member)), until);

/** Waits until something is so, or the moment is over: signals take effect when the system gets to it. */
export async function eventually(isSo: () => boolean, until = performance.now() + WITHIN_ONE_CALL_MS): Promise<void> {
  for (let step = 1; !isSo() && performance.now() < until; step = Math.min(step * 2, 40)) await setTimeout(step);
}
