// `npm run chaos -- --rounds 200 --containers 100`: see docs/how-to/chaos.md. What is bundled finds the project two folders above it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const outfile = path.join(ROOT, 'dist/chaos/chaos.mjs');
await build({
  entryPoints: [path.join(ROOT, 'test/chaos/chaos.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
spawn(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' }).once('exit', (code) => {
  process.exitCode = code ?? 1;
});
