import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { App } from '../app.ts';

/** What is due later than this, the next ringing of the bells finds in time. */
const SOON: Seconds = seconds(60);

/** Has a schedule looked at on its very second, when that is near. Lost, the bells make up for it. */
export async function remind(
  { clock, nudges }: Pick<App, 'clock' | 'nudges'>,
  { project, id, dueAt }: Schedule,
  within: Seconds = SOON,
): Promise<void> {
  const left = dueAt === null ? Number.POSITIVE_INFINITY : Math.ceil((dueAt - clock.now()) / 1000);
  if (left <= within) await nudges.send([{ project, id, kind: 'schedule', queue: 'duty' }], seconds(Math.max(0, left)));
}
