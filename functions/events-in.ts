import { eventsInFunction } from '../lib/composition/events-in.ts';

export const handler = eventsInFunction();
