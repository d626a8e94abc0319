// Nodes of type local.process whose process ended by itself, noticed without anybody asking the driver.
//
// The driver keeps a room for each in the state folder (lib/drivers/process/README.md): which process it is, and whether an ending is wanted. Rooms
// are only read here. What this misses, polling finds.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './processes.mjs';

const PAUSE = 500;
/** Looking takes no more than one part in so many of a core, however many there are. */
const SHARE = 20;

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};
const namesIn = (directory) => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

/** What a physical id names: the pid, and the start that tells the process from all others that ever have that pid. */
function processIn(physicalId) {
  const [, pid, born] = /^(\d+)-([^.]+)/.exec(physicalId) ?? [];
  return { pid: Number(pid), born };
}
const lives = (physicalId) => {
  const { pid, born } = processIn(physicalId);
  return isRunning(pid, born);
};

const recordIn = (room) => readJson(path.join(room, 'record.json')) ?? {};

/** Somebody living is at work in the room: what happens to the process now is their doing, and they say so before they leave. */
const isClaimed = (room) => namesIn(room).some((name) => name.startsWith('claim.') && lives(name.slice('claim.'.length)));

function reasonIn(room, physicalId) {
  const { pid } = processIn(physicalId);
  const exit = readJson(path.join(room, 'exit.json'));
  if (exit?.physicalId !== physicalId) return `process ${pid} has ended`;
  return exit.signal ? `process ${pid} was ended by ${exit.signal}` : `process ${pid} exited with code ${exit.code ?? 'unknown'}`;
}

/**
 * One look after the other at the processes of an installation. Each that ended by itself is told of once; one that ended while nobody looked, at the
 * first look.
 *
 * @param home the state folder @returns a function that looks, and answers with the news as the bus takes it
 */
export function processDeaths(home) {
  const base = path.join(home, 'processes');
  /** Room by room the process that lived at the last look, so that a room is only read when its process does not live. */
  let living = new Map();
  let told = new Set();

  function examine(room) {
    const { physicalId } = recordIn(room);
    if (!physicalId) return {};
    if (lives(physicalId)) return { living: physicalId };
    if (isClaimed(room)) return {};
    // Read again: whoever ended it had written that down before they let go of the room.
    const { physicalId: named, stopped, ending, nodeId: node_id, project: project_id } = recordIn(room);
    if (named !== physicalId) return {};
    if (stopped || ending || told.has(physicalId)) return { over: physicalId };
    const at = new Date().toISOString();
    return {
      over: physicalId,
      news: { node_id, project_id, physical_id: physicalId, reason: reasonIn(room, physicalId), gone: false, at },
    };
  }

  return () => {
    const [still, over, news] = [new Map(), new Set(), []];
    for (const name of namesIn(base)) {
      if (name.startsWith('.')) continue;
      const known = living.get(name);
      const seen = known && lives(known) ? { living: known } : examine(path.join(base, name));
      if (seen.living) still.set(name, seen.living);
      if (seen.over) over.add(seen.over);
      if (seen.news) news.push(seen.news);
    }
    living = still;
    // Of rooms that somebody is at work in nothing is known now, and what was told of them is not told again.
    told = new Set([...over, ...[...told].filter((id) => !over.has(id)).slice(-1_000)]);
    return news;
  };
}

/** Looks again and again. @param onDeath gets each piece of news @returns how to stop */
export function followProcesses({ home, onDeath, warn }) {
  const look = processDeaths(home);
  let timer;
  const turn = () => {
    const before = performance.now();
    try {
      for (const one of look()) onDeath(one);
    } catch (error) {
      warn(error);
    }
    timer = setTimeout(turn, Math.max(PAUSE, (performance.now() - before) * SHARE));
  };
  turn();
  return () => clearTimeout(timer);
}
