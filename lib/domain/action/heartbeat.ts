import { seconds } from '../kernel/time.ts';

/** How long a lost message can cost: open actions are looked at this often even when nobody brings news. */
export const HEARTBEAT = seconds(30);
