import type { Action, Hook } from '../action/action.ts';
import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { instanceIdOf } from './instance-id.ts';
import type { HookedGroup } from './lifecycle-hook.ts';

const SERVICE = 'AWS Auto Scaling';
const written = (at: Instant): string => new Date(at).toISOString();

const GROUP = 'AutoScalingGroup';
const POOL = 'WarmPool';

/** From where to where an instance goes that waits. @param moves between service and the pool */
const between = ({ standby }: Node, { transition }: Pick<Hook, 'transition'>, moves: boolean): JsonObject => {
  const isWarm = standby?.warm !== undefined;
  if (moves) return transition === 'LAUNCHING' ? { Origin: POOL, Destination: GROUP } : { Origin: GROUP, Destination: POOL };
  const place = isWarm ? POOL : GROUP;
  return transition === 'LAUNCHING' ? { Origin: 'EC2', Destination: place } : { Origin: place, Destination: 'EC2' };
};

/** What is known of an instance that waits at a group's hook, but for the token: for everybody to see. */
export const waitingInstance = (
  { group }: HookedGroup,
  self: Action,
  node: Node,
  name: string,
  hook: Pick<Hook, 'transition'>,
): JsonObject => ({
  AutoScalingGroupName: group,
  LifecycleHookName: name,
  EC2InstanceId: instanceIdOf(node),
  LifecycleTransition: `autoscaling:EC2_INSTANCE_${hook.transition}`,
  ...between(node, hook, self.action === 'NODE_OPERATION' && self.inputs.warm !== undefined),
});

/** AWS's message of an instance that waits. @param metadata as whoever made the hook wrote it */
export const hookMessage = (of: HookedGroup, self: Action, node: Node, name: string, hook: Hook, metadata?: string): JsonObject => ({
  Service: SERVICE,
  Time: written(hook.since),
  RequestId: self.id,
  AccountId: of.account,
  ...waitingInstance(of, self, node, name, hook),
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
