import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Process, ProcessTable } from './client.ts';
import { type Marks, marksIn } from './marks.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** The kernel tells times in this unit to every program, whatever it counts in itself. */
const TICKS_PER_SECOND = 100;
/** How many processes are looked at before others may run: about a millisecond's work. */
const STRIDE = 50;

/** The processes of Linux. Pid, start in ticks since boot, and the boot itself name a process for all time. */
export function procTable(root = '/proc'): ProcessTable {
  const boot = (read(`${root}/sys/kernel/random/boot_id`) ?? '').slice(0, 8);
  const bootedAt = Number(/^btime (\d+)$/m.exec(read(`${root}/stat`) ?? '')?.[1] ?? Number.NaN);

  function readOne(pid: number): Process | undefined {
    const stat = fieldsOf(read(`${root}/${pid}/stat`));
    const uid = tryTo(() => statSync(`${root}/${pid}`).uid);
    if (!stat || uid === undefined) return undefined;
    const [state, parent, group] = [stat[0] ?? '', Number(stat[1]), Number(stat[2])];
    return { pid, uid, state, parent, group, birth: `${stat[19]}.${boot}` };
  }

  const marksOf = (pid: number): Marks | undefined => {
    const text = read(`${root}/${pid}/environ`);
    // Most processes are nobody's nodes: a look at the text spares splitting it.
    return text?.includes('COPPICE_TOKEN=') ? marksIn(text.split('\0')) : undefined;
  };

  const look = oneAtATime(async () => {
    const found: (Process & { readonly marks: Marks })[] = [];
    const pids = readdirSync(root).filter((name) => /^\d+$/.test(name));
    for (const [i, name] of pids.entries()) {
      if (i % STRIDE === STRIDE - 1) await setImmediate();
      const marks = marksOf(Number(name));
      const process = marks && readOne(Number(name));
      if (process && process.state !== 'Z') found.push({ ...process, marks });
    }
    return found;
  });

  return {
    read: readOne,
    marks: marksOf,
    marked: async (installation) => (await look()).filter(({ marks }) => marks.installation === installation),
    describe(pid) {
      const stat = fieldsOf(read(`${root}/${pid}/stat`));
      const command = read(`${root}/${pid}/cmdline`);
      if (!stat || command === undefined) return undefined;
      const rss = /^VmRSS:\s+(\d+) kB$/m.exec(read(`${root}/${pid}/status`) ?? '')?.[1];
      const startedAt = bootedAt + Number(stat[19]) / TICKS_PER_SECOND;
      return {
        command: command.replace(/\0+$/, '').split('\0'),
        cwd: tryTo(() => readlinkSync(`${root}/${pid}/cwd`)) ?? null,
        startedAt: Number.isFinite(startedAt) ? Math.round(startedAt * 1000) : null,
        memory: rss === undefined ? null : Number(rss) * 1024,
        cpu: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND,
      };
    },
  };
}

/** The fields from the third on. The second is the program's name, which may hold blanks and brackets: so count from the last bracket. */
const fieldsOf = (stat: string | undefined): readonly string[] | undefined => stat?.slice(stat.lastIndexOf(')') + 2).split(' ');

const read = (path: string): string | undefined => tryTo(() => readFileSync(path, 'utf8'));

/** A process may end between two looks, and another user's may not be looked at: then there is nothing to tell. */
function tryTo<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
