import { expect, test } from '@jest/globals';
import { arnIn, userArn } from '../../../../lib/domain/group/arn.ts';
import { policyIn } from '../../../../lib/domain/metric/metric-alarm.ts';
import { scalingPolicyArn } from '../../../../lib/wire/aws/autoscaling/arn.ts';

test.each([
  ['us-east-1', 'aws'],
  ['local', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['eu-central-1', 'aws'],
  ['eusc-de-east-1', 'aws-eusc'],
])('what is in %s is in the partition %s', (region, partition) => {
  const where = { region, account: '123456789012' };
  expect(arnIn(where, 'cloudwatch', 'alarm:a')).toBe(`arn:${partition}:cloudwatch:${region}:123456789012:alarm:a`);
  expect(userArn({ ...where, caller: { projectName: 'demo', userName: 'me' } })).toBe(`arn:${partition}:iam::123456789012:user/demo/me`);
  // An alarm there executes a policy that is there.
  const policyId = '0a1b2c3d-0000-4000-8000-000000000000';
  expect(policyIn(scalingPolicyArn(where, policyId, 'web', 'up'))).toEqual({ policyId, group: 'web' });
});
