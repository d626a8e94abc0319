import path from 'node:path';
import { parseArgs } from 'node:util';
import { searchArchive } from '../app/retention/search-archive.ts';
import { readLocation } from '../domain/retention/location.ts';
import { readArchive } from '../platform/archive/read-archive.ts';
import { printable, printRecords } from '../wire/command-line/print-records.ts';
import { readOptions } from '../wire/command-line/search-options.ts';
import { objectsAt } from './archive.ts';

/** What a command is given, and where it speaks. */
export type Terminal = {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
};

const USAGE = `usage: coppice archive search [options]
       coppice sim [options]              the simulator: coppice sim --help

Looks through what was archived, oldest first.

  --from PLACE      a folder, or s3://bucket/prefix. Without it: COPPICE_ARCHIVE, or the archive of the local service
  --kind KIND       event, action, letter, execution, cluster or node; may be given more than once
  --project ID      of that project
  --since TIME      from then on: 2026-11-30, 2026-11-30T08:00:00Z, or how long ago, as 90s, 15m, 12h or 7d
  --until TIME      before then
  --id ID           a document's id, or how it begins
  --object NAME     the name, id or short id of what it is about, or the id of its cluster
  --text WORDS      that stand somewhere in the document
  --limit N         at most so many (100)
  --output FORMAT   table, json or jsonl (table)
`;

/** @returns the exit code: 1 when something could not be read, 2 when it was not understood */
export async function commandLine(terminal: Terminal): Promise<number> {
  const [group, command, ...rest] = terminal.words;
  if (group === 'archive' && command === 'search') return search(terminal, rest);
  const isHelp = ['help', '--help', '-h'].includes(group ?? '');
  (isHelp ? terminal.print : terminal.complain)(USAGE);
  return isHelp ? 0 : 2;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  from: text,
  kind: { type: 'string', multiple: true },
  project: text,
  since: text,
  until: text,
  id: text,
  object: text,
  text,
  limit: text,
  output: text,
  help: { type: 'boolean', short: 'h' },
} as const;

async function search(terminal: Terminal, words: readonly string[]): Promise<number> {
  const wrong = (what: string): number => {
    terminal.complain(`coppice: ${printable(what)}\n`);
    return 2;
  };
  const typed = parsed(words);
  if (typeof typed === 'string') return wrong(typed);
  if (typed.help) {
    terminal.print(USAGE);
    return 0;
  }
  const asked = readOptions(typed, terminal.now());
  if (typeof asked === 'string') return wrong(asked);
  const { env } = terminal;
  const from = typed.from ?? (env.COPPICE_ARCHIVE || path.join(env.COPPICE_HOME || '.coppice', 'archive'));
  const location = readLocation(from);
  if (typeof location === 'string') return wrong(`--from '${from}' ${location}`);
  if (location.type === 'module') return wrong(`--from '${from}' is a module: what it keeps only it can find`);
  try {
    const reader = readArchive(await objectsAt(location));
    const { records, more, damaged } = await searchArchive(reader, asked.search, asked.limit);
    terminal.print(printRecords(records, asked.output));
    if (more) terminal.complain(`There are more than ${asked.limit}: ask for more with --limit, or go on with --since.\n`);
    for (const { name, reason } of damaged) terminal.complain(`coppice: ${printable(name)} is damaged: ${reason}\n`);
    return damaged.length > 0 ? 1 : 0;
  } catch (error) {
    terminal.complain(
      `coppice: ${printable(from)} cannot be looked through: ${printable(error instanceof Error ? error.message : String(error))}\n`,
    );
    return 1;
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
