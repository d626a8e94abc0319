#!/usr/bin/env node
// `npx coppice ...`: what an operator asks of a service from the outside.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const asked = process.cwd();
const root = fileURLToPath(new URL('..', import.meta.url));

// Asks no service: it brings its own, and wants a process with room for many short lives.
if (process.argv[2] === 'sim') {
  const simulator = ['--max-semi-space-size=64', path.join(root, 'infra/sim.mjs'), ...process.argv.slice(3)];
  const { status } = spawnSync(process.execPath, simulator, { stdio: 'inherit' });
  process.exit(status ?? 1);
}

// Before anything loads an AWS client, as for a start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

process.chdir(root);
const { bundle } = await import('./bundle.mjs');
await bundle({ only: 'command-line.ts', outdir: 'dist/command-line' });
const { run } = await import('../dist/command-line/functions/command-line.js');
process.chdir(asked);

// Whoever reads may have seen enough: `| head`.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await run({
  words: process.argv.slice(2),
  env: process.env,
  now: Date.now,
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
});
