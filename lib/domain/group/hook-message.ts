import type { Hook } from '../action/action.ts';
import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { instanceIdOf } from './instance-id.ts';
import type { HookedGroup } from './lifecycle-hook.ts';

const SERVICE = 'AWS Auto Scaling';
const written = (at: Instant): string => new Date(at).toISOString();

/** What is known of an instance that waits at a group's hook, but for the token: for everybody to see. */
export const waitingInstance = (
  { group }: HookedGroup,
  node: Node,
  name: string,
  { transition }: Pick<Hook, 'transition'>,
): JsonObject => ({
  AutoScalingGroupName: group,
  LifecycleHookName: name,
  EC2InstanceId: instanceIdOf(node),
  LifecycleTransition: `autoscaling:EC2_INSTANCE_${transition}`,
});

/** AWS's message of an instance that waits. @param metadata as whoever made the hook wrote it */
export const hookMessage = (of: HookedGroup, node: Node, name: string, hook: Hook, requestId: string, metadata?: string): JsonObject => ({
  Service: SERVICE,
  Time: written(hook.since),
  RequestId: requestId,
  AccountId: of.account,
  ...waitingInstance(of, node, name, hook),
  LifecycleActionToken: hook.token,
  ...(metadata !== undefined && { NotificationMetadata: metadata }),
});

/** What is sent to a target when it is named, so that it is known there and then whether it can be told. */
export const testMessage = ({ group, account }: HookedGroup, requestId: string, now: Instant): JsonObject => ({
  Service: SERVICE,
  Time: written(now),
  RequestId: requestId,
  AccountId: account,
  AutoScalingGroupName: group,
  Event: 'autoscaling:TEST_NOTIFICATION',
});
