import type { Clock } from '../../ports/clock.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';
import type { Fleet } from './fleet.ts';
import type { Pulls } from './pulls.ts';

/** What all parts of the driver share. */
export type Host = {
  readonly fleet: Fleet;
  readonly installation: string;
  readonly signer: MarkSigner;
  readonly clock: Clock;
  /** Undefined when images are not pulled: then they must be there. */
  readonly pulls: Pulls | undefined;
};
