import { live, type Own, type Verdict } from './live.ts';
import type { Schedule } from './schedule.ts';

export type Shrunk = { readonly schedule: Schedule; readonly verdict: Verdict; readonly tries: number };

const MOST_TRIES = 800;

/** The law that was broken first, without whoever broke it. */
export const lawBroken = ({ broken }: Verdict): string => (broken[0] ?? '').split('\n')[0]?.split(':')[0] ?? '';

/**
 * A smaller schedule that breaks the same law: with fewer deeds, fewer kinds of faults, an earlier calm, and only those strokes of fate that it takes.
 * What is tried last is what was tried least: it ends when nothing can be left out any more, or after hundreds of tries.
 */
export async function shrink(schedule: Schedule, own: Own = {}): Promise<Shrunk> {
  const verdict = await live(schedule, quiet(own));
  const law = lawBroken(verdict);
  let best: Shrunk = { schedule, verdict, tries: 1 };
  if (verdict.broken.length === 0) return best;

  async function isAsBad(smaller: Schedule): Promise<boolean> {
    if (best.tries >= MOST_TRIES) return false;
    const tried = await live(smaller, quiet(own));
    const isSame = tried.broken.length > 0 && lawBroken(tried) === law;
    best = isSame ? { schedule: smaller, verdict: tried, tries: best.tries + 1 } : { ...best, tries: best.tries + 1 };
    return isSame;
  }

  for (let before = ''; before !== JSON.stringify(best.schedule) && best.tries < MOST_TRIES; ) {
    before = JSON.stringify(best.schedule);
    for (let cut = best.schedule.draws; cut >= 1; cut = Math.floor(cut / 2))
      while (best.schedule.draws >= cut && (await isAsBad({ ...best.schedule, draws: best.schedule.draws - cut })));
    await leaveOut(
      () => best.schedule.deeds,
      (deeds) => isAsBad({ ...best.schedule, deeds: [...deeds] }),
    );
    await leaveOut(
      () => best.schedule.faults,
      (faults) => isAsBad({ ...best.schedule, faults: [...faults] }),
    );
    await leaveOut(
      () => best.verdict.strokes,
      (strokes) =>
        isAsBad({ ...best.schedule, spared: [...best.schedule.spared, ...best.verdict.strokes.filter((one) => !strokes.includes(one))] }),
    );
  }
  return { ...best, verdict: await live(best.schedule, own) };
}

const quiet = (own: Own): Own => ({ ...own, facts: { ...own.facts, trace: false } });

/** Leaves out halves, quarters and so on down to single ones, for as long as that is as bad. */
async function leaveOut<T>(items: () => readonly T[], isAsBad: (rest: readonly T[]) => Promise<boolean>): Promise<void> {
  for (let size = items().length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < items().length; ) {
      const all = items();
      if (!(await isAsBad([...all.slice(0, from), ...all.slice(from + size)]))) from += size;
    }
  }
}
