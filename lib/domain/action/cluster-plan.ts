import type { Cluster, ClusterStatus } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { Action, ClusterActionName } from './action.ts';
import type { Outcome, ServiceCall } from './call.ts';
import type { GivenUp, Input, Seen, Sight } from './machine.ts';
import type { Round } from './round.ts';

type Look = { readonly kind: 'look'; readonly sight: Sight };
export type Admission =
  | Look
  | { readonly kind: 'refuse'; readonly fault: Fault }
  /** `memo`: what later stages need to know and cannot see. */
  | {
      readonly kind: 'go';
      readonly cluster?: Partial<Cluster>;
      readonly memo?: JsonObject;
      readonly writes?: readonly Write[];
      readonly outputs?: JsonObject;
    };
export type Stage =
  | Look
  | ({ readonly kind: 'round' } & Pick<Round, 'child' | 'targets'> & {
        readonly inputs?: JsonObject;
        readonly tolerant?: boolean;
        readonly cluster?: Partial<Cluster>;
      })
  /** Something is asked beside the cloud; `answered` says what comes of the answer. */
  | { readonly kind: 'call'; readonly call: ServiceCall }
  /** Nothing is done for so long; cancelled and timed out it can be meanwhile. */
  | { readonly kind: 'pause'; readonly for: Seconds; readonly why: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'end' };
export type Conclusion = { readonly cluster?: Partial<Cluster> | 'removed'; readonly fault?: Fault; readonly outputs?: JsonObject };

export type Answered = { readonly seen: Seen; readonly returned: Outcome };
export type StageChange = { readonly cluster?: Partial<Cluster>; readonly memo?: JsonObject; readonly writes?: readonly Write[] };
/** The call that undoes, if one does; what is written after it, a slice at a time; and how the cluster is left. */
export type Undoing =
  | Look
  | { readonly kind: 'undo'; readonly call?: ServiceCall; readonly writes: readonly Write[]; readonly cluster: Partial<Cluster> };

/** What differs from one cluster action to the next: who may begin, which rounds it takes, and what it comes to. */
export type ClusterPlan = {
  readonly name: ClusterActionName;
  readonly success: string;
  /** The cluster's status while it runs. */
  readonly during?: ClusterStatus;
  /** Policies and the like do not touch the members, so they leave the status alone. */
  readonly evaluates?: false;
  readonly sees?: (self: Action) => Sight;
  readonly admit: (self: Action, cluster: Cluster, input: Input) => Admission;
  /** Asked for stage 0, 1, 2, ... until the end. @param at when the rounds began: what new ids follow from */
  readonly stage: (self: Action, stage: number, cluster: Cluster, input: Input, memo: JsonObject, at: Instant) => Stage;
  /** What the answer to a stage's call changes. */
  readonly answered?: (self: Action, stage: number, cluster: Cluster, answer: Answered, memo: JsonObject) => StageChange;
  /** Whether a stage's call may fail. */
  readonly bears?: (self: Action) => boolean;
  /** What calls there were is undone by this. @param stage the one it was at */
  readonly undo?: (self: Action, stage: number, cluster: Cluster, input: GivenUp, memo: JsonObject) => Undoing;
  readonly conclude?: (
    self: Action,
    cluster: Cluster,
    members: readonly Node[],
    memo: JsonObject,
    failure: Fault | undefined,
  ) => Conclusion;
};
