import middy from '@middy/core';
import { ringAlarms } from '../app/engine/ring-alarms.ts';
import { seconds } from '../domain/kernel/time.ts';
import { engine } from './engine.ts';
import { log } from './log.ts';

/** A schedule in AWS is no finer than this. */
const MINUTE = seconds(60);

/** The clock of the service: once a minute, or as often as the event says, and at a local start, when messages sent before are gone. */
export const alarmsFunction = () =>
  middy(async (event: { readonly reason?: string; readonly every?: number }): Promise<void> => {
    const ahead = event.every === undefined ? MINUTE : seconds(event.every);
    const rung = await ringAlarms(engine(), { everyone: event.reason === 'start', ahead });
    if (rung > 0) log()('debug', 'alarms rang', { rung });
  });
