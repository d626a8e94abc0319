import { after, type Instant, type Seconds } from '../kernel/time.ts';
import type { Candidate } from './candidate.ts';
import type { Rule } from './rule.ts';

/**
 * Which of all candidates of a kind in a project have been kept for as long as a rule says, oldest first: also those that are held, which have to wait.
 *
 * Who is held counts among the newest like everybody else; what failed and is kept for that does not.
 */
export function over(rule: Rule, candidates: readonly Candidate[], now: Instant): readonly Candidate[] {
  if (rule.disposition === 'keep') return [];
  const ranks = new Map<string, number>();
  return candidates
    .toSorted(newestFirst)
    .filter((candidate) => isOver(rule, candidate, ranks, now))
    .toReversed();
}

/** How far back a rule without a count has to look: what was born later is not over for so long. Null: at everything. */
export const youngest = ({ maxAge, maxCount, keepFailed }: Rule): Seconds | null => {
  if (maxAge === undefined || maxCount !== undefined) return null;
  return keepFailed === undefined || keepFailed === 'forever' || keepFailed > maxAge ? maxAge : keepFailed;
};

function isOver(rule: Rule, { at, object, failed }: Candidate, ranks: Map<string, number>, now: Instant): boolean {
  const { maxAge, maxCount, per, keepFailed } = rule;
  if (failed && keepFailed !== undefined) return keepFailed !== 'forever' && after(at, keepFailed) <= now;
  const group = per === 'object' ? object : '';
  const rank = (ranks.get(group) ?? 0) + 1;
  ranks.set(group, rank);
  const hasNoLimit = maxAge === undefined && maxCount === undefined;
  return hasNoLimit || (maxAge !== undefined && after(at, maxAge) <= now) || (maxCount !== undefined && rank > maxCount);
}

const newestFirst = (a: Candidate, b: Candidate): number => b.at - a.at || (a.id < b.id ? 1 : -1);
