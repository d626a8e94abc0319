import type { JsonObject } from '../kernel/json.ts';
import type { Watched } from '../metric/metric-alarm.ts';
import type { Sizes } from './pending-sizes.ts';

export const ADJUSTMENT_TYPES = ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'] as const;
export type AdjustmentType = (typeof ADJUSTMENT_TYPES)[number];

/** Bounds are how far a metric is from its alarm's threshold; without one it reaches as far as there is. */
export type Step = { readonly lower?: number; readonly upper?: number; readonly adjustment: number };

export type Adjusting = {
  readonly adjustmentType: AdjustmentType;
  /** The least that a percentage comes to. */
  readonly minMagnitude?: number;
};

type Aggregation = 'Minimum' | 'Maximum' | 'Average';

export type SimpleScaling = Adjusting & {
  readonly kind: 'SimpleScaling';
  readonly adjustment: number;
  /** Seconds; the group's own, if not given. */
  readonly cooldown?: number;
  /** Nothing goes by it here: kept for whoever gave it. */
  readonly aggregation?: Aggregation;
};

export type StepScaling = Adjusting & {
  readonly kind: 'StepScaling';
  readonly steps: readonly Step[];
  readonly aggregation: Aggregation;
  /** Seconds. */
  readonly warmup?: number;
};

export type TargetTracking = {
  readonly kind: 'TargetTrackingScaling';
  readonly target: number;
  readonly metric: Watched;
  readonly disableScaleIn: boolean;
  /** Seconds. */
  readonly warmup?: number;
  /** As the client sent it. */
  readonly configuration: JsonObject;
};

/** Kept, and given back. Nothing here foretells anything. */
export type PredictiveScaling = { readonly kind: 'PredictiveScaling'; readonly configuration: JsonObject };

/** How a group is scaled by one of its policies, by name. */
export type ScalingPolicy = { readonly id: string; readonly name: string; readonly enabled: boolean } & (
  | SimpleScaling
  | StepScaling
  | TargetTracking
  | PredictiveScaling
);

/** What is wrong with the steps of a policy, in AWS's words; undefined when they cover what they begin to, once. */
export function stepsFault(steps: readonly Step[]): string | undefined {
  if (steps.length === 0) return 'At least one StepAdjustment must be specified for StepScaling policies';
  if (steps.some(({ lower, upper }) => lower !== undefined && upper !== undefined && lower >= upper))
    return 'Step adjustment upper bound must be greater than the lower bound';
  const sorted = [...steps].sort((a, b) => lowest(a) - lowest(b));
  if (sorted.filter(({ lower }) => lower === undefined).length > 1) return 'At most one StepAdjustment may have an unspecified lower bound';
  if (sorted.filter(({ upper }) => upper === undefined).length > 1) return 'At most one StepAdjustment may have an unspecified upper bound';
  const meet = sorted.every((step, place) => place === 0 || highest(sorted[place - 1]) === lowest(step));
  return meet ? undefined : "StepAdjustment intervals can't have gaps or overlap";
}

const lowest = ({ lower = Number.NEGATIVE_INFINITY }: Step): number => lower;
const highest = (step: Step | undefined): number => step?.upper ?? Number.POSITIVE_INFINITY;

/** Above the threshold a step holds from its lower bound to below its upper one; below it, the other way around. */
export const stepFor = (steps: readonly Step[], distance: number): Step | undefined =>
  steps.find((step) =>
    distance >= 0 ? distance >= lowest(step) && distance < highest(step) : distance > lowest(step) && distance <= highest(step),
  );

/** The capacity that an adjustment leads to, within the group's bounds. Percentages are truncated, and never come to less than one. */
export function adjusted(
  { minSize, maxSize, desiredCapacity: now }: Sizes,
  { adjustmentType, minMagnitude = 0 }: Adjusting,
  amount: number,
): number {
  const aim =
    adjustmentType === 'ExactCapacity'
      ? amount
      : now + (adjustmentType === 'ChangeInCapacity' ? amount : percentage(now, amount, minMagnitude));
  return Math.min(maxSize, Math.max(minSize, aim));
}

function percentage(now: number, percent: number, least: number): number {
  if (percent === 0 || now === 0) return Math.sign(percent) * (now === 0 ? least : 0);
  return Math.sign(percent) * Math.max(1, least, Math.trunc(Math.abs((now * percent) / 100)));
}
