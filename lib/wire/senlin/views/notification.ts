import type { Positioned } from '../../../domain/journal/journal.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { NEWEST } from '../microversion.ts';
import { eventView } from './event.ts';

/** An event as everybody outside is told of it: as the newest version of the API shows it, with its place in the project's journal. */
export const notificationOf = ({ position, event }: Positioned): JsonObject => ({ position, ...eventView(event, NEWEST) });
