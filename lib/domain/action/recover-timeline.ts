import { z } from 'zod';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import type { RecoveryName } from './recover-chain.ts';

const Attempt = z.object({
  name: z.string(),
  /** The workflow that was run, and which other recovery it was run for, when it was. */
  workflow: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  began: z.string(),
  ended: z.string().nullable(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'skipped', 'cancelled']),
  reason: z.string(),
  /** Where a run of a workflow can be looked at: a path of this API. */
  link: z.string().optional(),
});

/** One thing that was tried, or passed over, to bring a node back: as users see it under the action's `data.attempts`. */
export type Attempt = z.infer<typeof Attempt>;
export type Timeline = readonly Attempt[];

/** Clouds and workflows say a lot; the whole timeline is one part of one document. */
const LONGEST_REASON = 500;

const iso = (at: Instant): string => new Date(at).toISOString();
const short = (reason: string): string => (reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason);

/** What has been tried so far, in order. Those of an action that a former version began are not known. */
export function timelineOf({ data }: Action): Timeline {
  const read = z.array(Attempt).safeParse(data.attempts);
  return read.success ? read.data : [];
}

/** As it stands in a change. */
export const told = (timeline: Timeline): { readonly data: JsonObject } => ({ data: { attempts: timeline as never } });

export type Trying = {
  readonly name: RecoveryName;
  readonly workflow?: string;
  readonly before?: string;
  readonly after?: string;
  readonly link?: string;
};

export const begun = (timeline: Timeline, trying: Trying, now: Instant): Timeline => [
  ...timeline,
  { ...trying, began: iso(now), ended: null, outcome: 'running', reason: '' },
];

export const passedOver = (timeline: Timeline, trying: Trying, reason: string, now: Instant): Timeline => [
  ...timeline,
  { ...trying, began: iso(now), ended: iso(now), outcome: 'skipped', reason: short(reason) },
];

/** Something to know of the attempt that is under way, however it ends. */
export const remarked = (timeline: Timeline, remark: string): Timeline =>
  timeline.map((attempt) => (attempt.ended === null ? { ...attempt, reason: short(remark) } : attempt));

/** The attempt that was under way is over. Nothing changes when none was. */
export const over = (timeline: Timeline, outcome: Exclude<Attempt['outcome'], 'running'>, reason: string, now: Instant): Timeline =>
  timeline.map((attempt) =>
    attempt.ended === null
      ? { ...attempt, ended: iso(now), outcome, reason: short([attempt.reason, reason].filter(Boolean).join(' ')) }
      : attempt,
  );

/** Why nothing helped, in one sentence per attempt. */
export const failures = (timeline: Timeline): string =>
  timeline
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped')
    .map(({ name, reason }) => `${name}: ${reason}`)
    .join(' ');
