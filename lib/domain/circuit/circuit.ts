import type { Outcome } from '../action/call.ts';
import { NOBODYS } from '../health/tally.ts';
import { type Fault, transient } from '../kernel/fault.ts';
import { makeId, mix } from '../kernel/ids.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';

/** Between the engine and the driver of one profile type: open, nobody is called, and what is to be done waits. One document per type, of no project. */
export type Circuit = {
  readonly id: string;
  readonly project: typeof NOBODYS;
  readonly profileType: string;
  /** `probing`: one call is out to see, and the others wait for it. */
  readonly state: 'closed' | 'open' | 'probing';
  /** What the last of the calls that failed said. */
  readonly reason: string | null;
  readonly since: Instant;
  /** When somebody may try; of a probe, when it is given up. */
  readonly retryAt: Instant | null;
  /** In a row: each keeps it open for twice as long. */
  readonly openings: number;
  readonly version: number;
};

/** So many calls in a row that came to nothing are no bad luck. */
export const MOST_FAILURES = 5;
const SHORTEST = 15;
const LONGEST = 300;
/** Whoever waits asks again after this at the latest: a message carries no further. */
const LONGEST_WAIT = 50;

export const circuitId = (profileType: string): string =>
  makeId(instant(0), 2, { high: mix(`circuit:${profileType}`, 0x2545f491), low: mix(`${profileType}:circuit`, 0x4f6cdd1d) });

export const newCircuit = (profileType: string, now: Instant): Circuit => ({
  id: circuitId(profileType),
  project: NOBODYS,
  profileType,
  state: 'closed',
  reason: null,
  since: now,
  retryAt: null,
  openings: 0,
  version: 0,
});

/** Whether a call may be made now, or is the one that looks whether it may again, or in how long it is worth asking. */
export function permission({ state, retryAt }: Circuit, now: Instant): 'call' | 'probe' | { readonly wait: Seconds } {
  if (state === 'closed') return 'call';
  if (retryAt === null || now >= retryAt) return 'probe';
  return { wait: seconds(Math.min(LONGEST_WAIT, Math.max(1, Math.ceil((retryAt - now) / 1000)))) };
}

/** Opens it, or keeps it open. */
export function opened(circuit: Circuit, reason: string, now: Instant): Circuit {
  const length = seconds(Math.min(SHORTEST * 2 ** circuit.openings, LONGEST));
  return {
    ...circuit,
    state: 'open',
    reason,
    since: circuit.state === 'closed' ? now : circuit.since,
    retryAt: after(now, length),
    openings: Math.min(circuit.openings + 1, 16),
  };
}

/** One call goes out to see. @param patience for its answer: should whoever made it be gone, somebody else tries then */
export const probing = (circuit: Circuit, patience: Seconds, now: Instant): Circuit => ({
  ...circuit,
  state: 'probing',
  retryAt: after(now, patience),
});

export const closed = (circuit: Circuit, now: Instant): Circuit => ({
  ...circuit,
  state: 'closed',
  reason: null,
  since: now,
  retryAt: null,
  openings: 0,
});

/** Faults that pass and say nothing of who was asked: it answered, and is full, busy with this one, cannot do this one thing, or asks for patience. */
const ANSWERED = ['driver.capacity', 'docker.conflict', 'docker.failed', 'docker.throttled', 'process.spawn.scarce'];

/** Whether an answer means that nobody is there, or nobody who can be worked with. Bad news about a resource is an answer like any other. */
export const isFailure = (answer: {
  readonly kind: string;
  readonly fault?: Fault;
}): answer is { readonly kind: 'fault'; readonly fault: Fault } =>
  answer.kind === 'fault' && answer.fault?.kind === 'transient' && !ANSWERED.includes(answer.fault.code);

const why = ({ profileType, reason }: Circuit): string =>
  `What serves '${profileType}' does not answer, and is left alone for a while: ${reason ?? 'it is being tried'}`;

/** What is answered to whoever may not call: not now, and it is nobody's failure. */
export const resting = (circuit: Circuit, wait: Seconds): Outcome => ({ kind: 'pending', again: wait, reason: why(circuit) });

/** The same to whoever cannot wait. */
export const restingFault = (circuit: Circuit, wait: Seconds): Fault => transient('driver.resting', why(circuit), wait);
