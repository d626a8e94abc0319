import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ACTION_KINDS } from './cases.ts';
import { enumerate } from './enumerate.ts';
import { type FaultId, faultOf, SIMULATED } from './faults.ts';
import { live } from './live.ts';
import { fetchCluster } from './recorded/fetch-cluster.ts';
import { record } from './recorded/record.ts';
import { isRecording, Recording } from './recorded/recording.ts';
import { replayRecording } from './recorded/replay-recording.ts';
import { Schedule, scheduleOf, type Wish } from './schedule.ts';
import { lawBroken, shrink } from './shrink.ts';
import { type Failure, simulate } from './simulate.ts';
import { WORLD_NAMES, type WorldName } from './worlds.ts';

export const USAGE = `usage: coppice sim [options]

Lives through worlds in which everything goes wrong that can, and says what broke: docs/reference/simulator.md

  --runs <n>          how many schedules (1000)
  --seed <n>          the first seed; the others follow it (1)
  --faults <a,b>      only these may happen, by number or name (all)
  --world <a,b>       only these kinds of worlds (all)
  --replay <x>        one schedule: a seed, or a file that --out or --shrink wrote; or a recording,
                      as it went or, with --runs, so often with all that may go wrong
  --record <cluster>  what befell a cluster of a real service, to replay it here; with a token in OS_TOKEN
  --from <url>        where that service is (http://127.0.0.1:8778)
  --shrink            makes what fails as small as it can
  --trace             prints what happened, line by line
  --enumerate         kills somebody at every await of every action instead
  --action <a,b>      of these actions only (all)
  --out <file>        writes what came of it as JSON

Exits with 1 when a law was broken.`;

type Print = (line: string) => void;
/** Of a long story the end matters. */
const MOST_LINES = 400;
const MOST_FAILURES = 10;

/** The simulator's command line. @returns what to exit with */
export async function run(
  args: readonly string[],
  print: Print = console.log,
  outside: { readonly token?: string | undefined; readonly call?: typeof fetch } = {},
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string' },
      world: { type: 'string' },
      replay: { type: 'string' },
      record: { type: 'string' },
      from: { type: 'string', default: 'http://127.0.0.1:8778' },
      action: { type: 'string' },
      out: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      enumerate: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const keep = (results: unknown) => values.out !== undefined && writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (values.enumerate) return enumerateAll(values.action, print, keep);
  if (values.record !== undefined) return recorded(values.record, values.from, outside, print, keep);
  const wish: Wish = { faults: listOf(values.faults, 'fault', faultIn), only: listOf(values.world, 'world', worldIn) };
  const [from, runs] = [whole('seed', values.seed), whole('runs', values.runs ?? '1000')];
  if (values.replay === undefined) return many({ from, runs, wish }, values.shrink, print, keep);
  const found = storyIn(values.replay, wish);
  if (!('recording' in found)) return replay(found, values, print, keep);
  return replayRecording(found, { trace: values.trace, from, runs: values.runs === undefined ? undefined : runs, ...wish }, print, keep);
}

async function many(
  what: { readonly from: number; readonly runs: number; readonly wish: Wish },
  isToShrink: boolean,
  print: Print,
  keep: (results: unknown) => unknown,
): Promise<number> {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  const results = await simulate(what, (done, failure) => {
    if (failure) tellFailure(failure, print);
    if (done % 1_000 === 0 && done < what.runs) print(`${done} of ${what.runs}`);
  });
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  const rate = { seconds: (performance.now() - began) / 1000, cpuSeconds, perCpuSecond: results.runs / cpuSeconds };
  const small: Failure[] = [];
  for (const { schedule } of isToShrink ? results.failures.slice(0, MOST_FAILURES) : []) {
    const shrunk = await shrink(schedule);
    small.push({ schedule: shrunk.schedule, law: lawBroken(shrunk.verdict), broken: shrunk.verdict.broken });
    tellStory(shrunk.verdict.log, print);
    print(`${shrunk.schedule.deeds.length} deeds, ${shrunk.verdict.strokes.length} strokes, after ${shrunk.tries} tries:`);
    print(JSON.stringify(shrunk.schedule));
  }
  keep({ ...results, ...(isToShrink && { shrunk: small }), rate });
  print(
    `strokes: ${Object.entries(results.strokes)
      .map(([id, n]) => `${id} ${n}`)
      .join(', ')}`,
  );
  print(
    `${results.runs} schedules from seed ${what.from}: ${results.failures.length} broke a law; ` +
      `${rate.seconds.toFixed(1)} s, ${rate.perCpuSecond.toFixed(0)} a second of one core`,
  );
  return results.failures.length > 0 ? 1 : 0;
}

