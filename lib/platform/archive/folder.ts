import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.ts';
import { ensureName, type Objects } from './objects.ts';

/** What is being written lies here, under names nobody looks for. */
const INCOMING = '.incoming';
/** Milliseconds: what is older was left by somebody who was killed. */
const ABANDONED = 3_600_000;

/** A folder, readable by its owner only. What is in it by way of a link is not looked at: it may lead anywhere. */
export function folderObjects(root: string): Objects {
  const base = path.resolve(root);
  return {
    place: base,

    async put(name, bytes) {
      const target = path.join(base, ensureName(name));
      const made = await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const incoming = path.join(base, INCOMING);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      await dropAbandoned(incoming);
      const beside = path.join(incoming, randomUUID());
      try {
        await writeThrough(beside, bytes);
        // A link is made or not, and never over another, whoever comes second; a rename would be.
        await link(beside, target);
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return 'there';
        throw error;
      } finally {
        await rm(beside, { force: true });
      }
      await syncUpTo(path.dirname(target), made === undefined ? path.dirname(target) : path.dirname(made));
      return 'new';
    },

    async get(name) {
      try {
        const file = await open(path.join(base, ensureName(name)), constants.O_RDONLY | constants.O_NOFOLLOW);
        try {
          return await file.readFile();
        } finally {
          await file.close();
        }
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    },

    list: (prefix) => namesIn(base, prefix),
  };
}

async function* namesIn(base: string, prefix: string, folder = ''): AsyncGenerator<string> {
  const entries = await readdir(path.join(base, folder), { withFileTypes: true }).catch((error) => {
    if (errorCode(error) === 'ENOENT' && folder !== '') return [];
    throw error;
  });
  for (const entry of entries) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile() && name.startsWith(prefix)) yield name;
    const leadsThere = `${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`);
    if (entry.isDirectory() && leadsThere) yield* namesIn(base, prefix, name);
  }
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is for good once its folder is, and the folders that were made for it. */
async function syncUpTo(folder: string, last: string): Promise<void> {
  for (let at = folder; ; at = path.dirname(at)) {
    const handle = await open(at, 'r');
    await handle.sync().finally(() => handle.close());
    if (at === last || at === path.dirname(at)) return;
  }
}

async function dropAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED) await rm(file, { force: true });
  }
}
