import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { type Duty, isDuty } from '../domain/duty.ts';
import { NewerShape } from '../domain/shape.ts';
import { errorFacts, type Log } from '../platform/json-log.ts';

const Message = z.object({
  refs: z.array(
    z.object({
      project: z.string(),
      id: z.string(),
      kind: z.custom<Duty>((kind) => isDuty(String(kind))).optional(),
      part: z.string().optional(),
    }),
  ),
});
export type NudgedRef = z.infer<typeof Message>['refs'][number];

/**
 * Works off a batch of nudges side by side, each document once however many messages name it, and fails only the messages that failed.
 *
 * @returns what Lambda is told, and what the work came to
 */
export async function workOff<T>(
  event: SQSEvent,
  work: (ref: NudgedRef) => Promise<T>,
  log: Log,
): Promise<{ readonly response: SQSBatchResponse; readonly results: readonly T[] }> {
  const begun = new Map<string, Promise<T>>();
  const once = (ref: NudgedRef) => {
    const key = `${ref.kind} ${ref.id} ${ref.part}`;
    const running = begun.get(key) ?? work(ref);
    begun.set(key, running);
    return running;
  };
  const done = await Promise.all(
    event.Records.map(async ({ messageId, body }) => ({ messageId, results: await Promise.allSettled(refsOf(body, log).map(once)) })),
  );

  const results = done.flatMap((message) => message.results);
  for (const result of results) {
    if (result.status !== 'rejected') continue;
    // Its alarm rings again, and by then somebody newer may take it.
    if (result.reason instanceof NewerShape) log('warn', 'left to a newer version', errorFacts(result.reason));
    else log('error', 'step failed', errorFacts(result.reason));
  }
  const failed = done.filter(({ results: some }) => some.some((one) => one.status === 'rejected' && !(one.reason instanceof NewerShape)));
  return {
    response: { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) },
    results: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
  };
}

/** A message that is not ours to read will not get better by coming again: it is noted and dropped. */
function refsOf(body: string, log: Log): readonly NudgedRef[] {
  try {
    return Message.parse(JSON.parse(body)).refs;
  } catch (error) {
    log('error', 'unreadable message', errorFacts(error));
    return [];
  }
}
