import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from './faults.ts';

/** What the driver keeps of a resource on disk, where whoever comes next finds it. */
const Record = z.looseObject({
  version: z.literal(1),
  installation: z.string(),
  token: z.string(),
  project: z.string(),
  nodeId: z.string(),
  /** Proof that we wrote it. Absent in records of older versions. */
  signature: z.string().optional(),
  /** Null while somebody may have started a process and not yet said which: then only the process table knows. */
  physicalId: z.string().nullable(),
  /** Ended because an operation said so. */
  stopped: z.boolean(),
  /** An ending that is under way: for whom, since when, and which groups have been asked. */
  ending: z.object({ purpose: z.string(), since: z.number(), asked: z.array(z.number()) }).nullable(),
  /** The last operation or update that was done, so that it is not done twice. */
  done: z.object({ token: z.string(), physicalId: z.string() }).nullable(),
});
export type Record = z.infer<typeof Record>;

const Exit = z.object({ physicalId: z.string(), code: z.number().nullable(), signal: z.string().nullable() });
export type Exit = z.infer<typeof Exit>;

export type Rooms = ReturnType<typeof roomsIn>;

/**
 * A directory per token: the record, the claims, the logs and the directory that the process works in. It comes into being
 * whole and goes away whole, by one rename each: what has no record was not made by us.
 */
export function roomsIn(home: string) {
  const base = join(home, 'processes');
  const pathOf = (token: string): string => join(base, nameOf(token));

  /** The record; undefined when there is no such room; 'foreign' when what is there is none of ours. */
  async function recordIn(path: string): Promise<Record | 'foreign' | undefined> {
    try {
      return parse(await readFile(join(path, 'record.json'), 'utf8'));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
      // No room, or something else under its name; when not even that can be told, the place for rooms is unusable.
      const found = await lstat(path).catch((reason) => (codeOf(reason) === 'ENOENT' ? undefined : Promise.reject(reason)));
      return found && 'foreign';
    }
  }

  return {
    pathOf,
    workOf: (token: string): string => join(pathOf(token), 'work'),
    logsOf: (token: string) => ({ stdout: join(pathOf(token), 'stdout.log'), stderr: join(pathOf(token), 'stderr.log') }),
    open: (token: string) => recordIn(pathOf(token)),

    /** Makes the room, with its record and its maker's claim in it; false when somebody else already has. */
    async create(record: Record, claim: string): Promise<boolean> {
      const draft = join(base, `.new-${process.pid}-${randomUUID()}`);
      await mkdir(join(draft, 'work'), { recursive: true, mode: 0o700 });
      await writeFile(join(draft, 'record.json'), JSON.stringify(record), { mode: 0o600 });
      await writeFile(join(draft, claim), '', { mode: 0o600 });
      try {
        await rename(draft, pathOf(record.token));
        return true;
      } catch (error) {
        await rm(draft, { recursive: true, force: true });
        if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(codeOf(error))) return false;
        throw error;
      }
    },

    release: (token: string, claim: string): Promise<void> => rm(join(pathOf(token), claim), { force: true }),

    /** Replaces the record: a reader sees the old one or the new one. */
    async write(record: Record): Promise<void> {
      const draft = join(pathOf(record.token), `record.${randomUUID()}`);
      await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
      await rename(draft, join(pathOf(record.token), 'record.json'));
    },

    /** How the last process ended, when it did so before our eyes. A room that was closed meanwhile needs no such memory. */
    async noteExit(token: string, exit: Exit): Promise<void> {
      await writeFile(join(pathOf(token), 'exit.json'), JSON.stringify(exit), { mode: 0o600 }).catch(() => undefined);
    },

    async exit(token: string): Promise<Exit | undefined> {
      const text = await readFile(join(pathOf(token), 'exit.json'), 'utf8').catch(() => '');
      // Not written in one piece, since nothing depends on it: half of it is as good as none.
      return Exit.safeParse(text.endsWith('}') ? JSON.parse(text) : undefined).data;
    },

    /** Leaves nothing. The name is free at once, and whoever looks sees a whole room or none. */
    async close(token: string): Promise<void> {
      const grave = join(base, `.gone-${randomUUID()}`);
      await rename(pathOf(token), grave).catch((error) => {
        if (codeOf(error) !== 'ENOENT') throw error;
      });
      await rm(grave, { recursive: true, force: true }).catch(() => undefined);
    },

    /** Every record of this installation. */
    async all(installation: string): Promise<readonly Record[]> {
      const names = await readdir(base).catch(() => []);
      const records = await Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => recordIn(join(base, name))));
      return records.filter((record): record is Record => typeof record === 'object' && record.installation === installation);
    },

    /** Clears away what killed workers left half made or half removed. */
    async sweep(): Promise<void> {
      for (const name of await readdir(base).catch(() => [])) {
        if (isLeftover(name)) await rm(join(base, name), { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

/** Records are written whole, so one that cannot be read is not a record. */
function parse(text: string): Record | 'foreign' {
  try {
    return Record.safeParse(JSON.parse(text)).data ?? 'foreign';
  } catch {
    return 'foreign';
  }
}

/** A room that is being made belongs to its maker as long as that lives. */
function isLeftover(name: string): boolean {
  const maker = /^\.new-(\d+)-/.exec(name)?.[1];
  if (maker === undefined) return name.startsWith('.gone-');
  try {
    process.kill(Number(maker), 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

/** Tokens that would not do as the name of a directory are known by their digest. */
const nameOf = (token: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(token) ? token : `token-${createHash('sha256').update(token).digest('hex')}`;
