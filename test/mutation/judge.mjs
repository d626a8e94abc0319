// A process that is shown mutants, one after the other, and says who noticed.

import { runSuite } from './bench.mjs';
import { open, programWith, SIMULATOR } from './library.mjs';

const all = await open();
// What an earlier mutant left behind is not the next one's doing.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, () => {});
process.send({ all: [...all] });

process.on('message', async ({ mutant, order, runs }) => {
  const load = programWith(mutant);
  const costs = [];
  for (const name of order) {
    const began = process.cpuUsage();
    try {
      if (name === SIMULATOR) {
        const { failures } = await load(SIMULATOR).simulate({ from: 1, runs });
        if (failures.length > 0) return process.send({ killed: failures[0].law });
      } else await runSuite(() => load(name));
    } catch (error) {
      return process.send({ killed: `${name}: ${String(error?.message ?? error).split('\n')[0]}` });
    }
    const { user, system } = process.cpuUsage(began);
    costs.push([name, (user + system) / 1_000]);
  }
  return process.send({ killed: null, costs });
});
