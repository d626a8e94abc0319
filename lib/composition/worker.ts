import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { stepAction } from '../app/engine/step-action.ts';
import { DISCHARGES } from './duties.ts';
import { engine } from './engine.ts';
import { workOff } from './sqs-batch.ts';

/**
 * The Lambda of a work queue: steps every action its messages name.
 *
 * Parents are told once, after the whole batch: the news of many children is taken together.
 */
export const workerFunction = () =>
  middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const { response, results } = await workOff(event, (ref) => stepAction(engine(), ref));
    await engine().nudges.send(results.flat());
    return response;
  });

/** The Lambda of a duty queue. A kind that this version does not know is left to one that does. */
export const dutyFunction = () =>
  middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const { response } = await workOff(event, async ({ kind, part, ...ref }) => kind && DISCHARGES[kind]?.(engine(), ref, part));
    return response;
  });
