import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { App } from '../app/app.ts';
import { stepAction } from '../app/engine/step-action.ts';
import type { Log } from '../platform/json-log.ts';
import type { Discharges } from './discharges.ts';
import { workOff } from './sqs-batch.ts';

/**
 * Steps every action that a batch of messages names.
 *
 * Parents are told once, after the whole batch: the news of many children is taken together.
 */
export async function stepAll(app: App, event: SQSEvent, log: Log): Promise<SQSBatchResponse> {
  const { response, results } = await workOff(event, (ref) => stepAction(app, ref), log);
  await app.nudges.send(results.flat());
  return response;
}

/** Does what is due of every document that a batch of messages names. A kind that this version does not know is left to one that does. */
export async function dischargeAll(app: App, discharges: Discharges, event: SQSEvent, log: Log): Promise<SQSBatchResponse> {
  const { response } = await workOff(event, async ({ kind, part, ...ref }) => kind && discharges[kind]?.(app, ref, part), log);
  return response;
}
