import { shortId } from '../../domain/kernel/ids.ts';
import type { ArchiveRecord } from '../../domain/retention/record.ts';
import type { Output } from './search-options.ts';

/** Records as text that a terminal may be given: whatever somebody once named a cluster, nothing in it is obeyed. */
export function printRecords(records: readonly ArchiveRecord[], output: Output): string {
  switch (output) {
    case 'json':
      return `${asJson(records, 2)}\n`;
    case 'jsonl':
      return records.map((record) => `${asJson(record)}\n`).join('');
    case 'table':
      return table(records);
  }
}

/** What moves cursors, changes colours or directions, or ends lines where none should end: C0 and C1, and Unicode's own. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const escapeOf = (char: string): string =>
  [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

export const printable = (text: string): string => text.replace(OBEYED, escapeOf);

/** JSON's own escapes leave some of them as they are; its line breaks are ours. */
const asJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent)
    .split('\n')
    .map((line) => printable(line))
    .join('\n');

const WIDEST = 100;

function table(records: readonly ArchiveRecord[]): string {
  const rows = [['AT', 'KIND', 'ID', 'OBJECT', 'PROJECT', 'WHAT'], ...records.map(row)].map((cells) =>
    cells.map((cell) => cut(printable(cell))),
  );
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const row = (record: ArchiveRecord): string[] => {
  const { at, kind, id, object, project } = record;
  return [at, kind, shortId(id), object.name || shortId(object.id), project, whatOf(record)];
};

function whatOf({ document }: ArchiveRecord): string {
  const word = (field: string): string => (typeof document[field] === 'string' ? String(document[field]) : '');
  const what = [word('action') || word('name'), word('status')].filter(Boolean).join(' ');
  const why = word('statusReason') || word('reason') || word('cause');
  return [what, why].filter(Boolean).join(': ');
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);