async function replay(
  schedule: Schedule,
  { trace, shrink: isToShrink }: { readonly trace: boolean; readonly shrink: boolean },
  print: Print,
  keep: (results: unknown) => unknown,
): Promise<number> {
  const shrunk = isToShrink ? await shrink(schedule) : undefined;
  const verdict = shrunk?.verdict ?? (await live(schedule));
  if (trace) for (const line of verdict.log) print(line);
  else if (verdict.broken.length > 0) tellStory(verdict.log, print);
  for (const line of verdict.broken) print(line);
  keep(shrunk?.schedule ?? schedule);
  print(verdict.broken.length > 0 ? `it broke ${lawBroken(verdict)}` : 'every law held');
  return verdict.broken.length > 0 ? 1 : 0;
}

async function enumerateAll(actions: string | undefined, print: Print, keep: (results: unknown) => unknown): Promise<number> {
  const names = listOf(actions, 'action', (name) => ACTION_KINDS.find(({ action }) => action === name.toUpperCase())?.action);
  const all = await enumerate(
    ACTION_KINDS.filter(({ action }) => names === undefined || names.includes(action)),
    ({ action, what, points, failures }) => {
      print(`${`${action} ${what}`.padEnd(64)} ${String(points).padStart(4)} awaits, ${failures.length} broke a law`);
      for (const { at, where, verdict } of failures) print(`  at ${at}, ${where}: ${verdict.broken.join('\n  ').slice(0, 2_000)}`);
    },
  );
  const failed = all.reduce((sum, { failures }) => sum + failures.length, 0);
  keep(all.map(({ deeds: _, ...rest }) => rest));
  print(
    `${all.reduce((sum, { points }) => sum + points, 0)} crashes in ${all.length} cases of ${new Set(all.map(({ action }) => action)).size} actions: ${failed} broke a law`,
  );
  return failed > 0 ? 1 : 0;
}

function tellFailure({ schedule, broken }: Failure, print: Print): void {
  print(`seed ${schedule.seed} (${schedule.world}): ${broken.join('\n  ').slice(0, 1_000)}`);
  print(`  again: npx coppice sim --replay ${schedule.seed} --trace`);
}

const tellStory = (log: readonly string[], print: Print): void => {
  for (const line of log.slice(-MOST_LINES)) print(line);
};

async function recorded(
  cluster: string,
  url: string,
  { token, call }: Parameters<typeof run>[2] & object,
  print: Print,
  keep: (results: unknown) => unknown,
): Promise<number> {
  if (!token || !call) throw new Error('--record asks with the token in OS_TOKEN, and there is none');
  const recording = record(await fetchCluster({ url, token, call }, cluster));
  keep(recording);
  for (const line of recording.leftOut) print(`left out: ${line}`);
  print(`${recording.deeds.length} deeds, from ${recording.members ?? 'no'} members`);
  return 0;
}

function storyIn(text: string, wish: Wish): Schedule | Recording {
  if (/^\d+$/.test(text)) return scheduleOf(Number(text), wish);
  const json: unknown = JSON.parse(readFileSync(text, 'utf8'));
  return isRecording(json) ? Recording.parse(json) : Schedule.parse(json);
}

const faultIn = (text: string): FaultId | undefined => {
  const fault = faultOf(text);
  return fault && SIMULATED.includes(fault) ? fault : undefined;
};
const worldIn = (text: string): WorldName | undefined => WORLD_NAMES.find((name) => name === text);

/** @throws for what there is not: who asks for a fault that does not exist would take the silence for a success */
function listOf<T>(text: string | undefined, what: string, read: (text: string) => T | undefined): readonly T[] | undefined {
  return text?.split(',').map((part) => {
    const found = read(part.trim());
    if (found === undefined) throw new Error(`there is no ${what} '${part.trim()}'`);
    return found;
  });
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not '${text}'`);
  return Number(text);
}
