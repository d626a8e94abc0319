import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A folder that looks like this project, with functions of the test's own. Deleted by `remove`. */
export type Scratch = { readonly dir: string; readonly home: string; readonly remove: () => void };

/** @param files by path inside the folder; they replace what is copied */
export function makeScratch(files: Readonly<Record<string, string>>): Scratch {
  const dir = mkdtempSync(path.join(realpathSync(tmpdir()), 'coppice-scratch-'));
  for (const part of ['infra', 'functions', 'serverless.yml', 'package.json']) {
    cpSync(path.join(ROOT, part), path.join(dir, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return { dir, home: path.join(dir, 'home'), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export type Service = {
  readonly url: string;
  readonly pid: number;
  /** What it printed so far, both streams. */
  readonly output: () => string;
  readonly get: (path: string) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the process is gone: with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

/** Starts the service and waits until it says that it is ready, or ends. */
export async function launch(
  dir: string,
  env: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath, 'infra/start.mjs'],
): Promise<Service> {
  const port = env.PORT ?? String(await freePort());
  const { PATH, HOME, TMPDIR = tmpdir() } = process.env;
  const [program = '', ...words] = command;
  const child = spawn(program, words, {
    cwd: dir,
    env: { PATH, HOME, TMPDIR, COPPICE_HOME: path.join(dir, 'home'), PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const ready = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Coppice is ready:')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  await Promise.race([ready, ended]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pid: pidOf(child),
    output: () => output,
    get: async (where) => (await fetch(`${url}${where}`)).text(),
    kill: (signal) => child.kill(signal),
    ended,
  };
}

const pidOf = (child: ChildProcess): number => {
  if (child.pid === undefined) throw new Error('the service was not started');
  return child.pid;
};

type Proc = { readonly pid: number; readonly parent: number; readonly command: string };

function processes(): readonly Proc[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        return [];
      }
    });
}

/** Everything alive that was started with this text in its command line. */
export const processesOf = (text: string): readonly Proc[] => processes().filter((proc) => proc.command.includes(text));

/** A process and all its descendants. */
export function familyOf(pid: number): readonly number[] {
  const all = processes();
  const grow = (pids: readonly number[]): readonly number[] => {
    const more = all.filter((proc) => pids.includes(proc.parent) && !pids.includes(proc.pid)).map((proc) => proc.pid);
    return more.length > 0 ? grow([...pids, ...more]) : pids;
  };
  return grow([pid]);
}

/** The addresses these processes listen on, as hexadecimal `address:port` of /proc/net/tcp. */
export function listeningOn(pids: readonly number[]): readonly string[] {
  const sockets = new Set(
    pids.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ''];
        } catch {
          return [];
        }
      }),
    ),
  );
  return ['tcp', 'tcp6'].flatMap((family) =>
    readFileSync(`/proc/net/${family}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A' && sockets.has(columns[9] ?? ''))
      .map((columns) => columns[1] ?? ''),
  );
}

/** Free at this moment, and below those that the kernel gives to whoever calls out: such a one may be taken by a call until the service listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
