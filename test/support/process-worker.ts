import { instant } from '../../lib/domain/kernel/time.ts';
import { processDriver } from '../../lib/drivers/process/driver.ts';
import type { Step } from '../../lib/drivers/process/host.ts';
import type { Driver } from '../../lib/ports/driver.ts';

/** What a worker process is told to do, as JSON in its last argument. Answers are printed, one JSON document a line. */
export type Orders = {
  readonly home: string;
  readonly installation: string;
  /** Calls of the driver, made one after the other. */
  readonly calls: readonly { readonly method: 'ensure' | 'remove' | 'operate' | 'update'; readonly call: unknown }[];
  /** The step right after which to die, and at which occurrence of it. */
  readonly dieAt?: { readonly step: Step; readonly occurrence: number };
};

const orders: Orders = JSON.parse(process.argv.at(-1) ?? '');
let occurrences = 0;
const driver = processDriver({
  home: orders.home,
  installation: orders.installation,
  clock: { now: () => instant(Date.now()) },
  environment: process.env,
  at: (step) => {
    if (step === orders.dieAt?.step && ++occurrences >= orders.dieAt.occurrence) process.kill(process.pid, 'SIGKILL');
  },
});

for (const { method, call } of orders.calls) {
  const answer = await (driver[method] as (call: unknown) => ReturnType<Driver['ensure']>)(call);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
