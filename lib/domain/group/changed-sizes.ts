import type { Sizes } from './pending-sizes.ts';

export type SizeChange = {
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly desiredCapacity?: number | undefined;
};

/**
 * The sizes that an update leads to. Bounds that are not given stay; a desired capacity that is not given is moved into them, one that is given must fit.
 *
 * @returns a sentence instead, where they contradict one another
 */
export function changedSizes(
  before: Sizes,
  { minSize = before.minSize, maxSize = before.maxSize, desiredCapacity }: SizeChange,
): Sizes | string {
  if (minSize > maxSize) return `Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`;
  if (desiredCapacity !== undefined && desiredCapacity > maxSize)
    return `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`;
  if (desiredCapacity !== undefined && desiredCapacity < minSize)
    return `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`;
  return { minSize, maxSize, desiredCapacity: desiredCapacity ?? Math.min(maxSize, Math.max(minSize, before.desiredCapacity)) };
}
