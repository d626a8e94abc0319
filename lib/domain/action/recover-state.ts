import { z } from 'zod';
import type { Node } from '../cluster/node.ts';
import { childId } from '../kernel/ids.ts';
import { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { nodeOf } from './leaf.ts';
import type { Change, Input } from './machine.ts';
import { type Chain, chainOf, type Recovery } from './recover-chain.ts';
import { type Timeline, timelineOf, told } from './recover-timeline.ts';
import { Way } from './taken.ts';

/** Phases in which a workflow runs: before an attempt, as one, or after it. */
export const ASIDES = ['before', 'running', 'after'] as const;
export type Aside = (typeof ASIDES)[number];

export const State = z.object({
  phase: z.enum([
    'ready',
    'checking',
    'repairing',
    'proving',
    'leaving',
    'removing',
    'creating',
    'arriving',
    'returning',
    'clearing',
    ...ASIDES,
    'halting',
  ]),
  /** Which of the chain is being tried, from 0. */
  turn: z.int().nonnegative().default(0),
  /** When the removal began. Missing where a former version began it. */
  since: Instant.optional(),
  /** Leaving or arriving: how far it has come. */
  way: Way.optional(),
});
export type State = z.infer<typeof State>;

/** Everything a turn is decided on. */
export type Turn = {
  readonly self: Action;
  readonly state: State;
  readonly input: Input;
  readonly node: Node;
  readonly chain: Chain;
  readonly timeline: Timeline;
};

export const turnOf = (self: Action, state: State, input: Input): Turn => ({
  self,
  state,
  input,
  node: nodeOf(input),
  chain: chainOf(self.inputs),
  timeline: timelineOf(self),
});

export const currentOf = ({ chain, state }: Turn): Recovery => chain[state.turn] ?? { name: 'RECREATE', params: {} };

/** Every attempt has a token of its own, or a driver would take the second for the first asked for again. */
export const tokenOf = ({ self, state }: Pick<Turn, 'self' | 'state'>): string => tokenOfTurn(self, state.turn);

export const tokenOfTurn = ({ id, createdAt }: Pick<Action, 'id' | 'createdAt'>, turn: number): string =>
  turn === 0 ? id : childId(id, 'recovery', turn, createdAt);

/** Nothing is written for a timeline that is as it was. */
export const noteOf = (self: Action, timeline: Timeline): Change =>
  JSON.stringify(timeline) === JSON.stringify(timelineOf(self)) ? {} : told(timeline);
