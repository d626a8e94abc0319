import { readName, segmentOf } from './batch.ts';
import type { ArchiveRecord } from './record.ts';
import type { RetainedKind } from './rule.ts';

/** What is looked for in an archive: what meets all of it. */
export type Search = {
  readonly kinds?: readonly RetainedKind[] | undefined;
  readonly project?: string | undefined;
  /** From then on. ISO 8601, UTC, to the millisecond, so that it compares as text. */
  readonly since?: string | undefined;
  /** Before then. */
  readonly until?: string | undefined;
  /** A full id, or how it begins. */
  readonly id?: string | undefined;
  /** The id, the first eight digits of it or the name of what it is about, or of its cluster. */
  readonly object?: string | undefined;
  /** Somewhere in the document, in any case. */
  readonly text?: string | undefined;
};

/** Whether a batch of that name may hold any of it. */
export function mayHold(search: Search, name: string): boolean {
  const of = readName(name);
  if (!of) return false;
  const { kinds, project, since, until } = search;
  return (
    (kinds === undefined || kinds.some((kind) => kind === of.kind)) &&
    (project === undefined || segmentOf(project) === of.project) &&
    (since === undefined || of.last >= since) &&
    (until === undefined || of.first < until)
  );
}

export function isFound(search: Search, record: ArchiveRecord): boolean {
  const { kinds, project, since, until, id, object, text } = search;
  return (
    (kinds === undefined || kinds.includes(record.kind)) &&
    (project === undefined || project === record.project) &&
    (since === undefined || record.at >= since) &&
    (until === undefined || record.at < until) &&
    (id === undefined || record.id.startsWith(id)) &&
    (object === undefined || isAbout(record, object)) &&
    (text === undefined || JSON.stringify(record.document).toLowerCase().includes(text.toLowerCase()))
  );
}

const isAbout = ({ object, cluster }: ArchiveRecord, text: string): boolean =>
  [object.name, object.id, object.id.slice(0, 8), cluster, cluster?.slice(0, 8)].some((one) => one === text);

/** What tells one document from another. After a crash an archive may have one twice. */
export const identityOf = ({ kind, project, id }: ArchiveRecord): string => JSON.stringify([kind, project, id]);
