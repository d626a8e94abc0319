import { makeId, mix } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Counts, type Limits, NOTHING, RESOURCES, type Resource } from './limits.ts';

/**
 * What a project has, as far as it is limited, and the limits that are its own.
 *
 * One per project, under a name that follows from it. The counts change in the very transactions that change what they count, without regard to the version
 * they were last seen at, so that two who create at the same time need not wait for one another; everything else is written like any document.
 */
export type QuotaUsage = {
  readonly id: string;
  readonly project: string;
  readonly counts: Counts;
  /** Where an administrator has set them; the installation's defaults hold for the others. */
  readonly limits: Partial<Limits>;
  /** When what there is was last counted afresh. */
  readonly recountedAt: Instant;
  /** The version that made: nothing was counted since, as long as it is this one. */
  readonly recountedTo: number;
  /** By how much the counts were wrong when they were last found to be. Absent: they never were. */
  readonly drift?: { readonly at: Instant; readonly by: Partial<Counts> };
  /** A mark of the price list that everything there was last counted at. Absent: none. */
  readonly prices?: string;
  /** Goes up by one with every change of a count too. */
  readonly version: number;
};

export const quotaId = (project: string): string =>
  makeId(instant(0), 0, { high: mix(project, 0x75736167), low: mix(project, 0x71756f74) });

/** A project's usage as a fresh count finds it. @param before what was kept of it until now, if anything was */
export function recounted(project: string, before: QuotaUsage | undefined, counts: Counts, now: Instant): QuotaUsage {
  const version = before?.version ?? 0;
  const by = before ? driftOf(before.counts, counts) : {};
  return {
    ...(before ?? { id: quotaId(project), project, limits: {} }),
    counts,
    recountedAt: now,
    recountedTo: version + 1,
    ...(Object.keys(by).length > 0 && { drift: { at: now, by } }),
    version,
  };
}

/** What was counted too much, or, negative, too little. */
const driftOf = (counted: Counts, true_: Counts): Partial<Counts> =>
  Object.fromEntries(RESOURCES.map((name) => [name, counted[name] - true_[name]] as const).filter(([, by]) => by !== 0));

export const sum = (some: Iterable<Partial<Counts>>): Counts => {
  const total: { [resource in Resource]: number } = { ...NOTHING };
  for (const one of some) for (const name of RESOURCES) total[name] += one[name] ?? 0;
  return total;
};
