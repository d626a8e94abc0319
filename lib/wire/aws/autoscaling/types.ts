import { PROCESSES } from '../../../domain/cluster/suspension.ts';
import { GROUP_METRICS } from '../../../domain/group/group-metrics.ts';
import { NOTIFICATION_TYPES } from '../../../domain/group/notification.ts';
import { TERMINATION_POLICIES } from './group-input.ts';
import { reads, realmOf } from './operation.ts';

/** What AWS describes that is the same for everybody. */
export const describeAdjustmentTypes = reads({}, async () => ({
  AdjustmentTypes: ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'].map((AdjustmentType) => ({ AdjustmentType })),
}));

export const describeScalingProcessTypes = reads({}, async () => ({
  Processes: [...PROCESSES].sort().map((ProcessName) => ({ ProcessName })),
}));

export const describeTerminationPolicyTypes = reads({}, async () => ({ TerminationPolicyTypes: TERMINATION_POLICIES }));

export const describeLifecycleHookTypes = reads({}, async () => ({
  LifecycleHookTypes: ['autoscaling:EC2_INSTANCE_LAUNCHING', 'autoscaling:EC2_INSTANCE_TERMINATING'],
}));

export const describeMetricCollectionTypes = reads({}, async () => ({
  Metrics: GROUP_METRICS.map((Metric) => ({ Metric })),
  Granularities: [{ Granularity: '1Minute' }],
}));

export const describeAutoScalingNotificationTypes = reads({}, async () => ({
  AutoScalingNotificationTypes: NOTIFICATION_TYPES,
}));

/** AWS's usual quotas, and what a project has of them. */
export const describeAccountLimits = reads({}, async ({ groups }, call) => {
  const made = await groups.listGroups(realmOf(call));
  if (made.kind === 'refused') return made;
  const configured = await groups.listLaunchConfigurations(realmOf(call));
  if (configured.kind === 'refused') return configured;
  return {
    MaxNumberOfAutoScalingGroups: 500,
    MaxNumberOfLaunchConfigurations: 200,
    NumberOfAutoScalingGroups: made.groups.length,
    NumberOfLaunchConfigurations: configured.configurations.length,
  };
});
