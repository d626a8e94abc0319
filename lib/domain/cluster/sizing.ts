import { type Fault, permanent } from '../kernel/fault.ts';
import type { Cluster } from './cluster.ts';

/** Bounds that a request brings along; absent ones are the cluster's own. */
export type Asked = {
  readonly desired?: number | undefined;
  readonly minSize?: number | undefined;
  /** -1 means no upper bound. */
  readonly maxSize?: number | undefined;
  /** False: out-of-range targets are moved into range instead of refused. */
  readonly strict: boolean;
};
type Bounds = Pick<Cluster, 'minSize' | 'maxSize' | 'desiredCapacity'>;

export type Adjustment = {
  readonly type: 'EXACT_CAPACITY' | 'CHANGE_IN_CAPACITY' | 'CHANGE_IN_PERCENTAGE';
  readonly number: number;
  /** The least change a percentage may come to. */
  readonly minStep?: number | undefined;
};

/**
 * Whether a size fits, in Senlin's order of questions, so that the first thing wrong is the thing named.
 *
 * @param most the operator's limit on nodes per cluster
 */
export function checkSize(cluster: Bounds, asked: Asked, most: number): Fault | undefined {
  const { desired, minSize, maxSize, strict } = asked;
  const wrong = (message: string) => permanent('request.malformed', message);
  /** By what the cluster is now: another time the same may do. */
  const outside = (message: string) => permanent('cluster.bounds', message);
  if (desired !== undefined) {
    if (desired > most)
      return wrong(`The target capacity (${desired}) is greater than the maximum number of nodes allowed per cluster (${most}).`);
    if (minSize !== undefined && desired < minSize)
      return wrong(`The target capacity (${desired}) is less than the specified min_size (${minSize}).`);
    if (minSize === undefined && strict && desired < cluster.minSize)
      return outside(`The target capacity (${desired}) is less than the cluster's min_size (${cluster.minSize}).`);
    if (maxSize !== undefined && maxSize >= 0 && desired > maxSize)
      return wrong(`The target capacity (${desired}) is greater than the specified max_size (${maxSize}).`);
    if (maxSize === undefined && strict && cluster.maxSize >= 0 && desired > cluster.maxSize)
      return outside(`The target capacity (${desired}) is greater than the cluster's max_size (${cluster.maxSize}).`);
  }
  if (minSize !== undefined) {
    if (maxSize !== undefined && maxSize >= 0 && minSize > maxSize)
      return wrong(`The specified min_size (${minSize}) is greater than the specified max_size (${maxSize}).`);
    if (maxSize === undefined && cluster.maxSize >= 0 && minSize > cluster.maxSize)
      return outside(`The specified min_size (${minSize}) is greater than the current max_size (${cluster.maxSize}) of the cluster.`);
    if (desired === undefined && strict && minSize > cluster.desiredCapacity)
      return outside(
        `The specified min_size (${minSize}) is greater than the current desired_capacity (${cluster.desiredCapacity}) of the cluster.`,
      );
  }
  if (maxSize !== undefined && maxSize >= 0) {
    if (maxSize > most)
      return wrong(`The specified max_size (${maxSize}) is greater than the maximum number of nodes allowed per cluster (${most}).`);
    if (minSize === undefined && maxSize < cluster.minSize)
      return outside(`The specified max_size (${maxSize}) is less than the current min_size (${cluster.minSize}) of the cluster.`);
    if (desired === undefined && strict && maxSize < cluster.desiredCapacity)
      return outside(
        `The specified max_size (${maxSize}) is less than the current desired_capacity (${cluster.desiredCapacity}) of the cluster.`,
      );
  }
  return undefined;
}

/** Where an adjustment leads from `current` nodes. May be out of any bounds, even negative: checking or clamping is another step. */
export function target(current: number, { type, number, minStep }: Adjustment): number {
  switch (type) {
    case 'EXACT_CAPACITY':
      return Math.trunc(number);
    case 'CHANGE_IN_CAPACITY':
      return current + Math.trunc(number);
    case 'CHANGE_IN_PERCENTAGE':
      return current + percentage(current, number, minStep ?? 0);
  }
}

/** Less than one node is rounded away from zero, more is truncated towards it, and a step too small becomes `minStep`; no change stays none. */
function percentage(current: number, percent: number, minStep: number): number {
  const exact = (current * percent) / 100;
  const whole = Math.abs(exact) < 1 ? Math.sign(exact) * Math.ceil(Math.abs(exact)) : Math.trunc(exact);
  return whole !== 0 && Math.abs(whole) < minStep ? Math.sign(whole) * minStep : whole + 0;
}

/** Moves a target into the bounds that hold: the request's where it brings some, else the cluster's. */
export function clamp(desired: number, cluster: Bounds, asked: Pick<Asked, 'minSize' | 'maxSize'>, most: number): number {
  const low = asked.minSize ?? cluster.minSize;
  const high = asked.maxSize ?? cluster.maxSize;
  return Math.max(low, Math.min(desired, high >= 0 ? Math.min(high, most) : most));
}
