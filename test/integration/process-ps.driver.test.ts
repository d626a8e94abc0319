import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Process, ProcessTable } from '../../lib/drivers/process/client.ts';
import { psTable } from '../../lib/drivers/process/ps-table.ts';
import { describeDriver } from '../conformance/driver.ts';
import { describeIf } from '../support/describe-if.ts';
import { processHarness, procMissing } from '../support/process-harness.ts';

const home = await mkdtemp(join(tmpdir(), 'coppice-process-'));

/**
 * Linux has no start times in seconds: `ps` computes them from two clocks and may be off by one from call to call. Where the table
 * is really used, the system keeps them.
 */
function steady(table: ProcessTable): ProcessTable {
  const births = new Map<number, number>();
  const steadied = <P extends Process>(p: P): P => {
    const known = births.get(p.pid) ?? Number.NaN;
    const birth = Math.abs(known - Number(p.birth)) <= 1 ? known : Number(p.birth);
    births.set(p.pid, birth);
    return { ...p, birth: String(birth) };
  };
  return {
    ...table,
    read: (pid) => {
      const found = table.read(pid);
      return found && steadied(found);
    },
    marked: async (installation) => (await table.marked(installation)).map(steadied),
  };
}

// The driver reads processes as it does where there is no /proc; the test still looks at them through it.
describeIf(procMissing(), 'processes read with ps', () => describeDriver('process', processHarness('ps', home, steady(psTable()))));
