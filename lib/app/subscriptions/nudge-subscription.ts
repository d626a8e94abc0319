import type { Ref } from '../../domain/documents.ts';
import { DUTIES } from '../../domain/duty.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { App } from '../app.ts';

/** Has a subscription looked at. One message each: who is slow holds up nobody. */
export const nudgeSubscription = ({ nudges }: Pick<App, 'nudges'>, { project, id }: Ref, delay: Seconds = seconds(0)): Promise<void> =>
  nudges.send([{ project, id, queue: DUTIES.subscription, kind: 'subscription' }], delay);
