import { z } from 'zod';
import { after, Instant, type Seconds, seconds } from '../kernel/time.ts';

/** The wrong passwords lately given for one name. */
export const Attempts = z.object({ failures: z.int().nonnegative(), lastAt: Instant }).readonly();
export type Attempts = z.infer<typeof Attempts>;

/** Wrong answers that cost nothing: people mistype. */
const FREE = 5;
const LONGEST_WAIT = 60;

/** After this long without a wrong password, nothing is remembered. */
export const MEMORY = seconds(900);

/**
 * How long nobody may try this name again. Doubles from one second with each failure beyond the free ones, up to a minute: about 1,440
 * guesses a day for as long as somebody keeps guessing.
 *
 * The wait holds for everybody who tries the name, the owner included; tokens and application credentials go on working. That somebody can
 * keep a user from logging in with a password this way, for at most a minute after they stop, is the price of the bound.
 */
export function waitFor(attempts: Attempts | undefined, now: Instant): Seconds {
  if (!attempts || now >= after(attempts.lastAt, MEMORY) || attempts.failures < FREE) return seconds(0);
  const wait = Math.min(LONGEST_WAIT, 2 ** (attempts.failures - FREE));
  return seconds(Math.max(0, Math.ceil((after(attempts.lastAt, seconds(wait)) - now) / 1000)));
}

export const afterFailure = (attempts: Attempts | undefined, now: Instant): Attempts => ({
  failures: attempts && now < after(attempts.lastAt, MEMORY) ? attempts.failures + 1 : 1,
  lastAt: now,
});
