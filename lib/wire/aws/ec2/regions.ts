import { ZONES, zoneIdOf } from '../../../domain/group/subnets.ts';
import { texts } from '../autoscaling/operation.ts';
import { awsFault, isAwsFault } from '../fault.ts';
import { filtered } from './filters.ts';
import { vpcId } from './network.ts';
import { reads } from './operation.ts';

export const describeAvailabilityZones = reads(async (_, { region }, input) => {
  const all = ZONES.map((letter) => ({
    ZoneName: `${region}${letter}`,
    ZoneId: zoneIdOf(`${region}${letter}`),
    RegionName: region,
    GroupName: region,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
    OptInStatus: 'opt-in-not-required',
    State: 'available',
    Messages: [],
  }));
  const [names, ids] = [texts(input.ZoneNames) ?? [], texts(input.ZoneIds) ?? []];
  const strange =
    names.find((name) => !all.some(({ ZoneName }) => ZoneName === name)) ?? ids.find((id) => !all.some(({ ZoneId }) => ZoneId === id));
  if (strange !== undefined) return awsFault('InvalidParameterValue', `Invalid availability zone: [${strange}]`);
  const named = all.filter(
    ({ ZoneName, ZoneId }) => (names.length === 0 || names.includes(ZoneName)) && (ids.length === 0 || ids.includes(ZoneId)),
  );
  const wanted = filtered(input, named, {
    'zone-name': ({ ZoneName }) => ZoneName,
    'zone-id': ({ ZoneId }) => ZoneId,
    'zone-type': ({ ZoneType }) => ZoneType,
    'region-name': () => region,
    'group-name': () => region,
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
    state: ({ State }) => State,
  });
  return isAwsFault(wanted) ? wanted : { AvailabilityZones: wanted };
});

/** Those that everybody has at AWS. */
const USUAL = [
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Any name is a region, with groups of its own: the one that is asked, those that are asked for, and to choose from the usual ones. */
export const describeRegions = reads(async (_, call, input) => {
  const names = texts(input.RegionNames) ?? [];
  const strange = names.find((name) => !/^[a-z0-9-]{1,64}$/.test(name));
  if (strange !== undefined) return awsFault('InvalidParameterValue', `Invalid region names: [${strange.slice(0, 64)}]`);
  const all = (names.length > 0 ? names : [...new Set([call.region, ...USUAL])].sort()).map((RegionName) => ({
    RegionName,
    Endpoint: `ec2.${RegionName}.amazonaws.com`,
    OptInStatus: 'opt-in-not-required',
  }));
  const wanted = filtered(input, all, {
    'region-name': ({ RegionName }) => RegionName,
    endpoint: ({ Endpoint }) => Endpoint,
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
  });
  return isAwsFault(wanted) ? wanted : { Regions: wanted };
});

/** An account of today has no classic platform. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'supported-platforms': 'VPC',
  'vpc-max-security-groups-per-interface': '5',
  'max-elastic-ips': '5',
  'max-instances': '20',
  'vpc-max-elastic-ips': '5',
};

export const describeAccountAttributes = reads(async (_, { region }, input) => {
  const all: Readonly<Record<string, string>> = { ...ATTRIBUTES, 'default-vpc': vpcId(region) };
  const names = texts(input.AttributeNames) ?? [];
  const strange = names.find((name) => !Object.hasOwn(all, name));
  if (strange !== undefined) return awsFault('InvalidParameterValue', `The attribute '${strange.slice(0, 64)}' is invalid`);
  return {
    AccountAttributes: Object.entries(all)
      .filter(([name]) => names.length === 0 || names.includes(name))
      .map(([AttributeName, AttributeValue]) => ({ AttributeName, AttributeValues: [{ AttributeValue }] })),
  };
});
