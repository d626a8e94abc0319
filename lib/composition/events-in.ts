import middy from '@middy/core';
import { takeEvent } from '../app/health/notifications.ts';
import { engine } from './engine.ts';
import { intake } from './intake.ts';
import { log } from './log.ts';

/** What event buses bring: one event each time. One that throws is brought again. */
export const eventsInFunction = () =>
  middy(async (event: { readonly source?: string; readonly 'detail-type'?: string; readonly id?: string }): Promise<void> => {
    const reception = await takeEvent(engine(), intake(), event);
    log()(reception === 'foreign' ? 'warn' : 'info', 'event', {
      reception,
      source: event.source,
      kind: event['detail-type'],
      id: event.id,
    });
  });
