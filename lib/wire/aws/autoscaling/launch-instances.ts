import type { Group } from '../../../domain/group/group.ts';
import { subnetsIn, ZONES, zoneOfSubnet } from '../../../domain/group/subnets.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { name } from './constraints.ts';
import { changes, number, reads, realmOf, text, texts } from './operation.ts';

export const launchInstances = changes(
  {
    AutoScalingGroupName: name,
    RequestedCapacity: { min: 1, whole: true },
    ClientToken: { min: 1, max: 64 },
    AvailabilityZones: { items: name },
    AvailabilityZoneIds: { items: name },
    SubnetIds: { items: name },
    RetryStrategy: { values: ['none', 'retry-with-group-configuration'] },
  },
  async ({ groups }, call, input) => {
    const called = text(input.AutoScalingGroupName);
    const seen = await groups.showGroup(realmOf(call), called);
    if (seen.kind === 'refused') return seen;
    const zone = zoneIn(call.region, input, seen.group);
    if (typeof zone !== 'string') return zone;
    const token = input.ClientToken === undefined ? undefined : text(input.ClientToken);
    const launched = await groups.launchInstances(realmOf(call), called, { capacity: number(input.RequestedCapacity) ?? 0, zone, token });
    if (launched.kind === 'refused') return launched;
    const [type] = seen.instances.flatMap(({ instanceType }) => instanceType ?? []);
    return {
      AutoScalingGroupName: called,
      ...(token !== undefined && { ClientToken: token }),
      Instances: [
        {
          ...(type !== undefined && { InstanceType: type }),
          MarketType: 'OnDemand',
          AvailabilityZone: launched.zone,
          InstanceIds: launched.instanceIds,
        },
      ],
      Errors: [],
    };
  },
);

/** The one zone that a request means: by its name, its id or a subnet in it. A group of several does not choose by itself. */
function zoneIn(region: string, input: Structure, { zones, subnets }: Pick<Group, 'zones' | 'subnets'>): string | AwsFault {
  const own = subnetsIn(subnets);
  const strange = texts(input.SubnetIds)?.find((subnet) => !own.includes(subnet));
  if (strange !== undefined) return validationError(`The subnet ${strange} is not one of the Auto Scaling group's.`);
  const named = [
    ...(texts(input.AvailabilityZones) ?? []),
    ...(texts(input.AvailabilityZoneIds) ?? []).map((id) => zoneOfId(region, id)),
    ...(texts(input.SubnetIds) ?? []).map((subnet) => zoneOfSubnet(region, subnet, own.indexOf(subnet))),
  ];
  const foreign = named.find((zone) => !zones.includes(zone));
  if (foreign !== undefined) return validationError(`The Availability Zone ${foreign} is not one of the Auto Scaling group's.`);
  const [zone = zones.length === 1 ? zones[0] : undefined, ...more] = new Set(named);
  if (zone === undefined)
    return validationError('Either AvailabilityZones or SubnetIds must be specified for a group of several Availability Zones.');
  return more.length > 0 ? validationError('Instances are launched into one Availability Zone at a time.') : zone;
}

/** `use1-az2` is the second. What is no id is no zone. */
const zoneOfId = (region: string, id: string): string => `${region}${ZONES[Number(/-az(\d)$/.exec(id)?.[1] ?? 0) - 1] ?? ` of ${id}`}`;

/** Policies of this kind are kept, and forecast nothing. */
export const getPredictiveScalingForecast = reads(
  { AutoScalingGroupName: name, PolicyName: { min: 1, max: 1_600 } },
  async ({ groups }, call, input) => {
    const seen = await groups.showGroup(realmOf(call), text(input.AutoScalingGroupName));
    if (seen.kind === 'refused') return seen;
    return validationError(
      `There is no forecast for the policy ${text(input.PolicyName)}: predictive scaling policies are kept here, and predict nothing.`,
    );
  },
);
