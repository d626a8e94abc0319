import { randomUUID } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findAlive, type ProcessTable, physicalIdOf } from './client.ts';
import { codeOf } from './faults.ts';

const PATIENCE_MS = 1_500;

/** The way to give a claim back, or why there is none. */
export type Claim =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  | { readonly kind: 'busy' }
  | { readonly kind: 'gone' };

/**
 * Makes the caller the only one at work in a room, among all workers of all processes.
 *
 * Everybody writes a file of their own name first and looks for others after: of two who overlap, the later one sees the
 * earlier, whatever the timing, and gives way. A claim is worth as much as the process that made it is alive, so one that was
 * killed holds up nobody, and nobody ever has to take a claim from somebody else. 'gone': the room was closed in between.
 */
export async function claim(table: ProcessTable, room: string): Promise<Claim> {
  const own = claimName(table);
  const path = join(room, own);
  const release = () => rm(path, { force: true });
  const deadline = performance.now() + PATIENCE_MS;
  try {
    do {
      if ((await others(table, room, own)).length === 0) {
        await (await open(path, 'wx', 0o600)).close();
        const names = await readdir(room);
        if (names.includes(own) && alive(table, names, own).length === 0) return { kind: 'held', release };
        await release();
      }
      await setTimeout(1 + Math.random() * 12);
    } while (performance.now() < deadline);
    return { kind: 'busy' };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'gone' };
    throw error;
  }
}

/** A name for a claim that nobody else ever uses: `claim.<pid>-<birth>.<uuid>`. */
export function claimName(table: ProcessTable): string {
  const self = table.read(process.pid);
  if (!self) throw new Error(`the process table does not know process ${process.pid}, which asks it`);
  return `claim.${physicalIdOf(self)}.${randomUUID()}`;
}

/** The claims of others who are alive. Those of the dead are cleared away: their names are never used again. */
async function others(table: ProcessTable, room: string, own: string): Promise<readonly string[]> {
  const names = await readdir(room);
  const living = alive(table, names, own);
  for (const name of names) if (isClaim(name) && !living.includes(name)) await rm(join(room, name), { force: true });
  return living;
}

const isClaim = (name: string): boolean => name.startsWith('claim.');

const alive = (table: ProcessTable, names: readonly string[], own: string): readonly string[] =>
  names.filter((name) => isClaim(name) && name !== own && findAlive(table, holderOf(name)) !== undefined);

/** All but the first and the last part: a birth may have a dot in it. */
const holderOf = (name: string): string => name.split('.').slice(1, -1).join('.');
