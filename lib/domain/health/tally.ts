import { makeId } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/time.ts';

/** What became of a notification. All but `taken` came to nothing. */
export const RECEPTIONS = {
  taken: 'A node was marked, or what an alarm stands for was asked for, or the recovery that waits for a run was woken.',
  nothing: 'It was no bad news, or of a run that goes on.',
  well: 'It may have been over: the node was looked at, and is well.',
  suspected: 'The node was being worked on by an action, whose own doing it may be: it is looked at once it is free.',
  busy: 'The node was being deleted or put to rest, or worked on while no health policy listens; or health checks are suspended, or there are too many suspects.',
  refused: 'What an alarm stands for could not be done: the cluster is being worked on, or its policies say no.',
  late: 'It was of a run that is over; or it was more than five minutes old, or older than the last change of the node, or of a resource that the node no longer has.',
  foreign: 'It was about something of another account, installation or project.',
  unknown: 'No node or run answers to it, or it could not be read.',
  forged: 'It was not signed, or not with the secret that was given out.',
} as const;
export type Reception = keyof typeof RECEPTIONS;

/** How many notifications came to what, by source: of one project, or of those that nobody's project could be told of. */
export type Tally = {
  readonly id: string;
  readonly project: string;
  readonly since: Instant;
  readonly last: Instant;
  readonly counts: { readonly [source: string]: { readonly [reception in Reception]?: number } };
  readonly version: number;
};

/** Whose notifications are that are no project's. */
export const NOBODYS = '-';

/** Many count at once: each counts on one of several sheets, which are added up by who reads them. */
export const SHEETS = 8;

export const sheetId = (sheet: number): string => makeId(instant(0), sheet, { high: sheet + 1, low: sheet + 1 });

/** The sheet with one more on it. */
export function counted(sheet: Tally | undefined, project: string, id: string, source: string, reception: Reception, now: Instant): Tally {
  const before: Tally = sheet ?? { id, project, since: now, last: now, counts: {}, version: 0 };
  const row = before.counts[source] ?? {};
  return { ...before, last: now, counts: { ...before.counts, [source]: { ...row, [reception]: (row[reception] ?? 0) + 1 } } };
}

/** Several sheets as one. */
export function added(sheets: readonly Tally[]): Tally['counts'] {
  const sum: Record<string, { [reception in Reception]?: number }> = {};
  for (const { counts } of sheets) {
    for (const [source, row] of Object.entries(counts)) {
      const into = sum[source] ?? {};
      sum[source] = into;
      for (const reception of Object.keys(RECEPTIONS) as Reception[]) {
        const more = row[reception];
        if (more !== undefined) into[reception] = (into[reception] ?? 0) + more;
      }
    }
  }
  return sum;
}
