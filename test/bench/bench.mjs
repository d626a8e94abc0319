// `npm run bench`: the figures that docs/reference/performance.md keeps. Times are of this machine, now; the counts are of any machine.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { furnish, MACHINES, signing } from './auto-scaling.mjs';
import { client, load, quantile } from './http-load.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PORT = Number(process.env.BENCH_PORT ?? 28_778);
const BASE = `http://127.0.0.1:${PORT}`;
const PASSWORD = 'bench';
const READS = { seconds: 5, concurrency: 8 };
const home = mkdtempSync(path.join(tmpdir(), 'coppice-bench-'));
const rows = [];
const row = (what, figure, target) => {
  rows.push([what, figure, target]);
  console.log(`${what.padEnd(56)} ${String(figure).padEnd(34)} ${target}`);
};

function start(more = {}) {
  const before = performance.now();
  const env = { ...process.env, PORT: String(PORT), COPPICE_HOME: home, COPPICE_PASSWORD: PASSWORD, LOG_LEVEL: 'warn', ...more };
  const service = spawn('npm', ['start', '--silent'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    service.stdout.on('data', (chunk) => {
      said += chunk;
      for (const line of String(chunk).split('\n')) if (line.startsWith('{')) console.error(line);
      if (said.includes('Coppice is ready')) resolve({ service, ready: (performance.now() - before) / 1000 });
    });
    service.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

/** @param name of a user, who has a project of that name */
async function logIn(name = 'demo') {
  const domain = { name: 'Default' };
  const auth = {
    identity: { methods: ['password'], password: { user: { name, domain, password: PASSWORD } } },
    scope: { project: { name, domain } },
  };
  const { headers } = await client(BASE)('POST', '/identity/v3/auth/tokens', { auth });
  return client(BASE, {
    'x-auth-token': headers['x-subject-token'],
    'openstack-api-version': 'clustering 1.14',
    accept: 'application/json',
  });
}

let ask;
const json = async (method, url, body) => {
  const { status, text, headers } = await ask(method, url, body);
  if (status >= 400) throw new Error(`${method} ${url}: ${status} ${text}`);
  return { body: text ? JSON.parse(text) : undefined, headers };
};
async function until(url, kind, statuses) {
  for (;;) {
    const { body } = await json('GET', url);
    if (statuses.includes(body[kind].status)) return body[kind];
    await sleep(4);
  }
}
async function ended({ headers }) {
  const action = await until(`/v1/actions/${headers.location.split('/').pop()}`, 'action', ['SUCCEEDED', 'FAILED', 'CANCELLED']);
  if (action.status !== 'SUCCEEDED') throw new Error(`${action.action} ${action.status}: ${action.status_reason}`);
}
const timed = async (work) => {
  const before = performance.now();
  await work();
  return performance.now() - before;
};
let named = 0;
const createCluster = (size) =>
  json('POST', '/v1/clusters', { cluster: { name: `bench-${named++}`, profile_id: 'fake', desired_capacity: size } });

/** Resident memory of the service and whatever it started, in MB. */
function memory(pid) {
  const stat = (id) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
  const all = readdirSync('/proc').filter((id) => /^\d+$/.test(id));
  const parents = new Map(
    all.flatMap((id) => {
      try {
        return [[id, stat(id)[1]]];
      } catch {
        return [];
      }
    }),
  );
  const family = new Set([String(pid)]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id, parent] of parents) if (family.has(parent) && !family.has(id)) grown = Boolean(family.add(id));
  }
  const resident = (id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
  return [...family].reduce((sum, id) => sum + resident(id), 0) / 1024;
}

async function http() {
  const made = await createCluster(3);
  await ended(made);
  const { body } = made;
  for (let i = 0; i < 99; i++) await createCluster(0);
  const show = () => ask('GET', `/v1/clusters/${body.cluster.id}`);
  await load(show, 200, { ...READS, seconds: 2 });
  const say = (r) => `${r.rate.toFixed(0)}/s, p50 ${r.p50.toFixed(1)} p95 ${r.p95.toFixed(1)} ms${r.wrong ? `, ${r.wrong} WRONG` : ''}`;
  row('GET /v1/clusters/{id}, 8 at a time', say(await load(show, 200, READS)), '>= 1,200/s, p95 < 25 ms');
  row('GET /v1/clusters of 100, 8 at a time', say(await load(() => ask('GET', '/v1/clusters'), 200, READS)), '>= 300/s, p95 < 25 ms');
  const post = () => ask('POST', '/v1/clusters', { cluster: { name: `post-${named++}`, profile_id: 'fake' } });
  row('POST /v1/clusters of size 0, 8 at a time', say(await load(post, 202, READS)), '>= 250/s');
}

async function small() {
  const made = await createCluster(1);
  await ended(made);
  const { body } = made;
  const median = async (times, work) => {
    const taken = [];
    for (let i = 0; i < times; i++) taken.push(await timed(work));
    taken.sort((a, b) => a - b);
    return `p50 ${quantile(taken, 0.5).toFixed(1)} p95 ${quantile(taken, 0.95).toFixed(1)} ms`;
  };
  const out = async () => ended(await json('POST', `/v1/clusters/${body.cluster.id}/actions`, { scale_out: { count: 1 } }));
  row('scale-out by one, request to SUCCEEDED', await median(50, out), 'median < 60 ms');
  const node = async () => {
    const made = await json('POST', '/v1/nodes', { node: { name: `n-${named++}`, profile_id: 'fake' } });
    await until(`/v1/nodes/${made.body.node.id}`, 'node', ['ACTIVE']);
  };
  row('node create to ACTIVE', await median(50, node), 'median < 50 ms');
}

async function growth() {
  const perNode = { create: {}, delete: {} };
  for (const size of [100, 200, 1000]) {
    let made;
    const grow = await timed(async () => {
      made = await createCluster(size);
      await ended(made);
    });
    const resize = { resize: { adjustment_type: 'EXACT_CAPACITY', number: 0 } };
    const shrink = await timed(async () => ended(await json('POST', `/v1/clusters/${made.body.cluster.id}/actions`, resize)));
    perNode.create[size] = grow / size;
    perNode.delete[size] = shrink / size;
    const target = { 200: '< 1.0 s', 1000: '< 5 s' }[size] ?? '';
    row(`a cluster of ${size} fake nodes ACTIVE`, `${(grow / 1000).toFixed(2)} s`, target);
    row(`the same, scaled in to zero`, `${(shrink / 1000).toFixed(2)} s`, target);
  }
  for (const [what, by] of Object.entries(perNode))
    row(`cost per node at 1,000 against 100, ${what}`, (by[1000] / by[100]).toFixed(2), '<= 1.2');
  const twenty = await timed(async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createCluster(10)));
    await Promise.all(made.map(ended));
  });
  row('20 clusters of 10 at once', `${(twenty / 1000).toFixed(2)} s`, '< 1.6 s');
}

