import type { ArchiveRecord } from '../../domain/retention/record.ts';
import { identityOf, type Search } from '../../domain/retention/search.ts';
import type { ArchiveReader } from '../../ports/archive.ts';

export type Damage = { readonly name: string; readonly reason: string };
export type SearchedArchive = {
  /** Oldest first. */
  readonly records: readonly ArchiveRecord[];
  /** There are more than were asked for. */
  readonly more: boolean;
  /** What of the archive could not be read: what is missing may have been in it. */
  readonly damaged: readonly Damage[];
};

/**
 * The oldest records that meet a search, each once: an archive has twice what it got twice, when somebody was killed before they could let go of it. Of two that differ the
 * one that was archived later is told, being what the document came to.
 */
export async function searchArchive(reader: ArchiveReader, search: Search, limit: number): Promise<SearchedArchive> {
  const found = new Map<string, ArchiveRecord>();
  const damaged: Damage[] = [];
  let records: readonly ArchiveRecord[] = [];
  for await (const { begin, hits } of reader.find(search)) {
    // Whatever comes now is younger than all that is asked for.
    const next = records[limit];
    if (next && next.at < begin) break;
    for (const hit of hits) {
      if ('damaged' in hit) damaged.push({ name: hit.damaged, reason: hit.reason });
      else found.set(identityOf(hit.record), newer(found.get(identityOf(hit.record)), hit.record));
    }
    if (hits.length > 0) records = [...found.values()].sort(oldestFirst);
  }
  return { records: records.slice(0, limit), more: records.length > limit, damaged };
}

const oldestFirst = (a: ArchiveRecord, b: ArchiveRecord): number => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1);

const newer = (a: ArchiveRecord | undefined, b: ArchiveRecord): ArchiveRecord => (a && changedAt(a) > changedAt(b) ? a : b);

const changedAt = ({ document }: ArchiveRecord): number => Number(document.updatedAt ?? 0);
