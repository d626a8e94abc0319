import { after, type Instant, seconds } from '../kernel/time.ts';
import type { Group, Warming } from './group.ts';
import type { ScalingPolicy } from './scaling-policy.ts';

/** How many are warming up. */
export const warmingOf = ({ warming = [] }: Pick<Group, 'warming'>, now: Instant): number =>
  warming.reduce((sum, { count, until }) => sum + (until > now ? count : 0), 0);

/** Seconds that an instance takes until it counts: the policy's, the group's, or as long as the group cools down. */
function warmupOf(policy: ScalingPolicy, { verbatim, defaultCooldown }: Pick<Group, 'verbatim' | 'defaultCooldown'>): number {
  if (policy.kind !== 'StepScaling' && policy.kind !== 'TargetTrackingScaling') return 0;
  const groups = verbatim.DefaultInstanceWarmup;
  return policy.warmup ?? (typeof groups === 'number' && groups >= 0 ? groups : defaultCooldown);
}

/** Those that are warming up once a policy has asked for some more, or fewer: whoever goes is not waited for. */
export function warmed(
  group: Pick<Group, 'warming' | 'verbatim' | 'defaultCooldown'>,
  policy: ScalingPolicy,
  more: number,
  now: Instant,
): readonly Warming[] {
  const warmup = warmupOf(policy, group);
  const still = (group.warming ?? []).filter(({ until }) => until > now);
  return more > 0 && warmup > 0 ? [...still, { count: more, until: after(now, seconds(warmup)) }] : still;
}
