import type { Clock } from '../../ports/clock.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';
import type { ProcessTable } from './client.ts';
import type { Rooms } from './room.ts';

/** The steps that leave a trace, in the order of a life. A worker may be killed after any of them. */
export const STEPS = ['room made', 'process started', 'process recorded', 'process asked to end', 'process ended', 'room closed'] as const;
export type Step = (typeof STEPS)[number];

/** The machine, as all parts of the driver see it. */
export type Host = {
  readonly table: ProcessTable;
  readonly rooms: Rooms;
  readonly installation: string;
  readonly signer: MarkSigner;
  readonly clock: Clock;
  /** Variables that every process is given: where programs are found, whose home it is, which language. Never a secret. */
  readonly inherited: { readonly [name: string]: string };
  /** Told of every step that was made. */
  readonly at: (step: Step) => void;
};
