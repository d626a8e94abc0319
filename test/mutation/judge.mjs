// A process that is shown mutants, one after the other, and says who noticed.

import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSuite } from './bench.mjs';
import { open, programWith, SIMULATOR } from './library.mjs';

const all = await open();
// What an earlier mutant left behind is not the next one's doing.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, () => {});
process.send({ all: [...all] });

/** Which functions were called since it was last asked, as `file function`. */
async function called(session) {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result.flatMap(({ url, functions }) => {
    const file = url.startsWith('file:') ? path.relative(process.cwd(), fileURLToPath(url)) : '';
    const ran = functions.filter(({ ranges: [{ count }] }) => count > 0);
    return file.startsWith('lib/') ? ran.map(({ functionName }) => `${file} ${functionName}`) : [];
  });
}

async function watching() {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return session;
}

process.on('message', async ({ mutant, order, runs, watches }) => {
  const session = watches ? await watching() : undefined;
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
    costs.push([name, (user + system) / 1_000, session ? await called(session) : []]);
  }
  await session?.post('Profiler.stopPreciseCoverage');
  session?.disconnect();
  return process.send({ killed: null, costs });
});
