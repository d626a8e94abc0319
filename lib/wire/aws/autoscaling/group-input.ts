import type { GroupChange } from '../../../app/groups/grouping.ts';
import type { Tag } from '../../../domain/group/group.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { type Constraints, name, size } from './constraints.ts';
import { MIXED_POLICY } from './mixed-policy.ts';
import { number, structures, text, texts } from './operation.ts';

/** Members of a group that nothing here acts on: kept, and given back as they came. */
const VERBATIM = [
  'PlacementGroup',
  'LoadBalancerNames',
  'TargetGroupARNs',
  'TrafficSources',
  'MaxInstanceLifetime',
  'CapacityRebalance',
  'ServiceLinkedRoleARN',
  'Context',
  'DesiredCapacityType',
  'DefaultInstanceWarmup',
  'InstanceMaintenancePolicy',
  'AvailabilityZoneDistribution',
  'AvailabilityZoneImpairmentPolicy',
  'CapacityReservationSpecification',
  'SkipZonalShiftValidation',
  'DeletionProtection',
  'InstanceLifecyclePolicy',
] as const;

export const TERMINATION_POLICIES = [
  'AllocationStrategy',
  'ClosestToNextInstanceHour',
  'Default',
  'NewestInstance',
  'OldestInstance',
  'OldestLaunchConfiguration',
  'OldestLaunchTemplate',
] as const;

const TYPES = new Set(['EC2', 'EBS', 'ELB', 'VPC_LATTICE']);

/** What holds for creating a group and for changing one. */
export const GROUP_CONSTRAINTS: Constraints = {
  AutoScalingGroupName: name,
  LaunchConfigurationName: name,
  LaunchTemplate: { members: { LaunchTemplateId: name, LaunchTemplateName: { min: 3, max: 128 }, Version: name } },
  MixedInstancesPolicy: MIXED_POLICY,
  MinSize: size,
  MaxSize: size,
  DesiredCapacity: size,
  DefaultCooldown: size,
  AvailabilityZones: { min: 1, items: name },
  HealthCheckType: { min: 1, max: 1_600 },
  HealthCheckGracePeriod: size,
  PlacementGroup: name,
  VPCZoneIdentifier: { min: 1, max: 5_000 },
  TerminationPolicies: { items: { min: 1, max: 1_600 } },
  MaxInstanceLifetime: size,
  DesiredCapacityType: { min: 1, max: 255 },
};

export const TAG: Constraints = { Key: { min: 1, max: 128 }, Value: { max: 256 }, ResourceType: { min: 1, max: 32 } };

/** What a request says of how a group behaves, and nothing where it says nothing. */
export function mannersIn(input: Structure): GroupChange | AwsFault {
  const fault = firstOf([
    ...(['MinSize', 'MaxSize', 'DesiredCapacity'] as const).map((member) => negative(member, number(input[member]))),
    negative('DefaultCooldown', number(input.DefaultCooldown)),
    negative('HealthCheckGracePeriod', number(input.HealthCheckGracePeriod)),
    aboutHealth(input),
    aboutPolicies(texts(input.TerminationPolicies)),
    aboutLifetime(number(input.MaxInstanceLifetime)),
  ]);
  if (fault) return fault;
  const verbatim = Object.fromEntries(
    VERBATIM.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])),
  ) as JsonObject;
  const set = <T>(member: string, value: T | undefined) => (value === undefined ? {} : { [member]: value });
  return {
    ...set('minSize', number(input.MinSize)),
    ...set('maxSize', number(input.MaxSize)),
    ...set('desiredCapacity', number(input.DesiredCapacity)),
    ...set('defaultCooldown', number(input.DefaultCooldown)),
    ...set('healthCheckType', input.HealthCheckType === undefined ? undefined : text(input.HealthCheckType)),
    ...set('healthCheckGracePeriod', number(input.HealthCheckGracePeriod)),
    ...set('terminationPolicies', texts(input.TerminationPolicies)),
    ...set(
      'protectsNew',
      input.NewInstancesProtectedFromScaleIn === undefined ? undefined : input.NewInstancesProtectedFromScaleIn === true,
    ),
    ...(Object.keys(verbatim).length > 0 && { verbatim }),
  };
}

const firstOf = (faults: readonly (AwsFault | undefined)[]): AwsFault | undefined => faults.find((fault) => fault !== undefined);

const negative = (member: string, value: number | undefined): AwsFault | undefined =>
  value !== undefined && value < 0 ? validationError(`${member} must be greater than or equal to 0`) : undefined;

const aboutHealth = ({ HealthCheckType }: Structure): AwsFault | undefined =>
  HealthCheckType !== undefined &&
  !text(HealthCheckType)
    .split(',')
    .every((one) => TYPES.has(one.trim()))
    ? validationError(`Invalid Health Check Type: ${text(HealthCheckType)}`)
    : undefined;

const aboutPolicies = (policies: readonly string[] | undefined): AwsFault | undefined => {
  const strange = policies?.find((one) => !TERMINATION_POLICIES.some((known) => known === one) && !/^arn:aws[a-z-]*:lambda:/.test(one));
  return strange === undefined ? undefined : validationError(`Unrecognized termination policy: ${strange}`);
};

const aboutLifetime = (seconds: number | undefined): AwsFault | undefined =>
  seconds !== undefined && seconds !== 0 && seconds < 86_400
    ? validationError('MaxInstanceLifetime must be 0 or at least 86400 seconds.')
    : undefined;

/** Tags in a request. What AWS keeps for itself nobody may set. */
export function tagsIn(list: readonly Structure[]): readonly Tag[] | AwsFault {
  const reserved = list.find(({ Key }) => /^aws:/i.test(text(Key)));
  if (reserved) return validationError('Tag keys beginning with aws: are reserved for system use.');
  return list.map(({ Key, Value, PropagateAtLaunch }) => ({ key: text(Key), value: text(Value), propagate: PropagateAtLaunch === true }));
}

export const tagged = (input: Structure) => structures(input.Tags);
