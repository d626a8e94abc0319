// `npm run sim`: the simulator's command line, bundled from lib/simulator and run. docs/reference/simulator.md
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Beside node_modules, where its packages are found.
const room = mkdtempSync(path.join(ROOT, '.sim-'));
try {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, 'lib/simulator/cli.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await stop();
  const file = path.join(room, 'cli.mjs');
  writeFileSync(file, outputFiles[0].contents);
  const { run } = await import(pathToFileURL(file).href);
  process.exitCode = await run(process.argv.slice(2), console.log, { token: process.env.OS_TOKEN, call: fetch });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  rmSync(room, { recursive: true, force: true });
}
