import { DATA, MANIFEST, Manifest, readName, segmentOf } from '../../domain/retention/batch.ts';
import { ArchiveRecord } from '../../domain/retention/record.ts';
import { RETAINED_KINDS } from '../../domain/retention/rule.ts';
import { isFound, mayHold, type Search } from '../../domain/retention/search.ts';
import type { ArchiveReader, Hit } from '../../ports/archive.ts';
import { sha256Digest } from '../sha256-digest.ts';
import { parse } from './object-archive.ts';
import type { Objects } from './objects.ts';
import { unpack } from './unpack.ts';

/** Looks through an archive of objects. What it opens it knows by name: nothing that is written in an archive leads anywhere. */
export const readArchive = (objects: Objects): ArchiveReader => ({
  async *find(search) {
    const names: string[] = [];
    for (const kind of new Set(search.kinds ?? RETAINED_KINDS)) {
      const prefix = search.project === undefined ? `${kind}/` : `${kind}/${segmentOf(search.project)}/`;
      for await (const name of objects.list(prefix)) {
        const batch = name.endsWith(MANIFEST) ? name.slice(0, -MANIFEST.length) : '';
        if (mayHold(search, batch)) names.push(batch);
      }
    }
    for (const name of names.toSorted((a, b) => (beginOf(a) < beginOf(b) ? -1 : 1)))
      yield { begin: beginOf(name), hits: await hitsIn(objects, search, name) };
  },
});

const beginOf = (name: string): string => readName(name)?.first ?? '';

async function hitsIn(objects: Objects, search: Search, name: string): Promise<readonly Hit[]> {
  const damaged = (reason: string): readonly Hit[] => [{ damaged: name, reason }];
  const manifest = Manifest.safeParse(parse(await objects.get(name + MANIFEST)));
  if (!manifest.success) return damaged('its manifest cannot be read');
  const bytes = await objects.get(name + DATA);
  if (!bytes) return damaged('there is a manifest and nothing beside it');
  let text: string;
  try {
    text = unpack(bytes);
  } catch {
    return damaged('it cannot be unpacked');
  }
  if (sha256Digest(text) !== manifest.data.sha256) return damaged('it is not what its manifest says');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line): readonly Hit[] => {
    const record = ArchiveRecord.safeParse(parse(Buffer.from(line)));
    if (!record.success) return damaged('a line of it is no record');
    return isFound(search, record.data) ? [{ record: record.data }] : [];
  });
}
