import { arnIn } from '../../../domain/group/arn.ts';
import type { Network } from '../../../domain/group/network.ts';
import { defaultSubnet, subnetsIn, ZONES, zoneIdOf, zoneOfSubnet } from '../../../domain/group/subnets.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import { realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { vpcId } from './network.ts';
import { changes, invalidValue, missingParameter, reads, type Verbs } from './operation.ts';
import { pageOf } from './page.ts';
import { tagsIn, tagViews } from './tags.ts';

type Subnet = {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tags: Network['tags'];
};

/** Those of the default network, of which a group may name others that are taken on trust. */
const ofDefault = (region: string, id: string, zone: string, place: number): Subnet => ({
  id,
  vpc: vpcId(region),
  zone,
  cidr: `172.31.${(place * 16) % 256}.0/20`,
  isDefault: place < ZONES.length,
  tags: [],
});

const made = ({ vpcId: vpc, subnets }: Network): readonly Subnet[] =>
  subnets.map(({ subnetId: id, zone, cidr, tags }) => ({ id, vpc, zone, cidr, isDefault: false, tags }));

/** The default ones, those that somebody made, and those that a group of the caller is in: such are taken on trust. */
export async function subnetsSeen({ groups }: Pick<Verbs, 'groups'>, call: AwsCall): Promise<ReadonlyMap<string, Subnet> | Refusal> {
  const networks = await groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const listed = await groups.listGroups(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const { region } = call;
  const own = networks.networks.flatMap(made);
  const known = new Map<string, Subnet>(own.map((one) => [one.id, one]));
  const place = () => known.size - own.length;
  for (const letter of ZONES) {
    const id = defaultSubnet(region, letter);
    known.set(id, ofDefault(region, id, `${region}${letter}`, place()));
  }
  for (const { group } of listed.groups)
    for (const [at, id] of subnetsIn(group.subnets).entries())
      if (!known.has(id)) known.set(id, ofDefault(region, id, zoneOfSubnet(region, id, at), place()));
  return known;
}

export const subnetMissing = (id: string): AwsFault => awsFault('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);

export const describeSubnets = reads(async (verbs, call, input) => {
  const known = await subnetsSeen(verbs, call);
  if ('fault' in known) return known;
  const ids = texts(input.SubnetIds) ?? [];
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) return subnetMissing(missing);
  const named = [...known.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
  const facets = {
    'subnet-id': ({ id }: Subnet) => id,
    'availability-zone': ({ zone }: Subnet) => zone,
    availabilityZone: ({ zone }: Subnet) => zone,
    'availability-zone-id': ({ zone }: Subnet) => zoneIdOf(zone),
    'vpc-id': ({ vpc }: Subnet) => vpc,
    state: () => 'available',
    'default-for-az': ({ isDefault }: Subnet) => isDefault,
    defaultForAz: ({ isDefault }: Subnet) => isDefault,
    'owner-id': () => call.account,
    'cidr-block': ({ cidr }: Subnet) => cidr,
    cidrBlock: ({ cidr }: Subnet) => cidr,
    cidr: ({ cidr }: Subnet) => cidr,
    'available-ip-address-count': ({ cidr }: Subnet) => freeIn(cidr),
    'subnet-arn': ({ id }: Subnet) => arnIn(call, 'ec2', `subnet/${id}`),
    'map-public-ip-on-launch': () => false,
  };
  const wanted = filtered(input, named, facets, ({ tags }) => tags);
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeSubnets', input, wanted, ({ id }) => id, { named: 'SubnetIds' });
  if (isAwsFault(shown)) return shown;
  return { Subnets: shown.items.map((one) => viewOf(call, one)), ...shown.token };
});

export const createSubnet = changes(async ({ groups }, call, input) => {
  for (const member of ['VpcId', 'CidrBlock']) if (input[member] === undefined) return missingParameter(member);
  const tags = tagsIn(structures(structures(input.TagSpecifications).find(({ ResourceType }) => ResourceType === 'subnet')?.Tags));
  if (isAwsFault(tags)) return tags;
  const vpc = text(input.VpcId);
  if (vpc === vpcId(call.region)) return invalidValue(vpc, 'vpcId', 'The default VPC has its subnets. Make a VPC for others.');
  const zoneId = input.AvailabilityZoneId;
  const zone =
    zoneId === undefined ? input.AvailabilityZone : ZONES.map((one) => `${call.region}${one}`).find((one) => zoneIdOf(one) === zoneId);
  if (zoneId !== undefined && zone === undefined)
    return invalidValue(text(zoneId), 'availabilityZoneId', 'There is no such zone in the region.');
  const asked = { vpcId: vpc, cidr: text(input.CidrBlock), tags, ...(zone !== undefined && { zone: text(zone) }) };
  const created = await groups.createSubnet(realmOf(call), asked);
  if (created.kind === 'refused') return created;
  const one = made({ ...created.network, subnets: [created.subnet] })[0];
  return one ? { Subnet: viewOf(call, one) } : {};
});

export const deleteSubnet = changes(async ({ groups }, call, input) => {
  if (input.SubnetId === undefined) return missingParameter('SubnetId');
  const gone = await groups.deleteSubnet(realmOf(call), text(input.SubnetId));
  return gone.kind === 'refused' ? gone : {};
});

/** EC2 keeps five addresses of each for itself. */
const freeIn = (cidr: string): number => 2 ** (32 - Number(cidr.split('/')[1])) - 5;

const viewOf = ({ region, account }: AwsCall, { id, vpc, zone, cidr, isDefault, tags }: Subnet): Structure => ({
  SubnetId: id,
  SubnetArn: arnIn({ region, account }, 'ec2', `subnet/${id}`),
  AvailabilityZone: zone,
  AvailabilityZoneId: zoneIdOf(zone),
  VpcId: vpc,
  CidrBlock: cidr,
  AvailableIpAddressCount: freeIn(cidr),
  State: 'available',
  DefaultForAz: isDefault,
  MapPublicIpOnLaunch: false,
  AssignIpv6AddressOnCreation: false,
  OwnerId: account,
  Tags: tagViews(tags),
});
