import { type Refusal, refused } from '../kernel/fault.ts';
import type { Sizes } from './pending-sizes.ts';
import { adjusted, type ScalingPolicy, stepFor } from './scaling-policy.ts';

/** What whoever has a policy executed knows of the metric. */
export type Signal = {
  /** How far the metric is from the threshold that it broke. */
  readonly distance?: number;
};

/** The capacity that a policy wants, within the group's bounds, or why it cannot say. */
export function aimOf(policy: ScalingPolicy, sizes: Sizes, { distance }: Signal): number | Refusal {
  if (policy.kind === 'SimpleScaling') return adjusted(sizes, policy, policy.adjustment);
  if (distance === undefined) return refused('group.metric', 'MetricValue and BreachThreshold are required for StepScaling policies.');
  const step = stepFor(policy.steps, distance);
  return step
    ? adjusted(sizes, policy, step.adjustment)
    : refused('group.metric', 'No step adjustment of the policy fits the metric value.');
}
