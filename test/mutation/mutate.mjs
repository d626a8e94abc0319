// `npm run mutate -- [--sample 150] [--skip 0] [--seed 1] [--only lib/domain/action] [--out results.json] [--again results.json]`: makes the domain and the engine
// wrong in one small way after the other, drawn from a seed, and looks whether anybody notices. One at a time. docs/how-to/run-tests.md
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesIn, nearTo, SIMULATOR, SUITES } from './library.mjs';
import { mutantsOf } from './mutants.mjs';

const ROOMS = ['lib/domain', 'lib/app/engine'];
/** Schedules that a mutant lives through, after the suites so near to it. */
const RUNS = 20;
const NEAR = 3;
/** No more suites are asked than take so much of a processor together, the nearest first. */
const MOST_MILLISECONDS = 6_000;
/** Seconds of a processor: nobody takes so long who ends at all. */
const FOR_EVER = 60;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    out: { type: 'string' },
    again: { type: 'string' },
    skip: { type: 'string', default: '0' },
  },
});

/** mulberry32: the same seed draws the same mutants. */
function drawing(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sampleOf(every) {
  if (values.again !== undefined) {
    const survived = JSON.parse(readFileSync(values.again, 'utf8')).filter(({ killed }) => killed === null);
    return every.filter((one) => survived.some(({ file, what, was }) => one.file === file && one.what === what && one.was === was));
  }
  const draw = drawing(Number(values.seed));
  const drawn = [];
  for (const left = [...every]; drawn.length < Number(values.sample) && left.length > 0; )
    drawn.push(...left.splice(Math.floor(draw() * left.length), 1));
  return drawn.slice(Number(values.skip));
}

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const files = ROOMS.flatMap((room) => filesIn(room, '.ts')).filter(
  (file) => !values.only || values.only.split(',').some((wanted) => file.startsWith(wanted)),
);
const every = files.flatMap(mutantsOf);
const sample = sampleOf(every);

let judge;
let all;
process.on('exit', () => judge?.kill('SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** What the judge has had of a processor, in seconds: by the clock, one that has to wait for its turn would look as if it took for ever. */
function consumed() {
  const [user, system] = readFileSync(`/proc/${judge.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

const nextWord = (limit = FOR_EVER) =>
  new Promise((resolve) => {
    const end = (word) => {
      clearInterval(watching);
      judge.removeAllListeners();
      resolve(word);
    };
    const began = consumed();
    const watching = setInterval(() => consumed() - began > limit && end({ killed: 'it took for ever' }), 1_000);
    judge.once('message', end);
    judge.once('exit', () => end({ killed: 'it ended without a word' }));
  });

async function ask(question, limit) {
  if (!judge) {
    judge = fork('test/mutation/judge.mjs', { stdio: 'ignore' });
    all = new Map((await nextWord()).all ?? []);
  }
  judge.send({ runs: RUNS, ...question });
  const said = await nextWord(limit);
  if (said.killed?.startsWith('it ')) {
    judge.kill('SIGKILL');
    judge = undefined;
  }
  return said;
}

const asItIs = await ask({ order: [...SUITES, SIMULATOR], watches: true }, 12 * FOR_EVER);
if (asItIs.killed !== null) throw new Error(`there is no mutant in it, and it does not pass: ${asItIs.killed}`);
const costs = new Map(asItIs.costs.map(([suite, cost]) => [suite, cost]));
const calls = new Map(asItIs.costs.map(([suite, , called]) => [suite, new Set(called)]));
console.log(`${every.length} mutants in ${files.length} files, of which ${sample.length} are tried; ${SUITES.length} suites`);

/** Whom a mutant is shown to: of those who call the function that it is in its nearest suites, the simulator, and suites further away for as long as there is time. */
function orderFor({ file, within }) {
  const isAsked = (suite) => within === undefined || calls.get(suite).has(`${file} ${within}`);
  const weight = ([suite, far]) => far + costs.get(suite) / 1_000;
  const asked = [];
  let left = MOST_MILLISECONDS;
  for (const [suite, far] of nearTo(file, all).sort((a, b) => weight(a) - weight(b))) {
    if (costs.get(suite) > left || !isAsked(suite)) continue;
    left -= costs.get(suite);
    asked.push([suite, far]);
  }
  const names = (isWanted) => asked.filter(([, far]) => isWanted(far)).map(([suite]) => suite);
  return [...names((far) => far <= NEAR), ...(isAsked(SIMULATOR) ? [SIMULATOR] : []), ...names((far) => far > NEAR)];
}

const results = [];
for (const { text, ...mutant } of sample) {
  const order = orderFor(mutant);
  const { killed } = await ask({ mutant: { file: mutant.file, text }, order });
  results.push({ ...mutant, killed });
  const by = killed === null ? '' : ` (${killed.slice(0, 160)})`;
  console.log(
    `${killed === null ? (order.length > 0 ? 'SURVIVED' : 'UNCALLED') : 'killed  '} ${mutant.file}:${mutant.line} ${mutant.what}: ${mutant.was.split('\n')[0].slice(0, 70)}${by}`,
  );
  if (values.out) writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
}
const dead = results.filter(({ killed }) => killed !== null);
const by = (pattern) => dead.filter(({ killed }) => pattern.test(killed)).length;
console.log(
  `${dead.length} of ${results.length} killed (${((100 * dead.length) / results.length).toFixed(1)} %): ${by(/^I\d/)} by a law, ` +
    `${by(/^it /)} as they never ended, the others by a test`,
);
judge?.disconnect();
