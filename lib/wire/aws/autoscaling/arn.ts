import type { AwsCall } from '../query/endpoint.ts';

type Where = Pick<AwsCall, 'region' | 'account'>;

const arn = ({ region, account }: Where, what: string): string => `arn:aws:autoscaling:${region}:${account}:${what}`;

export const groupArn = (where: Where, id: string, name: string): string =>
  arn(where, `autoScalingGroup:${id}:autoScalingGroupName/${name}`);

export const launchConfigurationArn = (where: Where, id: string, name: string): string =>
  arn(where, `launchConfiguration:${id}:launchConfigurationName/${name}`);
