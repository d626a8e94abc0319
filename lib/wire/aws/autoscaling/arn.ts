import { arnIn } from '../../../domain/group/arn.ts';
import { arnOfGroup } from '../../../domain/group/notification.ts';
import type { AwsCall } from '../query/endpoint.ts';

type Where = Pick<AwsCall, 'region' | 'account'>;

const arn = (where: Where, what: string): string => arnIn(where, 'autoscaling', what);

export const groupArn = (where: Where, id: string, name: string): string => arnOfGroup({ ...where, id, name });

export const launchConfigurationArn = (where: Where, id: string, name: string): string =>
  arn(where, `launchConfiguration:${id}:launchConfigurationName/${name}`);

export const scalingPolicyArn = (where: Where, id: string, group: string, name: string): string =>
  arn(where, `scalingPolicy:${id}:autoScalingGroupName/${group}:policyName/${name}`);

/** The id of the policy that an ARN names; undefined for what is none of this region and account. */
export function policyIdIn(where: Where, text: string): string | undefined {
  const start = arn(where, 'scalingPolicy:');
  return text.startsWith(start) ? text.slice(start.length).split(':')[0] : undefined;
}

export const scheduledActionArn = (where: Where, id: string, group: string, name: string): string =>
  arn(where, `scheduledUpdateGroupAction:${id}:autoScalingGroupName/${group}:scheduledActionName/${name}`);
