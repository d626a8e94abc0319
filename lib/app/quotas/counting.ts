import type { Write } from '../../domain/documents.ts';
import { type Effect, effectOf, hasPast, hasPricedPast, isNothing, projectOf } from '../../domain/quota/effect.ts';
import type { Limits } from '../../domain/quota/limits.ts';
import type { PriceList } from '../../domain/quota/price.ts';
import { type QuotaUsage, quotaId } from '../../domain/quota/usage.ts';
import { effective, isTooLarge, roomFor, whyOver } from '../../domain/quota/verdict.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CountingStore, DocumentStore } from '../../ports/document-store.ts';
import { withCommit } from '../with-commit.ts';
import { OverQuota } from './over-quota.ts';
import { Pricing } from './pricing.ts';
import { recount } from './recount.ts';
import { Standings } from './standings.ts';

/** More changes of limits, and of what there is, than come between two tries. */
const MOST_TRIES = 50;
const MOST_REMEMBERED = 10_000;

/**
 * A store that counts what is committed against its project's quotas, and throws OverQuota where there is no room. The count follows from the writes, so whatever
 * commits counts, and nobody who commits has to think of it.
 *
 * What a process remembers of limits is made sure of in the commit itself: it may be old, and is never wrong.
 *
 * @param defaults the limits of a project that has none of its own
 * @param prices what nodes cost; where none are given, money is not counted
 */
export function counting(store: CountingStore, clock: Clock, defaults: Limits, prices?: PriceList): DocumentStore {
  const standings = new Standings(store);
  const pricing = prices ? new Pricing(store, standings, prices) : undefined;
  const own = new Map<string, Partial<Limits>>();

  /** A project that has no usage yet may have much to count all the same: it may be older than its quotas. */
  async function look(project: string): Promise<QuotaUsage | undefined> {
    const usage = (await store.get('quota', { project, id: quotaId(project) })) ?? (await recount({ store, clock }, project));
    if (own.size >= MOST_REMEMBERED) own.clear();
    if (usage) own.set(project, usage.limits);
    return usage;
  }

  const limitsOf = async (project: string) => own.get(project) ?? (await look(project))?.limits ?? {};

  /** Looks again, and throws where there is no room indeed. */
  async function judge(project: string, effect: Effect): Promise<void> {
    const usage = await look(project);
    const fault = usage && whyOver(effect, usage.counts, effective(usage.limits, defaults));
    if (fault) throw new OverQuota(fault);
  }

  async function count(project: string, writes: readonly Write[], effect: Effect): Promise<'committed' | 'stale'> {
    const asks = effect.grown.length > 0 || Object.keys(effect.asked).length > 0;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const limits = asks ? await limitsOf(project) : undefined;
      const held = effective(limits ?? {}, defaults);
      const answer = isTooLarge(effect, held)
        ? 'uncounted'
        : await store.commitCounting(writes, { project, by: effect.by, room: roomFor(effect, held), ...(limits && { limits }) });
      if (answer !== 'uncounted') return answer;
      await judge(project, effect);
    }
    return 'stale';
  }

  async function commit(bare: readonly Write[]): Promise<'committed' | 'stale'> {
    const pasts = await standings.before(bare, pricing ? hasPricedPast : hasPast);
    if (pasts === 'stale') return 'stale';
    const writes = pricing ? await pricing.priced(bare, pasts) : bare;
    const effect = effectOf(writes, pasts);
    const answer = isNothing(effect) ? await store.commit(writes) : await count(projectOf(writes), writes, effect);
    if (answer === 'committed') standings.noteWritten(writes);
    return answer;
  }

  return { ...withCommit(store, commit), ...standings.watching() };
}
