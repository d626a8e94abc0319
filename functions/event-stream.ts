import { config } from '../lib/composition/config.ts';
import { eventStreamFunction } from '../lib/composition/event-stream.ts';
import { senlinApi } from '../lib/composition/senlin.ts';

export const handler = eventStreamFunction(senlinApi(), config().PUBLIC_URL);
