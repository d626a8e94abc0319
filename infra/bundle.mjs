// Every Lambda from functions/**/*.ts to dist/functions/**/*.js, in one pass; what they share becomes chunks.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

/** A bundled CommonJS package asks for Node's own modules by `require`, which an ES module has to bring along. */
const REQUIRE = "import { createRequire as createNodeRequire } from 'node:module'; const require = createNodeRequire(import.meta.url);";

/**
 * @param {{ selfContained?: boolean, outdir?: string, only?: string }} [options] with all packages inside, as it is deployed; without, packages stay in node_modules,
 *   which takes a tenth of the time and is what a local start wants. Into `outdir`, `dist` unless told. `only` one of them, if said
 * @returns {Promise<number>} how many functions there are
 */
export async function bundle({ selfContained = false, outdir = 'dist', only } = {}) {
  const entryPoints = readdirSync('functions', { recursive: true })
    .filter((name) => (only ? name === only : name.endsWith('.ts')))
    .map((name) => `functions/${name}`);
  if (selfContained) rmSync(outdir, { recursive: true, force: true });
  const { outputFiles } = await build({
    entryPoints,
    outbase: 'functions',
    outdir: `${outdir}/functions`,
    chunkNames: '../chunks/[name]-[hash]',
    bundle: true,
    write: false,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    ...(selfContained
      ? // Optional native parts of ssh2, reached only over ssh, and missed gracefully.
        { banner: { js: REQUIRE }, external: ['*.node', 'cpu-features'] }
      : { packages: 'external' }),
  });
  // Its child process would otherwise stay as long as we do.
  await stop();
  replace(`${outdir}/package.json`, Buffer.from('{ "type": "module" }\n'));
  for (const { path, contents } of outputFiles) replace(path, contents);
  return entryPoints.length;
}

/** Whole or not at all, and not when nothing changed: another service may be running from the same folder. */
function replace(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const count = await bundle({ selfContained: process.argv.includes('--self-contained') });
  console.log(`${count} functions bundled in ${Math.round(performance.now() - started)} ms`);
}
