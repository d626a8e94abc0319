#!/usr/bin/env node
// `npx coppice ...`: what an operator asks of a service from the outside.
import { fileURLToPath } from 'node:url';

const asked = process.cwd();
const root = fileURLToPath(new URL('..', import.meta.url));

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
