import type { AwsOperation, QueryEndpoint } from '../query/endpoint.ts';
import { describeAccountSettings, putAccountSetting } from './account-settings.ts';
import { describeScalingActivities } from './activities.ts';
import { describeAutoScalingGroups } from './describe-groups.ts';
import { createAutoScalingGroup, deleteAutoScalingGroup, setDesiredCapacity, updateAutoScalingGroup } from './groups.ts';
import {
  describeAutoScalingInstances,
  setInstanceHealth,
  setInstanceProtection,
  terminateInstanceInAutoScalingGroup,
} from './instances.ts';
import { createLaunchConfiguration, deleteLaunchConfiguration, describeLaunchConfigurations } from './launch-configurations.ts';
import { getPredictiveScalingForecast, launchInstances } from './launch-instances.ts';
import {
  completeLifecycleAction,
  deleteLifecycleHook,
  describeLifecycleHooks,
  putLifecycleHook,
  recordLifecycleActionHeartbeat,
} from './lifecycle-hooks.ts';
import * as members from './members.ts';
import { disableMetricsCollection, enableMetricsCollection } from './metrics-collection.ts';
import * as notifications from './notifications.ts';
import { type Definition, operationOf, type Verbs } from './operation.ts';
import { resumeProcesses, suspendProcesses } from './processes.ts';
import * as refreshes from './refreshes.ts';
import { deletePolicy, describePolicies, executePolicy, putScalingPolicy } from './scaling-policies.ts';
import {
  batchDeleteScheduledAction,
  batchPutScheduledUpdateGroupAction,
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledUpdateGroupAction,
} from './scheduled-actions.ts';
import { createOrUpdateTags, deleteTags, describeTags } from './tags.ts';
import * as traffic from './traffic.ts';
import * as types from './types.ts';
import * as warmPool from './warm-pool.ts';

/** Operations under AWS's names. */
export const OPERATIONS: Readonly<Record<string, Definition>> = {
  CreateLaunchConfiguration: createLaunchConfiguration,
  DescribeLaunchConfigurations: describeLaunchConfigurations,
  DeleteLaunchConfiguration: deleteLaunchConfiguration,
  CreateAutoScalingGroup: createAutoScalingGroup,
  DescribeAutoScalingGroups: describeAutoScalingGroups,
  UpdateAutoScalingGroup: updateAutoScalingGroup,
  DeleteAutoScalingGroup: deleteAutoScalingGroup,
  SetDesiredCapacity: setDesiredCapacity,
  DescribeAutoScalingInstances: describeAutoScalingInstances,
  TerminateInstanceInAutoScalingGroup: terminateInstanceInAutoScalingGroup,
  SetInstanceProtection: setInstanceProtection,
  SetInstanceHealth: setInstanceHealth,
  LaunchInstances: launchInstances,
  EnterStandby: members.enterStandby,
  ExitStandby: members.exitStandby,
  AttachInstances: members.attachInstances,
  DetachInstances: members.detachInstances,
  StartInstanceRefresh: refreshes.startInstanceRefresh,
  DescribeInstanceRefreshes: refreshes.describeInstanceRefreshes,
  CancelInstanceRefresh: refreshes.cancelInstanceRefresh,
  RollbackInstanceRefresh: refreshes.rollbackInstanceRefresh,
  DescribeScalingActivities: describeScalingActivities,
  PutScalingPolicy: putScalingPolicy,
  DescribePolicies: describePolicies,
  DeletePolicy: deletePolicy,
  ExecutePolicy: executePolicy,
  GetPredictiveScalingForecast: getPredictiveScalingForecast,
  PutScheduledUpdateGroupAction: putScheduledUpdateGroupAction,
  BatchPutScheduledUpdateGroupAction: batchPutScheduledUpdateGroupAction,
  DescribeScheduledActions: describeScheduledActions,
  DeleteScheduledAction: deleteScheduledAction,
  BatchDeleteScheduledAction: batchDeleteScheduledAction,
  CreateOrUpdateTags: createOrUpdateTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
  PutLifecycleHook: putLifecycleHook,
  DescribeLifecycleHooks: describeLifecycleHooks,
  DeleteLifecycleHook: deleteLifecycleHook,
  CompleteLifecycleAction: completeLifecycleAction,
  RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat,
  PutWarmPool: warmPool.putWarmPool,
  DescribeWarmPool: warmPool.describeWarmPool,
  DeleteWarmPool: warmPool.deleteWarmPool,
  PutNotificationConfiguration: notifications.putNotificationConfiguration,
  DescribeNotificationConfigurations: notifications.describeNotificationConfigurations,
  DeleteNotificationConfiguration: notifications.deleteNotificationConfiguration,
  SuspendProcesses: suspendProcesses,
  ResumeProcesses: resumeProcesses,
  EnableMetricsCollection: enableMetricsCollection,
  DisableMetricsCollection: disableMetricsCollection,
  AttachLoadBalancers: traffic.attachLoadBalancers,
  DetachLoadBalancers: traffic.detachLoadBalancers,
  DescribeLoadBalancers: traffic.describeLoadBalancers,
  AttachLoadBalancerTargetGroups: traffic.attachLoadBalancerTargetGroups,
  DetachLoadBalancerTargetGroups: traffic.detachLoadBalancerTargetGroups,
  DescribeLoadBalancerTargetGroups: traffic.describeLoadBalancerTargetGroups,
  AttachTrafficSources: traffic.attachTrafficSources,
  DetachTrafficSources: traffic.detachTrafficSources,
  DescribeTrafficSources: traffic.describeTrafficSources,
  DescribeAccountLimits: types.describeAccountLimits,
  DescribeAccountSettings: describeAccountSettings,
  PutAccountSetting: putAccountSetting,
  DescribeAdjustmentTypes: types.describeAdjustmentTypes,
  DescribeScalingProcessTypes: types.describeScalingProcessTypes,
  DescribeTerminationPolicyTypes: types.describeTerminationPolicyTypes,
  DescribeLifecycleHookTypes: types.describeLifecycleHookTypes,
  DescribeMetricCollectionTypes: types.describeMetricCollectionTypes,
  DescribeAutoScalingNotificationTypes: types.describeAutoScalingNotificationTypes,
};

/** `/aws/autoscaling`. */
export const autoScalingEndpoint = (
  verbs: Verbs,
  setting: Pick<QueryEndpoint, 'model' | 'verifying' | 'account' | 'report'>,
): QueryEndpoint => ({
  service: 'autoscaling',
  version: '2011-01-01',
  namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  operations: Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, definition]): [string, AwsOperation] => [name, operationOf(verbs, name, definition)]),
  ),
  reads: new Set(Object.keys(OPERATIONS).filter((name) => OPERATIONS[name]?.changes === false)),
  ...setting,
});
