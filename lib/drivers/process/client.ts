import type { Marks } from './marks.ts';

/** A process at one moment. Its pid alone names nothing, since pids come round again: pid and birth together do. */
export type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly uid: number;
  /** The first letter that `ps` shows: Z for a zombie, T for a stopped one. */
  readonly state: string;
  /** When it came to be, in whatever words tell it from every other process that ever has its pid. */
  readonly birth: string;
};

export type Description = {
  readonly command: readonly string[];
  readonly cwd: string | null;
  readonly startedAt: number | null;
  /** Bytes. */
  readonly memory: number | null;
  /** Seconds. */
  readonly cpu: number | null;
};

/** What a platform must be able to tell of its processes. The two that exist are proc-table.ts and ps-table.ts. */
export interface ProcessTable {
  /**
   * Undefined when there is no such process. Synchronous, so that a child can be read before the event loop reaps it:
   * until then even one that ended at once keeps its pid.
   */
  read(pid: number): Process | undefined;
  /** The marks that a process carries; undefined when it has none, or when its environment may not be read. */
  marks(pid: number): Marks | undefined;
  /** Every living process that carries this installation's mark. Looks at the table after the moment of asking, never at an older look. */
  marked(installation: string): Promise<readonly (Process & { readonly marks: Marks })[]>;
  describe(pid: number): Description | undefined;
}

/** `<pid>-<birth>`: begins with the number that `ps` shows. */
export const physicalIdOf = ({ pid, birth }: Pick<Process, 'pid' | 'birth'>): string => `${pid}-${birth}`;

/** The process that a physical id names, if it is still alive. A zombie has ended: only its parent has not yet heard. */
export function findAlive(table: ProcessTable, physicalId: string | null): Process | undefined {
  const parts = /^([1-9]\d{0,9})-([0-9a-z.]{1,64})$/.exec(physicalId ?? '');
  if (!parts) return undefined;
  const process = table.read(Number(parts[1]));
  return process && process.birth === parts[2] && process.state !== 'Z' ? process : undefined;
}

export const isAlive = (table: ProcessTable, process: Process): boolean => findAlive(table, physicalIdOf(process)) !== undefined;

export const isPaused = (process: Process | undefined): boolean => process?.state === 'T';
