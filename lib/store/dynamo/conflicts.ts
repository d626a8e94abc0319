import { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/**
 * Whether a write failed only because somebody else wrote: the condition no longer held, or another transaction was in the way.
 * Any other reason is a real failure and must surface.
 */
export function lostRace(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return true;
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code !== undefined && LOST.has(Code))
  );
}