/** One of the TypeScript files beside this one. */
async function bundled(name) {
  const outfile = path.join(ROOT, `dist/bench/${name}.mjs`);
  await build({
    entryPoints: [path.join(ROOT, `test/bench/${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** What a project waits for its own small action, alone and beside one that makes and removes a thousand nodes. */
async function fairness() {
  const { mapQueue } = await import('../../infra/local/event-source-mapping.mjs');
  const { nextOf } = await import('../../infra/local/fair-turns.mjs');
  const { countWaits } = await bundled('fairness');
  for (const [how, inTurns] of [
    ['as they come', false],
    ['in turns', true],
  ]) {
    const { alone, p50, p95, samples } = await countWaits({ mapQueue, nextOf }, inTurns);
    row(`requests answered meanwhile, ${how}: alone, p50, p95`, `${alone}, ${p50}, ${p95} (${samples})`, '');
  }
  const { service } = await start();
  try {
    const projects = { busy: await logIn('demo'), quiet: await logIn('alt') };
    const as = (name) => {
      ask = projects[name];
    };
    for (const name of Object.keys(projects)) {
      as(name);
      await json('POST', '/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
    }
    as('quiet');
    const own = await createCluster(1);
    await ended(own);
    const scale = (verb) => json('POST', `/v1/clusters/${own.body.cluster.id}/actions`, { [verb]: { count: 1 } }).then(ended);
    const waits = async (isOver) => {
      const times = [];
      while (!isOver(times.length)) times.push(await timed(() => scale('scale_out')), await timed(() => scale('scale_in')));
      return times.sort((a, b) => a - b);
    };
    await waits((count) => count >= 10);
    const alone = await waits((count) => count >= 400);
    // The busy one asks with a client of its own.
    const other = projects.busy;
    const done = async (url, body, method = 'POST') => {
      const { headers } = await other(method, url, body);
      for (;;) {
        const { action } = JSON.parse((await other('GET', `/v1/actions/${headers.location.split('/').pop()}`)).text);
        if (['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(action.status)) return;
        await sleep(50);
      }
    };
    let over = false;
    const size = (number) => done('/v1/clusters/crowd/actions', { resize: { adjustment_type: 'EXACT_CAPACITY', number } });
    const busy = (async () => {
      await done('/v1/clusters', { cluster: { name: 'crowd', profile_id: 'fake' } });
      await size(1000);
      await size(0);
      over = true;
    })();
    const beside = await waits(() => over);
    await busy;
    const say = (times) => `p50 ${quantile(times, 0.5).toFixed(1)} p95 ${quantile(times, 0.95).toFixed(1)} ms (${times.length})`;
    row('scaling by one, alone', say(alone), '');
    row('the same beside 1,000 nodes of another project', say(beside), '');
    row('p95 beside / alone', (quantile(beside, 0.95) / quantile(alone, 0.95)).toFixed(2), '<= 1.2');
  } finally {
    const gone = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await gone;
  }
}

/** What a controller of a hundred groups of ten polls. */
async function autoScaling() {
  const { write, verify } = await (await bundled('aws-wire')).wireTimes();
  row('writing 100 groups of 10 as XML', `${write.toFixed(2)} ms`, '< 3 ms');
  row('checking a signature', `${verify.toFixed(3)} ms`, '< 0.3 ms');
  const { service } = await start({ COPPICE_AWS_MACHINES: MACHINES });
  try {
    const aws = signing(BASE, home);
    await furnish(aws);
    for (const [what, target, members] of [
      ['100 groups of 10', '> 100/s', { MaxRecords: 100 }],
      ['one group of 10', '', { 'AutoScalingGroupNames.member.1': 'bench-7' }],
    ]) {
      const describe = await aws.repeated('DescribeAutoScalingGroups', members);
      const answer = await describe();
      await load(describe, 200, { ...READS, seconds: 2 });
      const r = await load(describe, 200, READS);
      const size = `${(answer.text.length / 1000).toFixed(0)} kB`;
      row(
        `DescribeAutoScalingGroups, ${what}, 8 at a time`,
        `${r.rate.toFixed(0)}/s, p95 ${r.p95.toFixed(1)} ms, ${size}${r.wrong ? `, ${r.wrong} WRONG` : ''}`,
        target,
      );
    }
  } finally {
    const gone = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await gone;
  }
}

async function schedules() {
  const { countSchedules } = await bundled('schedules');
  for (const [what, { tick, fired, ...rest }] of Object.entries(await countSchedules())) {
    row(what, `${tick.ms} ms, ${tick.requests} requests, ${tick.reads} read units`, 'tick < 1 s');
    row(`${what}: fired`, `${fired}, in ${rest['worked off in ms']} ms`, '');
  }
}

async function policies() {
  const { decisionsPerSecond } = await bundled('policies');
  for (const size of [10, 100, 1000])
    row(`policy decisions, chain of five, ${size} nodes, one core`, `${decisionsPerSecond(size).toFixed(0)}/s`, '>= 1,000/s');
}

async function health() {
  const { countHealth } = await bundled('health');
  const targets = { 'a health round': '< 5 s', 'from bad news': 'p99 < 1 s' };
  for (const [what, figure] of Object.entries(await countHealth()))
    row(what, figure, Object.entries(targets).find(([name]) => what.startsWith(name))?.[1] ?? '');
}

/** How much more is done by more workers, where nobody waits but for their own requests. */
async function workers() {
  const { growWith } = await bundled('workers');
  for (const [whose, isOneProject, some] of [
    ['of projects of their own', false, [1, 10, 30]],
    ['of one project', true, [1, 2, 10]],
  ]) {
    let one;
    for (const workers of some) {
      const { throughput, requests, met } = await growWith({ workers, clusters: 80 * workers, isOneProject });
      one ??= throughput;
      const share = (throughput / one / workers).toFixed(2);
      const goal = isOneProject ? '' : '>= 0.9';
      row(`clusters ${whose}, ${workers} workers`, `${share} linear; ${requests.toFixed(0)} requests, ${met.toFixed(1)} waits each`, goal);
    }
  }
}

async function units() {
  const { countUnits } = await bundled('units');
  for (const [what, c] of Object.entries(await countUnits())) {
    const parts = [
      `${c.writes} write units`,
      `${c.reads} read units`,
      c.queueRequests === undefined ? '' : `${c.queueRequests} queue requests`,
    ];
    row(
      what,
      parts.filter(Boolean).join(', '),
      what.startsWith('create') ? '<= 10 write units' : what.startsWith('delete') ? '<= 8 write units' : '',
    );
  }
}

const only = process.argv[2];
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, state on disk\n`);
// `npm run bench health`: one step alone, of those that start what they need.
const alone = { policies, units, schedules, health, fairness, workers, 'auto-scaling': autoScaling };
if (only !== undefined) {
  if (!Object.hasOwn(alone, only)) throw new Error(`There is no step '${only}', only ${Object.keys(alone).join(', ')}.`);
  await alone[only]();
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
}
await policies();
const { service, ready } = await start();
try {
  row('ready after npm start', `${ready.toFixed(1)} s`, '< 5 s');
  ask = await logIn();
  await json('POST', '/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
  await http();
  await small();
  await growth();
  row('memory of everything after the load', `${memory(service.pid).toFixed(0)} MB`, '< 450 MB');
} finally {
  const gone = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  await gone;
  rmSync(home, { recursive: true, force: true });
}
await units();
await schedules();
await health();
