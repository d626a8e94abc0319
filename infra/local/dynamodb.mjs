// The embedded DynamoDB: a child process that keeps its data in one SQLite file, and does not outlive the service.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, HOST } from './ports.mjs';
import { commandOf, gone, readPid } from './processes.mjs';
import { Refusal } from './refusal.mjs';

const ATTEMPTS = 5;

function findBinary(platform) {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
  } catch {
    throw new Refusal(
      `There is no embedded DynamoDB for ${platform}. Set AWS_ENDPOINT_URL_DYNAMODB to one that runs elsewhere, such as http://127.0.0.1:8000.`,
    );
  }
}

/** Where the kernel can be told to end a child with its parent, it is: then not even `kill -9` of the service leaves one behind. */
function endingWithUs(binary, args) {
  for (const setpriv of ['/usr/bin/setpriv', '/bin/setpriv']) {
    try {
      accessSync(setpriv, constants.X_OK);
      return [setpriv, ['--pdeathsig', 'KILL', '--', binary, ...args]];
    } catch {}
  }
  return [binary, args];
}

/** Ends the database a killed service left behind. We hold the folder's lock, so whatever has our file open is nobody's any more. */
async function endLeftover(pidFile, mark) {
  const pid = readPid(pidFile);
  if (!pid || !commandOf(pid).includes(mark)) return;
  process.kill(pid, 'SIGKILL');
  await gone(pid, 2000);
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, HOST, () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function tryPort(binary, args, port) {
  const [command, words] = endingWithUs(binary, [...args, '--port', String(port)]);
  // In a group of its own: Ctrl-C is for the service, which still needs its database to finish what is in flight.
  const child = spawn(command, words, { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit').then(() => 'ended');
  while (child.exitCode === null && child.signalCode === null) {
    if ((await Promise.race([answers(port), ended])) === true) return child;
    await Promise.race([sleep(5), ended]);
  }
  return undefined;
}

/**
 * Starts it, or uses the one that AWS_ENDPOINT_URL_DYNAMODB names.
 *
 * @param {{ home: string, memory: boolean, onDeath: () => void, platform?: string }} options
 * @returns {Promise<{ endpoint: string, stop: (grace?: number) => Promise<void>, kill: () => void }>}
 */
export async function startDynamo({ home, memory, onDeath, platform = `${process.platform}-${process.arch}` }) {
  const elsewhere = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (elsewhere) return { endpoint: elsewhere, stop: async () => {}, kill: () => {} };

  const binary = findBinary(platform);
  const pidFile = path.join(home, 'dynamodb.pid');
  const database = path.join(home, 'dynamodb.sqlite');
  await endLeftover(pidFile, memory ? binary : database);

  // Made here, so that nobody else may read it: SQLite gives its other files the same permissions.
  if (!memory) {
    try {
      closeSync(openSync(database, 'a', 0o600));
    } catch (error) {
      throw new Refusal(`The table's file ${database} cannot be written (${error.code}).`);
    }
  }
  const args = ['serve', '--host', HOST, ...(memory ? [] : ['--db-path', database])];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await freePort();
    const child = await tryPort(binary, args, port);
    if (!child) continue;
    writeFileSync(pidFile, `${child.pid}\n`, { mode: 0o600 });
    child.once('exit', onDeath);
    const kill = (signal = 'SIGKILL') => {
      child.off('exit', onDeath);
      child.kill(signal);
      rmSync(pidFile, { force: true });
    };
    const stop = async (grace = 500) => {
      kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null && !(await Promise.race([once(child, 'exit'), sleep(grace)]))) kill();
    };
    return { endpoint: `http://${HOST}:${port}`, stop, kill };
  }
  throw new Refusal(`The embedded DynamoDB does not start. Look at ${database}: it may be damaged, or its disk full.`);
}
