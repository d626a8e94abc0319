import type { SeenGroup, SeenInstance } from '../../../app/groups/grouping.ts';
import type { Process } from '../../../domain/cluster/suspension.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { groupArn } from './arn.ts';
import { launchView } from './launch-source.ts';
import { poolOfGroup } from './pool-view.ts';

/** A group as DescribeAutoScalingGroups shows it. Lists are there when they are empty: clients index into them. */
export function groupView(call: AwsCall, seen: SeenGroup, withInstances: boolean): Structure {
  const { group, cluster, sizes, instances, deleting } = seen;
  return {
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    TrafficSources: [],
    ...(group.verbatim as unknown as Structure),
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: groupArn(call, cluster.id, group.name),
    ...launchView(group.launch),
    ...poolOfGroup(seen),
    MinSize: sizes.minSize,
    MaxSize: sizes.maxSize,
    DesiredCapacity: sizes.desiredCapacity,
    DefaultCooldown: group.defaultCooldown,
    AvailabilityZones: group.zones,
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGracePeriod,
    Instances: withInstances ? instances.map(instanceView) : [],
    CreatedTime: group.createdAt,
    SuspendedProcesses: (cluster.suspended?.processes ?? []).map((one) => suspendedView(one, cluster.suspended?.since ?? 0)),
    ...(group.subnets !== '' && { VPCZoneIdentifier: group.subnets }),
    EnabledMetrics: group.metrics.map((Metric) => ({ Metric, Granularity: '1Minute' })),
    ...(deleting && { Status: 'Delete in progress' }),
    Tags: group.tags.map(({ key, value, propagate }) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      Key: key,
      Value: value,
      PropagateAtLaunch: propagate,
    })),
    TerminationPolicies: group.terminationPolicies,
    NewInstancesProtectedFromScaleIn: cluster.config['node.protected_from_scale_in'] === true,
  };
}

const suspendedView = (ProcessName: Process, since: number): Structure => ({
  ProcessName,
  SuspensionReason: `User suspended at ${new Date(since).toISOString().replace(/\.\d+Z$/, 'Z')}`,
});

/** Healthy here, HEALTHY where instances are described by themselves: so AWS has it. */
export const instanceView = ({ node, instanceId, state, health, zone, launch, instanceType, weight }: SeenInstance): Structure => ({
  InstanceId: instanceId,
  ...(instanceType !== undefined && { InstanceType: instanceType }),
  AvailabilityZone: zone,
  LifecycleState: state,
  HealthStatus: health,
  ...launchView(launch?.kind === 'mixed' ? undefined : launch),
  ...(weight !== undefined && { WeightedCapacity: weight }),
  ProtectedFromScaleIn: node.protected === true,
});
