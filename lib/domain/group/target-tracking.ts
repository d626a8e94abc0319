import { bornAt, childId } from '../kernel/ids.ts';
import type { Rule, Watched } from '../metric/metric-alarm.ts';
import type { Sizes } from './pending-sizes.ts';
import type { ScalingPolicy, TargetTracking } from './scaling-policy.ts';

/** Below this share of the target there is too much. In between, nothing happens. */
const LOW = 0.9;
/** What a quotient may be off by for having been reckoned. */
const DUST = 1e-9;

/**
 * The capacity at which a load that is shared out would be at its target.
 *
 * It grows by the latest value and shrinks by the greatest of those that there are, never while somebody is still warming up, and never to nothing: a group
 * without instances has no metric to grow by.
 *
 * @param points values of the metric, oldest first; one at least
 */
export function trackedAim(
  { minSize, maxSize, desiredCapacity: now }: Sizes,
  { target, disableScaleIn }: Pick<TargetTracking, 'target' | 'disableScaleIn'>,
  points: readonly number[],
  warming: number,
): number {
  const within = (aim: number) => Math.min(maxSize, Math.max(minSize, aim));
  const at = (value: number) => Math.ceil((Math.max(1, now - warming) * value) / target - DUST);
  const latest = points.at(-1) ?? target;
  if (latest > target) return within(Math.max(now, at(latest)));
  const greatest = Math.max(...points);
  if (disableScaleIn || warming > 0 || greatest >= target * LOW) return within(now);
  return within(Math.min(now, Math.max(1, at(greatest))));
}

/** An alarm that a policy makes for itself: what it is called, and when it goes off. */
export type TrackingAlarm = Watched & Rule & { readonly name: string };

/** Three minutes above the target are too much load; fifteen well below it are too little. */
export function alarmsOf(group: string, policy: ScalingPolicy): readonly TrackingAlarm[] {
  if (policy.kind !== 'TargetTrackingScaling') return [];
  const { id, target, metric, disableScaleIn } = policy;
  const alarm = (word: 'AlarmHigh' | 'AlarmLow', periods: number): TrackingAlarm => ({
    ...metric,
    name: `TargetTracking-${group}-${word}-${childId(id, word, 0, bornAt(id))}`,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    threshold: word === 'AlarmHigh' ? target : target * LOW,
    comparison: word === 'AlarmHigh' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    missing: 'missing',
  });
  return [alarm('AlarmHigh', 3), ...(disableScaleIn ? [] : [alarm('AlarmLow', 15)])];
}
