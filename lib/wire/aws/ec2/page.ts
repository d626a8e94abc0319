import { page } from '../autoscaling/page.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { invalidValue } from './operation.ts';

export type Shown<T> = { readonly items: readonly T[]; readonly token: Structure };

/**
 * One page of a list, as EC2 has them: all there is in one, unless a client says how many.
 *
 * @param named what else names the things wanted: then pages make no sense
 */
export function pageOf<T>(
  call: AwsCall,
  operation: string,
  input: Structure,
  all: readonly T[],
  keyOf: (item: T) => string,
  { least = 5, most = 1_000, named }: { readonly least?: number; readonly most?: number; readonly named?: string } = {},
): Shown<T> | AwsFault {
  const { MaxResults: asked, ...rest } = input;
  if (asked !== undefined && named !== undefined && Array.isArray(rest[named]) && rest[named].length > 0)
    return awsFault('InvalidParameterCombination', `The parameter ${named} cannot be used with the parameter MaxResults`);
  const size = asked === undefined ? most : Number(asked);
  if (!Number.isInteger(size)) return invalidValue(String(asked), 'MaxResults', 'Expecting a whole number.');
  if (size < least) return invalidValue(String(asked), 'MaxResults', `Expecting a value greater than or equal to ${least}.`);
  if (size > most) return invalidValue(String(asked), 'MaxResults', `Expecting a value less than or equal to ${most}.`);
  const shown = page(call, operation, { ...rest, MaxRecords: size }, all, keyOf, { usual: most, most });
  if (isAwsFault(shown)) return shown;
  return { items: shown.items, token: shown.next === undefined ? {} : { NextToken: shown.next } };
}
