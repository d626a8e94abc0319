import { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/**
 * Whether a write failed only because somebody else wrote: the condition no longer held, or another transaction was in the way.
 * Any other reason is a real failure and must surface.
 */
export function lostRace(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return true;
  return reasonsOf(error).some(isLost);
}

/**
 * What kept a transaction from committing whose last item is a count. `contended`: only that another transaction was counting just then. Undefined when nobody
 * else was the reason.
 */
export function whyUncounted(error: unknown): 'stale' | 'uncounted' | 'contended' | undefined {
  const reasons = reasonsOf(error);
  const last = reasons.at(-1);
  if (reasons.slice(0, -1).some(isLost)) return 'stale';
  if (last === 'ConditionalCheckFailed') return 'uncounted';
  return last === 'TransactionConflict' || error instanceof TransactionConflictException ? 'contended' : undefined;
}

const reasonsOf = (error: unknown): string[] =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []).map(({ Code }) => Code ?? '') : [];
const isLost = (reason: string): boolean => LOST.has(reason);
