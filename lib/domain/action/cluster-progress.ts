import { z } from 'zod';
import { isStandby } from '../cluster/standby.ts';
import { JsonObject } from '../kernel/json.ts';
import { Instant } from '../kernel/time.ts';
import { type Action, isOpen } from './action.ts';
import { childrenOf, Round } from './round.ts';

/** How far a cluster action has come: what is stored between its steps. */
export const Progress = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('admitting') }),
  z.object({
    phase: z.literal('working'),
    at: Instant,
    stage: z.int(),
    round: Round.nullable(),
    memo: JsonObject,
    /** The stage is a call, and it was made. */
    asked: z.boolean().optional(),
    /** Given up: the call that undoes was answered. */
    undone: z.boolean().optional(),
    /** Set while it pauses between two rounds. */
    until: Instant.optional(),
  }),
]);
export type Progress = z.infer<typeof Progress>;
export type Working = Extract<Progress, { phase: 'working' }>;

/** The children an open action still waits for: what clients see as `depends_on`. */
export function openChildren(action: Action): readonly string[] {
  const state = isOpen(action) && action.parentId === null ? Progress.safeParse(action.state) : undefined;
  if (!state?.success || state.data.phase !== 'working' || !state.data.round) return [];
  const { round, at } = state.data;
  return childrenOf(action.id, round, at, round.settled, round.spawned);
}

/**
 * Whether what belongs to a policy on a cluster is being made or taken down: a balancer, a group. Binding and what it is about come and go
 * together, so nobody else may have the cluster until both are there or neither is.
 */
export function isBinding(action: Action): boolean {
  const state = Progress.safeParse(action.state);
  const binds = action.action === 'CLUSTER_ATTACH_POLICY' || action.action === 'CLUSTER_DETACH_POLICY';
  return binds && state.success && state.data.phase === 'working';
}

/** Whether members go into standby or come back: which of them are counted is known when all have ended. */
export function isStandingBy(action: Action): boolean {
  const state = Progress.safeParse(action.state);
  const { operation } = action.inputs;
  const moves = action.action === 'CLUSTER_OPERATION' && isStandby(operation);
  return moves && state.success && state.data.phase === 'working';
}

/** Whether nodes are becoming members just now. */
export function isJoining(action: Action): boolean {
  const state = Progress.safeParse(action.state);
  return state.success && state.data.phase === 'working' && state.data.round?.child === 'NODE_JOIN';
}
