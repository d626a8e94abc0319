import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { stepAction } from '../app/engine/step-action.ts';
import { errorFacts } from '../platform/json-log.ts';
import type { Nudge } from '../ports/nudges.ts';
import { engine } from './engine.ts';
import { log } from './log.ts';

const Message = z.object({ refs: z.array(z.object({ project: z.string(), id: z.string() })) });
type Refs = z.infer<typeof Message>['refs'];

/**
 * The Lambda of a work queue: steps every action its messages name, side by side, and fails only the messages that failed.
 *
 * Parents are told once, after the whole batch: the news of many children is taken together.
 */
export const workerFunction = () =>
  middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const stepped = new Map<string, Promise<readonly Nudge[]>>();
    const step = (ref: Refs[number]) => {
      const running = stepped.get(ref.id) ?? stepAction(engine(), ref);
      stepped.set(ref.id, running);
      return running;
    };
    const done = await Promise.all(
      event.Records.map(async ({ messageId, body }) => ({ messageId, results: await Promise.allSettled(refsOf(body).map(step)) })),
    );

    const results = done.flatMap(({ results }) => results);
    await engine().nudges.send(results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
    for (const result of results) if (result.status === 'rejected') log()('error', 'step failed', errorFacts(result.reason));
    const failed = done.filter(({ results }) => results.some(({ status }) => status === 'rejected'));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

/** A message that is not ours to read will not get better by coming again: it is noted and dropped. */
function refsOf(body: string): Refs {
  try {
    return Message.parse(JSON.parse(body)).refs;
  } catch (error) {
    log()('error', 'unreadable message', errorFacts(error));
    return [];
  }
}
