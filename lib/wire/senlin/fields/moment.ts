import { z } from 'zod';
import { type Instant, instant } from '../../../domain/kernel/time.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import { malformed } from '../reply.ts';
import { type FieldType, read } from './field.ts';

const Time = z.iso.datetime({ offset: true });

/** A moment, in the form of RFC 3339, which says how far it is from UTC. Fractions of a second are cut off. */
export const moment: FieldType<Instant> = {
  convert: (value, field) => {
    const parsed = Time.safeParse(value);
    if (!parsed.success)
      return malformed(`The value for '${field}' must be a time with its offset, such as 2026-01-31T09:00:00Z: '${textOf(value)}'.`);
    return read(instant(Math.floor(Date.parse(parsed.data) / 1000) * 1000));
  },
  types: ['string'],
  schema: { format: 'date-time' },
};
