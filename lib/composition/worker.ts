import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { DISCHARGES } from './duties.ts';
import { engine } from './engine.ts';
import { log } from './log.ts';
import { dischargeAll, stepAll } from './work.ts';

/** The Lambda of a work queue. */
export const workerFunction = () => middy(async (event: SQSEvent): Promise<SQSBatchResponse> => stepAll(engine(), event, log()));

/** The Lambda of a duty queue. */
export const dutyFunction = () =>
  middy(async (event: SQSEvent): Promise<SQSBatchResponse> => dischargeAll(engine(), DISCHARGES, event, log()));
