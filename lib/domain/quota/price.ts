import { z } from 'zod';
import type { Json } from '../kernel/json.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Profile } from '../profile/profile.ts';
import { type LimitName, UNLIMITED } from './limits.ts';

/** Money is counted in whole millionths of whatever currency the operator's prices are in, so that sums are exact. */
const MILLIONTHS = 1_000_000;
/** What a figure may be at most, in units of the currency: its millionths are still whole numbers to every part. */
export const HIGHEST_COST = 1_000_000_000;

export const inMillionths = (units: number): number => Math.round(units * MILLIONTHS);
export const inUnits = (millionths: number): number => millionths / MILLIONTHS;
/** A count or a limit as people write it. */
export const figureOf = (name: LimitName, figure: number): number =>
  name === 'cost_per_hour' && figure !== UNLIMITED ? inUnits(figure) : figure;
/** Whether a figure in units says no more than can be counted. */
export const isCountable = (units: number): boolean =>
  units >= 0 && units <= HIGHEST_COST && Math.abs(units * MILLIONTHS - inMillionths(units)) < 1e-3;

/**
 * What nodes of some profiles cost while they are there. The first rule that fits counts; what none fits costs nothing.
 *
 * `type` is a profile type with or without its version, or left out for any. `where` names properties of the profile by their paths, with dots, and what they must
 * be: equal as JSON, and null where the profile does not say.
 */
export const PriceList = z
  .array(
    z.strictObject({
      type: z.string().min(1).optional(),
      where: z.record(z.string().min(1), z.json()).optional(),
      per_hour: z.number().refine(isCountable, `must be from 0 to ${HIGHEST_COST}, with six decimals at most`),
    }),
  )
  .max(1_000)
  .readonly();
export type PriceList = z.infer<typeof PriceList>;

/** @returns what a node of the profile costs an hour, in millionths */
export function priceOf(prices: PriceList, profile: Pick<Profile, 'type' | 'spec'>): number {
  const properties = profile.spec.properties;
  const rule = prices.find(
    ({ type, where = {} }) =>
      (type === undefined || type === profile.type || type === profile.type.replace(/-[^-]*$/, '')) &&
      Object.entries(where).every(([path, wanted]) => isSame(at(properties, path.split('.')), wanted as Json)),
  );
  return rule ? inMillionths(rule.per_hour) : 0;
}

const at = (value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined => {
  if (name === undefined) return value;
  return isJsonObject(value) && Object.hasOwn(value, name) ? at(value[name], rest) : undefined;
};

function isSame(one: Json | undefined, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, i) => isSame(item, other[i] ?? null));
  if (isJsonObject(one) && isJsonObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name] ?? null))
    );
  }
  return (one ?? null) === other;
}
