import type { Limits } from '../domain/quota/limits.ts';
import type { PriceList } from '../domain/quota/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { CountingStore, DocumentStore } from '../ports/document-store.ts';
import { takesGrantsAlong } from './grants/takes-grants-along.ts';
import { counting } from './quotas/counting.ts';
import { type Buried, leavesTombstones } from './retention/leaves-tombstones.ts';

/** What projects are held to. */
type Held = { readonly defaults: Limits; readonly prices?: PriceList | undefined };

/** The table with what belongs to a commit whoever makes it: it is counted, leaves something of what is deleted, and takes along what was given of that. */
export const wholeCommits = (table: CountingStore, clock: Clock, { defaults, prices }: Held, buried: readonly Buried[]): DocumentStore =>
  takesGrantsAlong(leavesTombstones(counting(table, clock, defaults, prices), buried, clock));
