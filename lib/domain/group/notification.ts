import { type Action, isOpen } from '../action/action.ts';
import type { Event } from '../event/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { activityIdOf, activityOf } from './activity.ts';
import { arnIn } from './arn.ts';

export const NOTIFICATION_TYPES = [
  'autoscaling:EC2_INSTANCE_LAUNCH',
  'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
  'autoscaling:EC2_INSTANCE_TERMINATE',
  'autoscaling:EC2_INSTANCE_TERMINATE_ERROR',
  'autoscaling:TEST_NOTIFICATION',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** What a topic is told of a group: a subscription to the events of the group's cluster. */
export type Notification = {
  /** An ARN. */
  readonly topic: string;
  readonly types: readonly NotificationType[];
  readonly subscriptionId: string;
};

/** How a subscription tells of a group instead of its events. */
export type NotificationForm = {
  readonly kind: 'auto-scaling';
  readonly group: string;
  readonly region: string;
  readonly account: string;
  readonly types: readonly NotificationType[];
};

/** The ARN of a group. @param id its cluster's */
export const arnOfGroup = (of: { readonly region: string; readonly account: string; readonly id: string; readonly name: string }): string =>
  arnIn(of, 'autoscaling', `autoScalingGroup:${of.id}:autoScalingGroupName/${of.name}`);

/** What an event of a group's cluster tells of; undefined when nothing has come or gone by it. */
export function notificationTypeOf({ type, action }: Pick<Event, 'type' | 'action'>): NotificationType | undefined {
  if (type === 'resource-removed') return 'autoscaling:EC2_INSTANCE_TERMINATE';
  const failed = type === 'action-failed' || type === 'action-cancelled';
  if (type !== 'action-succeeded' && !failed) return undefined;
  if (action === 'NODE_CREATE' || action === 'NODE_RECOVER' || action === 'exit_standby')
    return `autoscaling:EC2_INSTANCE_LAUNCH${failed ? '_ERROR' : ''}`;
  return action === 'NODE_DELETE' || action === 'enter_standby' ? `autoscaling:EC2_INSTANCE_TERMINATE${failed ? '_ERROR' : ''}` : undefined;
}

/** An instance as a notification speaks of it. */
export type Noticed = { readonly instanceId: string; readonly zone: string; readonly subnet: string; readonly clusterId: string };

const written = (at: Instant): string => new Date(at).toISOString();

/** AWS's message of what became of an instance. @param root what the action is part of, or itself */
export function notificationOf(
  form: NotificationForm,
  type: NotificationType,
  event: Event,
  action: Action,
  root: Action,
  about: Noticed,
): { readonly subject: string; readonly body: JsonObject } {
  const terminates = type.startsWith('autoscaling:EC2_INSTANCE_TERMINATE');
  const failed = type.endsWith('_ERROR');
  const activity = activityOf(action, root, about.instanceId, written);
  const body: JsonObject = {
    Progress: 100,
    AccountId: form.account,
    Description: `${terminates ? 'Terminating EC2 instance' : 'Launching a new EC2 instance'}: ${about.instanceId}`,
    RequestId: activityIdOf(action),
    EndTime: written(isOpen(action) ? event.timestamp : (action.endedAt ?? event.timestamp)),
    AutoScalingGroupARN: arnOfGroup({ ...form, id: about.clusterId, name: form.group }),
    ActivityId: activity.id,
    StartTime: written(activity.startedAt),
    Service: 'AWS Auto Scaling',
    Time: written(event.timestamp),
    EC2InstanceId: about.instanceId,
    StatusCode: failed ? 'Failed' : 'Successful',
    StatusMessage: failed ? event.statusReason : '',
    Details: { 'Availability Zone': about.zone, ...(about.subnet !== '' && { 'Subnet ID': about.subnet }) },
    AutoScalingGroupName: form.group,
    Cause: activity.cause,
    Event: type,
  };
  const what = `${failed ? 'failed ' : ''}${terminates ? 'termination' : 'launch'}`;
  return { subject: `Auto Scaling: ${what} for group "${form.group}"`.slice(0, 100), body };
}
