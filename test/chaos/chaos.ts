import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dockerMissing, startDockerEngine } from '../support/docker-engine.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';
import { type Plan, type Round, Rounds } from './rounds.ts';

const options = {
  rounds: { type: 'string', default: '200' },
  containers: { type: 'string', default: '100' },
  engines: { type: 'boolean', default: false },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  out: { type: 'string', default: 'dist/chaos/results.json' },
} as const;

/** A whole number, or the end of it all. */
function number(name: 'rounds' | 'containers' | 'seed', text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number, not '${text}'`);
}

const COLUMNS = ['round', 'kills', 'tables', 'engines', 'most', 'leaked', 'missing', 'seconds'] as const satisfies readonly (keyof Round)[];
const row = (cells: readonly (string | number)[]) => console.log(cells.map((cell) => String(cell).padStart(8)).join(''));

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options });
  const missing = dynoxideMissing() ?? dockerMissing();
  if (missing) throw new Error(missing);
  const plan: Plan = {
    rounds: number('rounds', values.rounds),
    containers: number('containers', values.containers),
    seed: number('seed', values.seed),
    engines: values.engines,
  };
  console.log(`${plan.rounds} rounds of 0 to ${plan.containers} containers and back, seed ${plan.seed}`);
  const engine = await startDockerEngine();
  if (plan.engines && !engine.strike) throw new Error('--engines kills an engine of its own: leave DOCKER_HOST unset, as root');
  const service = await WholeService.start({
    DOCKER_HOST: `unix://${'socketPath' in engine.local ? engine.local.socketPath : ''}`,
    LOG_LEVEL: 'error',
  });
  const rounds: Round[] = [];
  let left = Number.NaN;
  try {
    const game = new Rounds(service, engine, plan);
    await game.begin();
    row(COLUMNS);
    for (let round = 1; round <= plan.rounds; round++) {
      const result = await game.play(round);
      rounds.push(result);
      row(COLUMNS.map((column) => result[column]));
    }
    left = await game.end();
  } finally {
    await service.remove();
    await engine.stop();
    await write(values.out, plan, rounds, left);
  }
  const sum = (what: 'kills' | 'engines' | 'leaked' | 'missing') => rounds.reduce((total, one) => total + one[what], 0);
  const most = Math.max(0, ...rounds.map((one) => one.most));
  console.log(
    `rounds ${rounds.length}, kills ${sum('kills')}, of engines ${sum('engines')}, most containers ${most}, leaked ${sum('leaked') + left}, missing ${sum('missing')}`,
  );
  return sum('leaked') + left + sum('missing') === 0;
}

async function write(file: string, plan: Plan, rounds: readonly Round[], left: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `${JSON.stringify({ ...plan, at: new Date().toISOString(), left: Number.isNaN(left) ? null : left, results: rounds }, null, 2)}\n`,
  );
  console.log(`written to ${file}`);
}

process.exitCode = (await main()) ? 0 : 1;
