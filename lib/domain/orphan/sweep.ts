import { makeId, mix } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Orphan, UNPROVEN } from './orphan.ts';

/** How the sweep of one profile type is going. One document per type, of no project. */
export type Sweep = {
  readonly id: string;
  readonly project: typeof UNPROVEN;
  readonly profileType: string;
  /** The last time it ran to its end. */
  readonly at: Instant | null;
  /** At that time: resources with our mark, and orphans among them. */
  readonly listed: number;
  readonly orphans: number;
  /** Since the table exists. */
  readonly removed: number;
  readonly failed: number;
  readonly drifted: number;
  /** Why the cloud could not be asked, the last time it could not. */
  readonly fault: string | null;
  /** Why nothing is removed by itself until an operator has said so. */
  readonly halted: { readonly since: Instant; readonly due: number; readonly reason: string } | null;
  /** An operator's word: so many may go, all at once, until then. */
  readonly allowed: { readonly atMost: number; readonly until: Instant; readonly by: string } | null;
  /** The last time nodes were compared with what is there. */
  readonly comparedAt: Instant | null;
  readonly version: number;
};

export const sweepId = (profileType: string): string => makeId(instant(0), 0, { high: mix(profileType, 1), low: mix(profileType, 2) });

export const newSweep = (profileType: string): Sweep => ({
  id: sweepId(profileType),
  project: UNPROVEN,
  profileType,
  at: null,
  listed: 0,
  orphans: 0,
  removed: 0,
  failed: 0,
  drifted: 0,
  fault: null,
  halted: null,
  allowed: null,
  comparedAt: null,
  version: 0,
});

/** So many may go whatever their share is, as long as the table says itself that they should: small installations have small numbers. */
const FEW = 10;

/**
 * Why removing these would rather be the table's mistake than the clouds'; undefined when it is in order.
 *
 * A table that was restored from a backup knows nothing of what was made since: its resources look like orphans and carry somebody's services. They are
 * those of which neither node nor maker is known, so of them not even a few may go that are a large share.
 *
 * @param listed how many resources with our genuine mark there are @param share percent
 */
export function tooMany(due: readonly Pick<Orphan, 'reason'>[], listed: number, share: number): string | undefined {
  const forgotten = due.filter(({ reason }) => reason === 'forgotten').length;
  const most = (listed * share) / 100;
  if (forgotten > most)
    return `${forgotten} of ${listed} resources are unknown to the table, which is more than ${share} %: it may have been restored from a backup.`;
  if (due.length > FEW && due.length > most)
    return `${due.length} of ${listed} resources would be removed at once, which is more than ${share} %.`;
  return undefined;
}

/** Whether an operator has said that so many may go. */
export const isAllowed = ({ allowed }: Sweep, count: number, now: Instant): boolean =>
  allowed !== null && now < allowed.until && count <= allowed.atMost;
