import type { Instant, Seconds } from '../../domain/kernel/time.ts';
import { paced } from '../../domain/receiver/pace.ts';

const PER_MINUTE = 600;
const BURST = 20;
const MOST_NAMES = 1_000;

/**
 * Holds up floods before they cost a read. What it knows is this process's only, and may be forgotten: the rate that counts is kept with the receiver.
 *
 * @returns in how many seconds it is worth calling again, or undefined when it is now
 */
export function brake(): (name: string, now: Instant) => Seconds | undefined {
  const paces = new Map<string, Instant>();
  return (name, now) => {
    const next = paced(paces.get(name) ?? null, PER_MINUTE, now, BURST);
    if (next.kind === 'wait') return next.after;
    paces.delete(name);
    paces.set(name, next.pace);
    const [oldest] = paces.keys();
    if (paces.size > MOST_NAMES && oldest !== undefined) paces.delete(oldest);
    return undefined;
  };
}
