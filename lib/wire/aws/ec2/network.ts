import { defaultSubnet, subnetsIn, ZONES, zoneIdOf, zoneOfSubnet } from '../../../domain/group/subnets.ts';
import { mix } from '../../../domain/kernel/ids.ts';
import { realmOf, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { reads } from './operation.ts';
import { pageOf } from './page.ts';

export const SECURITY_GROUP = 'default';

/** An account's network is the same for good. */
const digits = (region: string, what: string, seed: number): string => mix(`${region}/${what}`, seed).toString(16).padStart(8, '0');

export const vpcId = (region: string): string => `vpc-0${digits(region, 'vpc', 0x85ebca77)}${digits(region, 'vpc', 0x165667b1)}`;
export const securityGroupId = (region: string): string =>
  `sg-0${digits(region, 'group', 0x85ebca77)}${digits(region, 'group', 0x165667b1)}`;
/** Of a zone of the region. */
export const subnetIn = (region: string, zone: string): string => defaultSubnet(region, zone.slice(-1));

type Subnet = { readonly id: string; readonly zone: string; readonly place: number; readonly isDefault: boolean };

/** The default ones, and those that a group of the caller is in: such are taken on trust. */
export const describeSubnets = reads(async ({ groups }, call, input) => {
  const listed = await groups.listGroups(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const known = new Map<string, Subnet>();
  for (const [place, letter] of ZONES.entries()) {
    const id = defaultSubnet(call.region, letter);
    known.set(id, { id, zone: `${call.region}${letter}`, place, isDefault: true });
  }
  for (const { group } of listed.groups)
    for (const [at, id] of subnetsIn(group.subnets).entries())
      if (!known.has(id)) known.set(id, { id, zone: zoneOfSubnet(call.region, id, at), place: known.size, isDefault: false });
  const ids = texts(input.SubnetIds) ?? [];
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) return awsFault('InvalidSubnetID.NotFound', `The subnet ID '${missing}' does not exist`);
  const named = [...known.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
  const wanted = filtered(
    input,
    named,
    {
      'subnet-id': ({ id }) => id,
      'availability-zone': ({ zone }) => zone,
      availabilityZone: ({ zone }) => zone,
      'availability-zone-id': ({ zone }) => zoneIdOf(zone),
      'vpc-id': () => vpcId(call.region),
      state: () => 'available',
      'default-for-az': ({ isDefault }) => isDefault,
      defaultForAz: ({ isDefault }) => isDefault,
      'owner-id': () => call.account,
      'cidr-block': cidrOf,
      'map-public-ip-on-launch': () => false,
    },
    () => [],
  );
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeSubnets', input, wanted, ({ id }) => id, { named: 'SubnetIds' });
  if (isAwsFault(shown)) return shown;
  return { Subnets: shown.items.map((one) => subnetView(call, one)), ...shown.token };
});

const cidrOf = ({ place }: Subnet): string => `172.31.${(place * 16) % 256}.0/20`;

const subnetView = ({ region, account }: AwsCall, subnet: Subnet): Structure => ({
  SubnetId: subnet.id,
  SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${subnet.id}`,
  AvailabilityZone: subnet.zone,
  AvailabilityZoneId: zoneIdOf(subnet.zone),
  VpcId: vpcId(region),
  CidrBlock: cidrOf(subnet),
  AvailableIpAddressCount: 4_091,
  State: 'available',
  DefaultForAz: subnet.isDefault,
  MapPublicIpOnLaunch: false,
  AssignIpv6AddressOnCreation: false,
  OwnerId: account,
  Tags: [],
});

export const describeVpcs = reads(async (_, call, input) => {
  const id = vpcId(call.region);
  const missing = (texts(input.VpcIds) ?? []).find((one) => one !== id);
  if (missing !== undefined) return awsFault('InvalidVpcID.NotFound', `The vpc ID '${missing}' does not exist`);
  const view = {
    VpcId: id,
    CidrBlock: '172.31.0.0/16',
    CidrBlockAssociationSet: [],
    DhcpOptionsId: 'default',
    InstanceTenancy: 'default',
    IsDefault: true,
    OwnerId: call.account,
    State: 'available',
    Tags: [],
  };
  const facets = {
    'vpc-id': () => id,
    cidr: () => view.CidrBlock,
    'is-default': () => true,
    isDefault: () => true,
    state: () => view.State,
    'owner-id': () => call.account,
  };
  const wanted = filtered(input, [view], facets, () => []);
  return isAwsFault(wanted) ? wanted : { Vpcs: wanted };
});

export const describeSecurityGroups = reads(async (_, call, input) => {
  const view = {
    GroupId: securityGroupId(call.region),
    GroupName: SECURITY_GROUP,
    Description: 'default VPC security group',
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1' }],
    OwnerId: call.account,
    VpcId: vpcId(call.region),
    Tags: [],
  };
  const missing =
    (texts(input.GroupIds) ?? []).find((one) => one !== view.GroupId) ??
    (texts(input.GroupNames) ?? []).find((one) => one !== SECURITY_GROUP);
  if (missing !== undefined) return awsFault('InvalidGroup.NotFound', `The security group '${missing}' does not exist`);
  const facets = {
    'group-id': () => view.GroupId,
    'group-name': () => SECURITY_GROUP,
    'vpc-id': () => view.VpcId,
    'owner-id': () => call.account,
    description: () => view.Description,
  };
  const wanted = filtered(input, [view], facets, () => []);
  return isAwsFault(wanted) ? wanted : { SecurityGroups: wanted };
});

/** Nobody keeps keys here: instances are not logged in to with them. */
export const describeKeyPairs = reads(async (_, __, input): Promise<Structure | AwsFault> => {
  const [name] = texts(input.KeyNames) ?? [];
  if (name !== undefined) return awsFault('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
  const [id] = texts(input.KeyPairIds) ?? [];
  return id === undefined ? { KeyPairs: [] } : awsFault('InvalidKeyPair.NotFound', `The key pair ID '${id}' does not exist`);
});
