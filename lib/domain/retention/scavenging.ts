import { makeId, mix } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/time.ts';

/** What one run of the scavenger came to, per kind. */
export type Tidied = {
  /** Put into the archive by this run. */
  readonly archived: number;
  /** Let go of. */
  readonly expired: number;
  /** Over, and still needed by somebody. */
  readonly held: number;
};

export type ScavengerRun = {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** `unfinished`: there was more than time; the next one goes on. `refused`: the archive did not take something, which then stayed where it was. */
  readonly outcome: 'done' | 'unfinished' | 'refused';
  readonly kinds: { readonly [kind: string]: Tidied };
  /** What the archive said. */
  readonly faults: readonly { readonly code: string; readonly message: string }[];
};

/** The last runs, newest first. One document for all projects. */
export type Scavenging = {
  readonly id: string;
  readonly project: string;
  readonly runs: readonly ScavengerRun[];
  readonly version: number;
};

/** Whose document it is, being no project's. */
const NOBODYS = '-';
const MOST_RUNS = 24;
const MOST_FAULTS = 10;

export const SCAVENGING = {
  project: NOBODYS,
  id: makeId(instant(0), 0, { high: mix('scavenging', 0x3c6ef372), low: mix('scavenging', 0xa54ff53a) }),
} as const;

export const withRun = (before: Scavenging | undefined, run: ScavengerRun): Scavenging => ({
  ...(before ?? { ...SCAVENGING, version: 0 }),
  runs: [{ ...run, faults: run.faults.slice(0, MOST_FAULTS) }, ...(before?.runs ?? [])].slice(0, MOST_RUNS),
});

export const NOTHING_TIDIED: Tidied = { archived: 0, expired: 0, held: 0 };

export const plus = (a: Tidied, b: Partial<Tidied>): Tidied => ({
  archived: a.archived + (b.archived ?? 0),
  expired: a.expired + (b.expired ?? 0),
  held: a.held + (b.held ?? 0),
});

/** Where a run begins, so that one that never finishes does not leave the same ones out each time. */
export const rotated = <T>(all: readonly T[], by: number): readonly T[] => {
  const from = all.length === 0 ? 0 : by % all.length;
  return [...all.slice(from), ...all.slice(0, from)];
};
