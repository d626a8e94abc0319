import { type Refusal, refused } from '../kernel/fault.ts';
import type { Sizes } from './pending-sizes.ts';
import { adjusted, type ScalingPolicy, type StepScaling, stepFor } from './scaling-policy.ts';
import { trackedAim } from './target-tracking.ts';

/** What whoever has a policy executed knows of the metric. */
export type Signal = {
  /** How far the metric is from the threshold that it broke; for policies with steps. */
  readonly distance?: number;
  /** The values that an alarm is about, oldest first; none, where it was set by hand before it ever had one. */
  readonly points?: readonly number[];
  /** That of the alarm. */
  readonly threshold?: number;
};

/**
 * The capacity that a policy wants, within the group's bounds, or why it cannot say.
 *
 * @param warming how many instances of the capacity do not count for the metric yet
 */
export function aimOf(policy: ScalingPolicy, sizes: Sizes, signal: Signal, warming = 0): number | Refusal {
  switch (policy.kind) {
    case 'SimpleScaling':
      return adjusted(sizes, policy, policy.adjustment);
    case 'StepScaling': {
      const distance = signal.distance ?? distanceOf(policy, signal);
      if (distance === undefined) return refused('group.metric', 'MetricValue and BreachThreshold are required for StepScaling policies.');
      const step = stepFor(policy.steps, distance);
      if (!step) return refused('group.metric', 'No step adjustment of the policy fits the metric value.');
      return stepped(policy, sizes, step.adjustment, warming);
    }
    case 'TargetTrackingScaling':
      if (!signal.points)
        return refused('scaling-policy.kind', 'Policies of type TargetTrackingScaling cannot be executed: their alarms do that.');
      if (signal.points.length === 0) return refused('group.metric', 'There is no value of the metric to go by.');
      return trackedAim(sizes, policy, signal.points, warming);
    case 'PredictiveScaling':
      return refused('scaling-policy.kind', 'Policies of type PredictiveScaling cannot be executed.');
  }
}

/** Of the values that an alarm is about, summed up as the policy says. */
function distanceOf({ aggregation }: StepScaling, { points, threshold }: Signal): number | undefined {
  if (!points || threshold === undefined) return undefined;
  if (points.length === 0) return 0;
  const sum = points.reduce((all, one) => all + one, 0);
  const value = { Average: sum / points.length, Minimum: Math.min(...points), Maximum: Math.max(...points) }[aggregation];
  return value - threshold;
}

/** What is asked for while others are warming up counts from those that are warm, as AWS has it: so the same step again asks for no more. */
function stepped(policy: StepScaling, sizes: Sizes, amount: number, warming: number): number {
  if (policy.adjustmentType === 'ExactCapacity' || amount <= 0) return adjusted(sizes, policy, amount);
  const warm = Math.max(0, sizes.desiredCapacity - warming);
  return Math.max(sizes.desiredCapacity, adjusted({ ...sizes, desiredCapacity: warm }, policy, amount));
}
