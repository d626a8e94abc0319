import { FAULT_IDS, type FaultId } from './faults.ts';
import { live, type Own } from './live.ts';
import { type Schedule, scheduleOf, type Wish } from './schedule.ts';
import { lawBroken } from './shrink.ts';
import type { WorldName } from './worlds.ts';

export type Failure = { readonly schedule: Schedule; readonly law: string; readonly broken: readonly string[] };
export type Results = {
  readonly from: number;
  readonly runs: number;
  readonly failures: readonly Failure[];
  readonly worlds: Readonly<Partial<Record<WorldName, number>>>;
  /** How often each fault struck. */
  readonly strokes: Readonly<Partial<Record<FaultId, number>>>;
};

/** Lives through so many schedules, one seed after the other. @param told after each, and whether it failed */
export async function simulate(
  { from, runs, wish = {}, own = {} }: { readonly from: number; readonly runs: number; readonly wish?: Wish; readonly own?: Own },
  told: (done: number, failure: Failure | undefined) => void = () => {},
): Promise<Results> {
  const failures: Failure[] = [];
  const worlds: Partial<Record<WorldName, number>> = {};
  const strokes: Record<string, number> = Object.fromEntries(FAULT_IDS.map((id) => [id, 0]));
  for (let i = 0; i < runs; i++) {
    const schedule = scheduleOf(from + i, wish);
    const verdict = await live(schedule, { ...own, facts: { ...own.facts, trace: false } });
    worlds[schedule.world] = (worlds[schedule.world] ?? 0) + 1;
    for (const stroke of verdict.strokes) strokes[stroke.slice(0, 3)] = (strokes[stroke.slice(0, 3)] ?? 0) + 1;
    const failure = verdict.broken.length > 0 ? { schedule, law: lawBroken(verdict), broken: verdict.broken } : undefined;
    if (failure) failures.push(failure);
    told(i + 1, failure);
  }
  return { from, runs, failures, worlds, strokes: Object.fromEntries(Object.entries(strokes).filter(([, n]) => n > 0)) };
}
