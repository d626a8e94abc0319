import type { Json, JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Failure } from './failure.ts';
import type { Paths } from './path.ts';

/** What a branch is doing. Everything it takes to go on is here: whoever comes next reads it and knows. */
export type Doing =
  | { readonly kind: 'entering' }
  /** Its task is asked for, as often as it takes; the same visit is the same task. */
  | {
      readonly kind: 'calling';
      readonly until: Instant | null;
      readonly again: Instant | null;
      readonly memory: JsonObject | null;
      readonly failures: number;
    }
  /** Somebody else has its token and completes it. */
  | { readonly kind: 'awaiting'; readonly until: Instant | null }
  | { readonly kind: 'sleeping'; readonly until: Instant }
  | { readonly kind: 'backing-off'; readonly until: Instant }
  /** Waits for the branches below it. `items` only of a Map; `done` by place. */
  | {
      readonly kind: 'joining';
      readonly width: number;
      readonly started: number;
      readonly items?: readonly Json[];
      readonly done: Readonly<Record<string, Json>>;
    };

/** One line of states being walked: the machine itself, a branch of a Parallel or one item of a Map. */
export type Branch = {
  readonly id: string;
  /** The branch whose state this is a part of; null for the machine itself. */
  readonly parent: string | null;
  /** Which part of it, from 0. */
  readonly place: number;
  /** Where its states are in the definition. */
  readonly pointer: readonly string[];
  readonly at: string;
  readonly input: Json;
  readonly enteredAt: Instant;
  /** The how-manieth state of this branch this is, from 1; each try of a task is one. */
  readonly visit: number;
  /** Tries used up, by the place of the Retry. */
  readonly tries: Readonly<Record<string, number>>;
  readonly item?: { readonly index: number; readonly value: Json };
  /** Digests of the tokens that may complete it: one for each time it was asked for. */
  readonly digests?: readonly string[];
  readonly doing: Doing;
};

export type Ended =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | ({ readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' } & Failure);

/** One thing that happened, for people. */
export type HistoryEntry = { readonly at: Instant; readonly state: string; readonly what: string; readonly detail?: string };

export type Run = {
  readonly branches: readonly Branch[];
  /** Of all branches together. */
  readonly visits: number;
  /** The last MOST_HISTORY. */
  readonly history: readonly HistoryEntry[];
  readonly ended: Ended | null;
};

export const MOST_HISTORY = 100;
/** One that goes in circles is stopped. */
export const MOST_VISITS = 10_000;
/** What one state may hand on, as JSON text. */
export const MOST_DATA = 65_536;
/** What all branches together may hold: the run is one document. */
export const MOST_RUN = 262_144;

/** What moving on needs to know beside the run. */
export type Facts = {
  readonly now: Instant;
  readonly paths: Paths;
  /** `$$.Execution` and `$$.StateMachine`. */
  readonly about: JsonObject;
  /** From 0 up to 1, by name: asked twice, the same. */
  readonly chance: (name: string) => number;
  /** An id by name: asked twice, the same. */
  readonly uuid: (name: string) => string;
};

export const ROOT = 'main';

/** One visit of one branch, by a name that no other has: whatever order the branches are walked in, it is the same. */
export const nameOf = ({ id, visit }: Pick<Branch, 'id' | 'visit'>): string => `${id}#${visit}`;

export const begin = (startAt: string, input: Json, now: Instant): Run => ({
  branches: [
    { id: ROOT, parent: null, place: 0, pointer: [], at: startAt, input, enteredAt: now, visit: 1, tries: {}, doing: { kind: 'entering' } },
  ],
  visits: 1,
  history: [{ at: now, state: startAt, what: 'entered' }],
  ended: null,
});

export const noted = (run: Run, at: Instant, state: string, what: string, detail?: string): Run => ({
  ...run,
  history: [...run.history, { at, state, what, ...(detail && { detail: detail.slice(0, 300) }) }].slice(-MOST_HISTORY),
});

export const withBranch = (run: Run, branch: Branch): Run => ({
  ...run,
  branches: run.branches.map((other) => (other.id === branch.id ? branch : other)),
});

export const ended = (run: Run, end: Ended): Run => ({ ...run, branches: [], ended: end });

/** Everything below a branch goes: what it was for has failed. */
export function withoutBelow(run: Run, id: string): Run {
  const gone = new Set([id]);
  for (const branch of run.branches) if (branch.parent !== null && gone.has(branch.parent)) gone.add(branch.id);
  gone.delete(id);
  return { ...run, branches: run.branches.filter((branch) => !gone.has(branch.id)) };
}
