import type { AwsFault } from '../fault.ts';
import { invalidValue } from './operation.ts';

/** Data are kept for fifteen days: nobody gets more by asking for more, and only pays for looking. */
const LONGEST = 16 * 86_400_000;

/** What is wrong with a period, in seconds. */
export function periodFault(period: number): AwsFault | undefined {
  return [1, 5, 10, 20, 30].includes(period) || (Number.isInteger(period) && period > 0 && period % 60 === 0)
    ? undefined
    : invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

/** No further back than there can be data. @param period milliseconds, as all of it */
export const since = (from: number, to: number, period: number): number => Math.max(Math.floor(from / period) * period, to - LONGEST);
