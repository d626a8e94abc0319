import { z } from 'zod';
import { Denial } from '../domain/permission/denial.ts';
import { HIGHEST_LIMIT, UNLIMITED } from '../domain/quota/limits.ts';
import { HIGHEST_COST, isCountable } from '../domain/quota/price.ts';

/** A limit: -1 is none. */
export const quota = (fallback: number) => z.coerce.number().int().min(UNLIMITED).max(HIGHEST_LIMIT).default(fallback);
/** A limit in units of the operator's currency. */
export const money = (fallback: number) =>
  z.coerce
    .number()
    .refine((units) => units === UNLIMITED || isCountable(units), `must be -1, or from 0 to ${HIGHEST_COST} with six decimals at most`)
    .default(fallback);

export const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/** Words, separated by commas. */
export const words = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );

/** A list of denials, as JSON. */
export const denials = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return JSON.parse(text || '[]') as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(Denial));
