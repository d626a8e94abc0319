import { findProfileType } from '../profile/catalogue.ts';

export const POOL_STATES = ['STOPPED', 'RUNNING', 'HIBERNATED'] as const;
export type PoolState = (typeof POOL_STATES)[number];

/** Members that are made ahead of need: they stand by beside the desired capacity, at rest where their type can be, and are the first to come into service. */
export type Pool = {
  /** No fewer, whatever the desired capacity is. */
  readonly min: number;
  /** How many there are to be of those in service and those in the pool together. Null: as many as the cluster's upper bound. */
  readonly prepared: number | null;
  readonly state: PoolState;
  /** Whoever goes when the cluster shrinks goes into the pool. */
  readonly reuses: boolean;
  /** It is being taken down: nobody comes into it any more. */
  readonly draining?: true;
};

/** How a type of node comes to rest, and back. */
export type Rest = { readonly rest: string; readonly wake: string };

const WAYS: Readonly<Record<PoolState, readonly Rest[]>> = {
  RUNNING: [],
  STOPPED: [
    { rest: 'stop', wake: 'start' },
    { rest: 'pause', wake: 'unpause' },
  ],
  HIBERNATED: [
    { rest: 'suspend', wake: 'resume' },
    { rest: 'pause', wake: 'unpause' },
    { rest: 'stop', wake: 'start' },
  ],
};

/** The first way that the type of node knows; undefined for one that runs on, or cannot but. */
export function restOf(profileType: string, state: PoolState): Rest | undefined {
  const operations = findProfileType(profileType)?.operations ?? {};
  return WAYS[state].find(({ rest, wake }) => rest in operations && wake in operations);
}
