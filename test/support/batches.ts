import type { Batch } from '../../lib/domain/retention/batch.ts';
import { makeBatch } from '../../lib/domain/retention/batch.ts';
import type { ArchiveRecord } from '../../lib/domain/retention/record.ts';
import type { Search } from '../../lib/domain/retention/search.ts';
import { sha256Digest } from '../../lib/platform/sha256-digest.ts';
import type { ArchiveReader } from '../../lib/ports/archive.ts';

/** A record with a name a test can repeat. @param second of the day on which all of them happened */
export const aRecord = (name: string, second = 0, more: Partial<ArchiveRecord> = {}): ArchiveRecord => ({
  kind: 'event',
  project: 'demo',
  id: name,
  at: new Date(1_700_000_000_000 + second * 1_000).toISOString(),
  object: { id: '11111111-0000-8000-8000-000000000000', name: 'web' },
  cluster: '22222222-0000-8000-8000-000000000000',
  document: { id: name, statusReason: `what happened to ${name}` },
  ...more,
});

export const batchOf = (...records: readonly ArchiveRecord[]): Batch =>
  makeBatch(records[0]?.kind ?? 'event', records[0]?.project ?? 'demo', 'old', records, sha256Digest);

/** Ids of what is found, in the order in which it is, and of damage what it is. */
export async function found(reader: ArchiveReader, search: Search = {}): Promise<readonly string[]> {
  const hits: string[] = [];
  for await (const { hits: some } of reader.find(search))
    hits.push(...some.map((hit) => ('record' in hit ? hit.record.id : `damaged: ${hit.reason}`)));
  return hits;
}
