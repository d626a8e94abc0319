import { autoScalingModel } from '../../lib/composition/sdk-model.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { writeResult } from '../../lib/wire/aws/query/write-output.ts';
import { verifySignature } from '../../lib/wire/aws/signature/verify.ts';
import type { HttpRequest } from '../../lib/wire/http.ts';
import { KEY, verifyingAt } from '../support/signer.ts';
import { signedBy } from './sign.mjs';

const ROUNDS = 200;
const OPERATION = 'DescribeAutoScalingGroups';

const instance = (i: number) => ({
  InstanceId: `i-${String(i).padStart(17, '0')}`,
  InstanceType: 't3.micro',
  AvailabilityZone: 'us-east-1a',
  LifecycleState: 'InService',
  HealthStatus: 'Healthy',
  LaunchConfigurationName: 'bench',
  ProtectedFromScaleIn: false,
});
const group = (i: number) => ({
  AutoScalingGroupName: `bench-${i}`,
  AutoScalingGroupARN: `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0190f5b2-01a2-82c7-b989-d60000d7f9cb:autoScalingGroupName/bench-${i}`,
  LaunchConfigurationName: 'bench',
  MinSize: 0,
  MaxSize: 20,
  DesiredCapacity: 10,
  DefaultCooldown: 300,
  AvailabilityZones: ['us-east-1a'],
  LoadBalancerNames: [],
  HealthCheckType: 'EC2',
  HealthCheckGracePeriod: 0,
  Instances: Array.from({ length: 10 }, (_, at) => instance(i * 10 + at)),
  CreatedTime: 1_767_323_045_000,
  SuspendedProcesses: [],
  EnabledMetrics: [],
  Tags: [{ ResourceId: `bench-${i}`, ResourceType: 'auto-scaling-group', Key: 'team', Value: 'a', PropagateAtLaunch: false }],
  TerminationPolicies: ['Default'],
  NewInstancesProtectedFromScaleIn: false,
});

/** Milliseconds for each: writing the answer of a hundred groups of ten, and checking who signed a request. The median of many. */
export async function wireTimes(): Promise<{ readonly write: number; readonly verify: number }> {
  const output = autoScalingModel().get(OPERATION)?.output;
  const answer = { AutoScalingGroups: Array.from({ length: 100 }, (_, i) => group(i)) };
  const body = 'Action=SetDesiredCapacity&Version=2011-01-01&AutoScalingGroupName=bench-1&DesiredCapacity=4';
  const signed = await signedBy(KEY, { path: '/aws/autoscaling', body, host: '127.0.0.1:8778' });
  const request = {
    method: 'POST',
    path: '/aws/autoscaling',
    query: '',
    headers: signed,
    body,
    requestId: 'req-1',
  } as unknown as HttpRequest;
  const verifying = verifyingAt(() => instant(Date.now()));
  return {
    write: await median(() => writeResult(OPERATION, output, answer)),
    verify: await median(async () => {
      if ('code' in (await verifySignature(verifying, request, 'autoscaling'))) throw new Error('a good signature was refused');
    }),
  };
}

async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}
