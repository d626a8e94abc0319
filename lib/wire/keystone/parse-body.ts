import { z } from 'zod';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';

/** 256 KiB: nothing that is asked of identity needs a hundredth of it. */
const LARGEST = 256 * 1024;

/** Text that is written down as it is. Half a surrogate pair is not text, and no store takes it. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !/\p{Surrogate}/u.test(value), 'is not well-formed text');

export const Name = text(255).min(1).regex(/\S/, 'must not be blank');
export const Id = text(64).min(1);
export const Description = text(4096);
/** A password or a secret: any string, and short enough that hashing it is no work. */
export const Secret = z.string().max(1024);

export type Parsed<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'fault'; readonly fault: Fault };

const malformed = (message: string) => ({ kind: 'fault', fault: permanent('request.malformed', message) }) as const;

/** Turns a body into what the schema says, or says what is wrong with it. Names the field, never repeats what was in it. */
export function parseBody<T>(schema: z.ZodType<T>, body: string): Parsed<T> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return malformed('Expecting to find valid JSON in request body.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'ok', value: parsed.data };
  const [issue] = parsed.error.issues;
  return malformed(`Invalid input for field '${issue?.path.join('/') ?? ''}': ${issue?.message ?? 'invalid'}`);
}

export const isTooLarge = (body: string): boolean => body.length > LARGEST || Buffer.byteLength(body) > LARGEST;
