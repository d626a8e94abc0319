import { z } from 'zod';
import type { Sighting } from '../documents.ts';
import type { Candidate } from './candidate.ts';
import type { ArchiveRecord } from './record.ts';
import { RETAINED_KINDS, type RetainedKind } from './rule.ts';

/** Documents in one object of an archive, at most: a tree of actions larger than this takes several. */
export const LARGEST_BATCH = 1_000;

/** What is archived together: of one project and kind, of one day. */
export type Batch = {
  /** Where it lies, without endings. The same documents have the same name, whenever and by whomever they are archived. */
  readonly name: string;
  readonly kind: RetainedKind;
  readonly project: string;
  readonly rule: string;
  readonly count: number;
  readonly first: Bound;
  readonly last: Bound;
  /** Of the text. */
  readonly sha256: string;
  /** JSON, one record a line. */
  readonly text: string;
};
type Bound = { readonly at: string; readonly id: string };

export const ARCHIVE_FORMAT = 'coppice-archive-1';

const BoundText = z.object({ at: z.iso.datetime(), id: z.string() });

/** What lies beside a batch once it is complete: without it, there is none. */
export const Manifest = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  kind: z.enum(RETAINED_KINDS),
  project: z.string(),
  rule: z.string(),
  count: z.int().positive(),
  first: BoundText,
  last: BoundText,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
});
export type Manifest = Readonly<z.infer<typeof Manifest>>;

export const manifestOf = ({ name: _, text, ...batch }: Batch): Manifest => ({
  format: ARCHIVE_FORMAT,
  ...batch,
  bytes: new TextEncoder().encode(text).length,
});

/** Whether both tell of the same text, whichever rule had it archived. */
export const isSameBatch = (a: Manifest, b: Manifest): boolean =>
  a.sha256 === b.sha256 && a.count === b.count && a.kind === b.kind && a.project === b.project;

export const DATA = '.jsonl.gz';
export const MANIFEST = '.manifest.json';

/**
 * Who goes together, in the order in which they go: whoever goes along before whom they go along with, no more than fit, and none of different days.
 *
 * From the oldest on, so that whoever begins again after a crash comes to the same.
 */
export function batchesOf(chosen: readonly Candidate[]): readonly (readonly Sighting[])[] {
  const batches: Sighting[][] = [];
  let day = '';
  for (const { along, at, ...candidate } of chosen) {
    const its = dayOf(at);
    for (const one of [...along, candidate]) {
      const open = batches.at(-1);
      if (open && its === day && open.length < LARGEST_BATCH) open.push(one);
      else batches.push([one]);
      day = its;
    }
  }
  return batches;
}

/** @param digest SHA-256, in hexadecimal */
export function makeBatch(
  kind: RetainedKind,
  project: string,
  rule: string,
  records: readonly ArchiveRecord[],
  digest: (text: string) => string,
): Batch {
  const ordered = records.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const text = ordered.map((record) => `${JSON.stringify(record)}\n`).join('');
  const [first, last] = [boundOf(ordered[0]), boundOf(ordered.at(-1))];
  const sha256 = digest(text);
  const name = `${kind}/${segmentOf(project)}/${first.at.slice(0, 10)}/${compact(first.at)}-${compact(last.at)}-${sha256.slice(0, 16)}`;
  return { name, kind, project, rule, count: ordered.length, first, last, sha256, text };
}

const boundOf = (record: ArchiveRecord | undefined): Bound => {
  if (!record) throw new Error('a batch of nothing');
  return { at: record.at, id: record.id };
};

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const compact = (iso: string): string => iso.replace(/[-:.]/g, '');

/** A project's id as one segment of a name, whatever it is: no slash, and neither `.` nor `..`. */
export const segmentOf = (project: string): string =>
  [...new TextEncoder().encode(project)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

const NAME = /^(?<kind>[a-z]+)\/(?<project>[A-Za-z0-9_%-]+)\/\d{4}-\d{2}-\d{2}\/(?<first>\d{8}T\d{9}Z)-(?<last>\d{8}T\d{9}Z)-[0-9a-f]{16}$/;

/** What a batch's name says of it. Undefined: no name of ours. */
export function readName(
  name: string,
): { readonly kind: string; readonly project: string; readonly first: string; readonly last: string } | undefined {
  const groups = NAME.exec(name)?.groups;
  if (!groups) return undefined;
  const { kind = '', project = '', first = '', last = '' } = groups;
  return { kind, project, first: spread(first), last: spread(last) };
}

const spread = (text: string): string => text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3:$4:$5.$6Z');
