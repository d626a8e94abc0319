import type { Action, ActionName } from '../action/action.ts';
import type { Binding, Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Decisions } from './decisions.ts';

/** Everything a policy may know when it is asked. Lots are drawn from the action's id: asked twice, it answers the same. */
export type PolicyFacts = {
  readonly action: Pick<Action, 'id' | 'action' | 'inputs' | 'target'>;
  readonly cluster: Cluster;
  readonly binding: Binding;
  /** In the order of the cluster's list. */
  readonly members: readonly Node[];
  /** The nodes of the project that belong to no cluster, for a kind that has to know of them. */
  readonly orphans?: readonly Node[] | undefined;
  /** Of an action on one node: the properties of its profile. */
  readonly profile?: JsonObject | undefined;
  /** What the policies asked before this one decided. */
  readonly decisions: Decisions;
  readonly now: Instant;
  /** The operator's limit on nodes per cluster. */
  readonly mostNodes: number;
};

/** What a policy says of an action. `pass`: it is no business of its. Reasons are for people to read. */
export type PolicyVerdict =
  | { readonly kind: 'refuse'; readonly fault: Fault }
  | { readonly kind: 'pass'; readonly reason: string }
  | { readonly kind: 'go'; readonly decisions: Decisions; readonly reason: string };

/** How a kind of policy acts. Pure. */
export type Conduct<P> = {
  /** The actions it is asked about before they begin. */
  readonly before: readonly ActionName[];
  /** The actions whose end, good or bad, is remembered as the binding's `lastOp`. */
  readonly marks?: readonly ActionName[];
  /** Whether it has to know of nodes that belong to no cluster. */
  readonly seesOrphans?: true;
  readonly decide: (properties: P, facts: PolicyFacts) => PolicyVerdict;
};

export const pass = (reason: string): PolicyVerdict => ({ kind: 'pass', reason });
export const refuse = (code: string, message: string): PolicyVerdict => ({ kind: 'refuse', fault: permanent(code, message) });
