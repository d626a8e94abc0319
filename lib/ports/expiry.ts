import type { Documents, Kind, Sighting } from '../domain/documents.ts';
import type { Instant } from '../domain/kernel/time.ts';

/**
 * How documents are let go of for good. What has expired is there for nobody from that moment on, though the table may have it for days.
 *
 * Proved by test/conformance/document-store.ts against each store.
 */
export interface Expiry {
  /**
   * Has documents expire, as of `now`, each by itself: one that was written since it was seen, or is gone, is left alone.
   *
   * @returns how many expired
   */
  expire(kind: Kind, seen: readonly Sighting[], now: Instant): Promise<number>;

  /** What has expired and still lies there. */
  remains<K extends Kind>(kind: K, project: string, now: Instant): Promise<readonly Documents[K][]>;

  /** Removes what has expired, for tables that do not do so themselves. @returns how many */
  clear(kind: Kind, project: string, now: Instant): Promise<number>;
}
