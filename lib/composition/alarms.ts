import middy from '@middy/core';
import { ringAlarms } from '../app/engine/ring-alarms.ts';
import { engine } from './engine.ts';
import { log } from './log.ts';

/** The clock of the service: once a minute, and at a local start, when messages sent before are gone. */
export const alarmsFunction = () =>
  middy(async (event: { readonly reason?: string }): Promise<void> => {
    const rung = await ringAlarms(engine(), event.reason === 'start');
    if (rung > 0) log()('debug', 'alarms rang', { rung });
  });
