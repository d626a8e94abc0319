import { drawn } from '../chance.ts';
import { type FaultId, SIMULATED } from '../faults.ts';
import { MOST_DRAWS, SPECIAL } from '../schedule.ts';
import { lawBroken } from '../shrink.ts';
import type { Recording } from './recording.ts';
import { type Relived, relive } from './relive.ts';

type How = {
  readonly trace: boolean;
  readonly from: number;
  readonly runs: number | undefined;
  readonly faults?: readonly FaultId[] | undefined;
};
type Print = (line: string) => void;
/** What does not go with a cloud that does as it is told. */
const OF_CLOUDS = new Set<FaultId>(['F10', 'F15', 'F16']);

/** As it went; or so often, from a seed on, with all that may go wrong beside it. @returns what to exit with */
export async function replayRecording(recording: Recording, how: How, print: Print, keep: (results: unknown) => unknown): Promise<number> {
  if (how.runs !== undefined) return disturbed(recording, how.from, how.runs, how, print, keep);
  const relived = await relive(recording);
  if (how.trace) for (const line of relived.log) print(line);
  for (const line of [...relived.differences, ...relived.broken]) print(line);
  keep({ differences: relived.differences, broken: relived.broken });
  const { length } = recording.deeds;
  print(
    relived.differences.length === 0
      ? `all ${length} deeds ended as they did`
      : `${length} deeds, ${relived.differences.length} differences`,
  );
  return ended([relived], print);
}

async function disturbed(
  recording: Recording,
  from: number,
  runs: number,
  { faults = SIMULATED, trace }: How,
  print: Print,
  keep: (results: unknown) => unknown,
) {
  const all: (Relived & { readonly seed: number })[] = [];
  const mayBe = new Set(faults.filter((fault) => !SPECIAL.has(fault) && !OF_CLOUDS.has(fault)));
  for (let seed = from; seed < from + runs; seed++) {
    const relived = await relive(recording, { seed, draws: drawn(seed, 0, 1) % (MOST_DRAWS + 1), faults: mayBe, trace });
    if (trace) for (const line of relived.log) print(line);
    for (const line of relived.broken) print(`seed ${seed}: ${line.slice(0, 1_000)}`);
    all.push({ ...relived, seed });
  }
  keep(all.map(({ seed, differences, broken }) => ({ seed, differences, broken })));
  const other = all.filter(({ differences }) => differences.length > 0).length;
  print(
    `${runs} times from seed ${from}: ${other} came to another end, ${all.filter(({ broken }) => broken.length > 0).length} broke a law`,
  );
  return ended(all, print);
}

function ended(all: readonly Relived[], print: Print): number {
  const broken = all.filter((one) => one.broken.length > 0);
  print(broken[0] ? `it broke ${lawBroken(broken[0])}` : 'every law held');
  return broken.length > 0 ? 1 : 0;
}
