import type { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import type { Watch } from '../health/watch.ts';
import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { Policy } from '../policy/policy.ts';
import type { Profile } from '../profile/profile.ts';
import type { Action, ActionName, Hook, Writes } from './action.ts';
import type { Call, Outcome } from './call.ts';

/** What a machine wants to look at before it decides. The action's own target, and the cluster it belongs to, are always seen. */
export type Sight = {
  /** The members of the cluster, all of them. */
  readonly members?: boolean;
  readonly nodes?: readonly string[];
  readonly children?: readonly string[];
  readonly profiles?: readonly string[];
  readonly policies?: readonly string[];
  /** What watches over the cluster's health. */
  readonly watch?: boolean;
  /** The nodes of the project that belong to no cluster. */
  readonly orphans?: boolean;
};

/** What was there to see: read afresh by the shell before every decision. Missing documents are left out. */
export type Seen = {
  readonly cluster: Cluster | undefined;
  readonly node: Node | undefined;
  /** Undefined until somebody asked to see them. */
  readonly members: readonly Node[] | undefined;
  readonly nodes: readonly Node[] | undefined;
  readonly children: readonly Action[] | undefined;
  readonly profiles: readonly Profile[];
  readonly policies: readonly Policy[];
  /** Undefined until somebody asked to see it, and where there is none. */
  readonly watch?: Watch | undefined;
  /** Undefined until somebody asked to see them. */
  readonly orphans?: readonly Node[] | undefined;
};

/** What commits beside the action's own next form. Patches apply to the documents as seen; nothing is patched that was not seen. */
export type Change = {
  readonly cluster?: Partial<Cluster> | 'removed';
  readonly node?: Partial<Node> | 'removed';
  readonly writes?: readonly Write[];
  readonly outputs?: JsonObject;
  /** Shown under the action's `data`. */
  readonly data?: JsonObject;
  /** What children that have ended by now have cost. */
  readonly spent?: Writes;
};

/** A child action to bring into being with its node; ids follow from the parent, so deciding twice spawns once. */
export type Child = { readonly action: Action; readonly node: Node };

/** What an action wants next. Exactly one of these. */
export type Decision<S> =
  /** Nothing to store: see more first, and decide again. */
  | { readonly kind: 'look'; readonly sight: Sight }
  /** Nothing to store and nothing to do: somebody will bring news. `rescue`: children to wake in case their messages were lost. */
  | { readonly kind: 'idle'; readonly rescue?: readonly Action[] }
  | {
      readonly kind: 'wait';
      readonly state: S;
      readonly until: Instant;
      readonly change?: Change;
      readonly spawn?: readonly Child[];
      readonly rescue?: readonly Action[];
      /** What the action says it waits for; its children when nothing is said. */
      readonly reason?: string;
      /** There is more to do at once, in a commit of its own. */
      readonly again?: boolean;
      /** It waits for somebody to answer this. */
      readonly hook?: Hook;
    }
  | { readonly kind: 'call'; readonly state: S; readonly call: Call; readonly change?: Change; readonly hook?: Hook }
  /** It cannot be done: undo what there is to undo, then fail. */
  | { readonly kind: 'giveUp'; readonly fault: Fault }
  | { readonly kind: 'done'; readonly fault?: Fault; readonly change?: Change };

export type Input = {
  readonly seen: Seen;
  readonly now: Instant;
  /** What the call in flight came to; only ever the answer to the lease that is current. */
  readonly returned?: Outcome | undefined;
  /** How long a driver call may hold its lease. */
  readonly lease: Seconds;
  /** The operator's limit on nodes per cluster. */
  readonly mostNodes: number;
  /** Why what was decided could not be stored: the project's quotas have no room for it. */
  readonly over?: Fault | undefined;
  /** What nobody can guess, another at every decision. */
  readonly secret: string;
};

/** An action that will not succeed, and why. */
export type GivenUp = Input & {
  readonly reason: string;
  /** It is given up only now: nothing of that is stored yet. */
  readonly first: boolean;
  /** The undo call was answered. */
  readonly undone: boolean;
  /** Somebody asked it to stop; nothing went wrong. */
  readonly signalled: boolean;
};

/** How to leave nothing behind when the lifecycle gives up: what is left to do before closing, or how to close. */
export type Abandonment =
  | { readonly kind: 'look'; readonly sight: Sight }
  /** Undo with this call first; asked again once it is answered. Where there is more than one, `state` says which this is. */
  | { readonly kind: 'undo'; readonly call: Call; readonly state?: unknown }
  /** Ask these children to stop, and wait until all have: look again by then. */
  | { readonly kind: 'stop'; readonly children: readonly Action[]; readonly until: Instant }
  /** These have stopped: look at the next ones, with this for a state. */
  | { readonly kind: 'goOn'; readonly state: unknown; readonly writes?: readonly Write[] }
  | { readonly kind: 'close'; readonly change?: Change };

/** The part of an action that differs from one kind to the next. Pure throughout. */
export interface MachineDefinition<S> {
  readonly name: ActionName;
  /** What the end event says. */
  readonly success: string;
  /** Actions outlive deploys, so what was stored is parsed, not trusted. Old shapes are upgraded here. */
  readonly state: z.ZodType<S>;
  readonly initial: S;
  readonly sees?: (self: Action, state: S) => Sight;
  /** Whether a call that keeps failing is an answer it decides on, and not the end of the action. */
  readonly goesOn?: (self: Action, state: S) => boolean;
  /** When it wants to decide afresh, though the call under way be not over by then. */
  readonly by?: (self: Action, state: S) => Instant | undefined;
  readonly decide: (self: Action, state: S, input: Input) => Decision<S>;

  readonly abandon: (self: Action, state: S, input: GivenUp) => Abandonment;
}

/** A machine with its state type closed over. */
export type Machine = Omit<MachineDefinition<unknown>, 'state'>;

/**
 * What a newer version has added to a state stays in it, as long as the state is the same phase: a schema knows its own fields and drops the others.
 */
function keeping<S>(stored: unknown, known: S, decision: Decision<S>): Decision<S> {
  if (!('state' in decision) || !isFields(stored) || !isFields(known) || !isFields(decision.state)) return decision;
  if (stored.phase !== decision.state.phase) return decision;
  const others = Object.entries(stored).filter(([field]) => !Object.hasOwn(known, field));
  return others.length === 0 ? decision : { ...decision, state: { ...Object.fromEntries(others), ...decision.state } };
}

type Fields = { readonly phase?: unknown; readonly [field: string]: unknown };
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A new action has no state yet: it begins with the initial one. */
export function defineMachine<S>({ state, sees, goesOn, by, decide, abandon, initial, ...rest }: MachineDefinition<S>): Machine {
  const read = (stored: unknown): S => (stored === null ? initial : state.parse(stored));
  return {
    ...rest,
    initial,
    ...(sees && { sees: (self, stored) => sees(self, read(stored)) }),
    ...(by && { by: (self, stored) => by(self, read(stored)) }),
    ...(goesOn && { goesOn: (self, stored) => goesOn(self, read(stored)) }),
    decide(self, stored, input) {
      const known = read(stored);
      return keeping(stored, known, decide(self, known, input));
    },
    abandon: (self, stored, input) => abandon(self, read(stored), input),
  };
}
