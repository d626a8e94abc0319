import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Process, ProcessTable } from './client.ts';
import { marksIn } from './marks.ts';
import { oneAtATime } from './one-at-a-time.ts';

const run = promisify(execFile);
/** The words of days and months, and nothing of the user's own about how times are written. */
const env = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * The processes of any Unix, as `ps` tells them: for platforms without /proc. A weaker guarantee: a start is known only to the
 * second, so a pid that comes round within one is taken for the same process; and a variable whose value has blanks is cut.
 */
export function psTable(): ProcessTable {
  const ps = (...args: readonly string[]): string => {
    try {
      return execFileSync('ps', args, { env, encoding: 'utf8', maxBuffer: MOST_OUTPUT, stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      return '';
    }
  };
  const read = (pid: number): Process | undefined => parse(ps('-p', String(pid), '-o', FIELDS));

  const look = oneAtATime(async () => {
    const { stdout } = await run('ps', ['axeww', '-o', 'pid=,command='], { env, maxBuffer: MOST_OUTPUT });
    return stdout.split('\n').flatMap((line) => {
      const marks = line.includes('COPPICE_TOKEN=') ? marksIn(line.split(' ')) : undefined;
      const process = marks && read(Number.parseInt(line, 10));
      return process && process.state !== 'Z' ? [{ ...process, marks }] : [];
    });
  });

  return {
    read,
    marks: (pid) => marksIn(ps('eww', '-o', 'command=', '-p', String(pid)).trim().split(' ')),
    marked: async (installation) => (await look()).filter(({ marks }) => marks.installation === installation),
    describe(pid) {
      const [rss, ...command] = ps('-ww', '-p', String(pid), '-o', 'rss=,args=').trim().split(/\s+/);
      const birth = read(pid)?.birth;
      if (rss === undefined || birth === undefined) return undefined;
      return { command, cwd: null, startedAt: Number(birth) * 1000, memory: Number(rss) * 1024, cpu: null };
    },
  };
}

const FIELDS = 'pid=,ppid=,pgid=,uid=,stat=,lstart=';

function parse(line: string): Process | undefined {
  const [pid, parent, group, uid, stat, ...start] = line.trim().split(/\s+/);
  const startedAt = Date.parse(`${start.join(' ')} UTC`);
  if (stat === undefined || Number.isNaN(startedAt)) return undefined;
  const birth = String(startedAt / 1000);
  return { pid: Number(pid), parent: Number(parent), group: Number(group), uid: Number(uid), state: stat.charAt(0), birth };
}
