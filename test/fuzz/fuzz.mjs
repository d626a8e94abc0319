// `npm run fuzz -- --requests 100000 --seed 7`: a service of its own, and so many requests that nobody would send. `--from n --requests 1` sends one of a seed again;
// `--url` and `--password` use a service that runs already, and had better be nobody's.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '8' },
    url: { type: 'string' },
    password: { type: 'string', default: 'fuzz' },
  },
});
const outfile = path.join(ROOT, 'dist/fuzz/run.mjs');
await build({
  entryPoints: [path.join(ROOT, 'test/fuzz/run.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
const { fuzz } = await import(pathToFileURL(outfile).href);

const home = mkdtempSync(path.join(tmpdir(), 'coppice-fuzz-'));
const port = process.env.FUZZ_PORT ?? '28779';
const service = values.url ? undefined : await start();
const told = [];
try {
  const base = values.url ?? `http://127.0.0.1:${port}`;
  const [seed, requests, from, concurrency] = [values.seed, values.requests, values.from, values.concurrency].map(Number);
  console.log(`seed ${seed}`);
  const { failures, statuses, ...figures } = await fuzz({
    base,
    password: values.password,
    seed,
    requests,
    from,
    concurrency,
    told: console.log,
  });
  console.log({ ...figures, statuses, failures: failures.length, 'errors in the log': told.length });
  for (const line of told.slice(0, 10)) console.log(line);
  process.exitCode = failures.length + told.length > 0 ? 1 : 0;
} finally {
  if (service) await stop(service);
  rmSync(home, { recursive: true, force: true });
}

/** Nothing it makes is real: every type of node is bound to the fake driver. */
function start() {
  const env = {
    ...process.env,
    PORT: port,
    COPPICE_HOME: home,
    COPPICE_DB: 'memory',
    COPPICE_PASSWORD: values.password,
    COPPICE_FAKE_PROFILES: 'local.process,container.dockerinc.docker,os.nova.server,os.heat.stack',
    LOG_LEVEL: 'error',
  };
  const child = spawn('npm', ['start', '--silent'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said = (said + chunk).slice(-10_000);
      // What should never happen is logged, whatever was answered.
      for (const line of String(chunk).split('\n')) if (line.startsWith('{')) told.push(line.slice(0, 1_000));
      if (said.includes('Coppice is ready')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

function stop(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return gone;
}
