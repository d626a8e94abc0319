import type { Event } from '../event/event.ts';
import { makeId, mix } from '../kernel/ids.ts';
import { type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';

/**
 * A project's events in one order that never changes: who is numbered, and how far back somebody may still be missing.
 *
 * One per project, under a name that follows from it. It is written in the same commit as the entry it makes, so that two who number at the
 * same time number once.
 */
export type Journal = {
  readonly id: string;
  readonly project: string;
  /** The number the next event gets; the first is 1. */
  readonly next: number;
  /** Every event that says it was born before this has its number. */
  readonly settledTo: Instant;
  /** No event born at or after `settledTo` has a lower number: how far back the entries must be read to know who has one. */
  readonly since: number;
  /** The latest birth that was numbered: where a quick look begins. */
  readonly readTo: Instant;
  /** When an event was last numbered. */
  readonly appendedAt: Instant;
  /** The last number that the event bus took. */
  readonly published: number;
  /** Consecutive refusals of the event bus. */
  readonly failures: number;
  /** Not before then is it asked again. */
  readonly publishAt: Instant;
  /** When to look again although nobody calls; null once nobody can be missing. */
  readonly dueAt: Instant | null;
  readonly version: number;
};

/** A run of events with consecutive numbers: `events[i]` is number `first + i`. Written once, never changed. */
export type Entry = {
  readonly id: string;
  readonly project: string;
  readonly first: number;
  readonly events: readonly string[];
  readonly at: Instant;
  readonly version: number;
};

/** An event with its place in its project's journal. */
export type Positioned = { readonly position: number; readonly event: Event };

/** Ids are 38 bytes as stored: far below what a document may have. */
export const LONGEST_ENTRY = 500;

/**
 * How long after its birth an event may still appear. A worker lives 15 minutes at most in AWS, whatever it does; its clock may be wrong by the
 * rest. Events born longer ago than this are there or never will be.
 */
export const WINDOW: Seconds = seconds(1_200);

/** What a quick look goes back: commits that are written at the same time appear in any order. */
export const OVERLAP: Seconds = seconds(5);

export const journalId = (project: string): string =>
  makeId(instant(0), 0, { high: mix(`journal:${project}`, 0x2f0b4a87), low: mix(`${project}:journal`, 0x51ed270b) });

/**
 * Entries are named by their last number, in the place where ids carry their time: listed in creation order, those after the name of
 * number n - 1 begin with the one that n is in.
 */
export const entryId = (last: number): string => makeId(instant(last), 0, { high: 0, low: 0 });

export const newJournal = (project: string): Journal => ({
  id: journalId(project),
  project,
  next: 1,
  settledTo: instant(0),
  since: 1,
  readTo: instant(0),
  appendedAt: instant(0),
  published: 0,
  failures: 0,
  publishAt: instant(0),
  dueAt: null,
  version: 0,
});
