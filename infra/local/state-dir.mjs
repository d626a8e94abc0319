// The state folder: one service at a time, readable by its owner only.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bornAt, isAlive } from './processes.mjs';
import { Refusal } from './refusal.mjs';

/** A service that is being stopped as this one starts gets this long to leave. */
const PATIENCE = 3000;

const me = () => JSON.stringify({ pid: process.pid, born: bornAt(process.pid) });

function holder(file) {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, 'utf8'));
    return isAlive(pid) && bornAt(pid) === born ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock if nobody living holds it. The rename decides between two that find the same stale lock at once: one gets ENOENT. */
function take(file) {
  try {
    writeFileSync(file, me(), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (holder(file)) return false;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
  // Between the look and the rename somebody may have taken it: then it was not stale, and is put back.
  if (holder(aside)) renameSync(aside, file);
  else rmSync(aside, { force: true });
  return false;
}

/**
 * Makes the folder if need be and claims it for this process.
 *
 * @returns its absolute path and how to let go of it
 * @throws {Refusal} when another service is using it, or it cannot be written
 */
export async function claimStateDir(setting) {
  const home = path.resolve(setting);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refusal(`The state folder ${home} cannot be made (${error.code}). Set COPPICE_HOME to another one.`);
  }
  const file = path.join(home, 'lock');
  for (const end = Date.now() + PATIENCE; ; await sleep(20)) {
    try {
      if (take(file)) break;
    } catch (error) {
      throw new Refusal(`The state folder ${home} cannot be written (${error.code}). Set COPPICE_HOME to another one.`);
    }
    const pid = holder(file);
    if (pid && Date.now() > end) {
      throw new Refusal(`Another service (process ${pid}) is using ${home}. Stop it, or set COPPICE_HOME and PORT to others.`);
    }
  }
  let held = true;
  // Once: the next service may be waiting for it, and what is there a moment later is its lock and not ours.
  const release = () => {
    if (held) rmSync(file, { force: true });
    held = false;
  };
  return { home, release };
}
