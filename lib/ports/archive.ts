import type { Fault } from '../domain/kernel/fault.ts';
import type { Batch } from '../domain/retention/batch.ts';
import type { ArchiveRecord } from '../domain/retention/record.ts';
import type { Search } from '../domain/retention/search.ts';

/** `there`: somebody brought it before. */
export type Kept = { readonly kind: 'kept'; readonly was: 'new' | 'there' } | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Where documents go before they are let go of.
 *
 * Proved by test/conformance/archive.ts against each kind of place.
 */
export interface Archive {
  /** What people call it. Holds no secret. */
  readonly place: string;
  /**
   * Keeps a batch for good, whole. Answers `kept` only once it can be read again and is what was given; asked again for the same, it is there once.
   */
  keep(batch: Batch): Promise<Kept>;
}

/** What was found, or where something is that cannot be read. */
export type Hit = { readonly record: ArchiveRecord } | { readonly damaged: string; readonly reason: string };

/** What one batch has of it. Nothing in it is older than `begin`, nor in any that comes after. */
export type Hits = { readonly begin: string; readonly hits: readonly Hit[] };

/** An archive that can be looked through. */
export interface ArchiveReader {
  /** Batch by batch, from the one that begins first. A document may come twice. */
  find(search: Search): AsyncIterable<Hits>;
}
