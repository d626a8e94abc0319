import type { Network } from '../../../domain/group/network.ts';
import { realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { vpcId } from './network.ts';
import { changes, invalidValue, missingParameter, reads } from './operation.ts';
import { pageOf } from './page.ts';
import { tagsIn, tagViews } from './tags.ts';

type Vpc = { readonly id: string; readonly cidr: string; readonly isDefault: boolean; readonly tags: Network['tags'] };

const made = ({ vpcId: id, cidr, tags }: Network): Vpc => ({ id, cidr, isDefault: false, tags });

/** The default one, which every region has, and those that somebody made. */
export const describeVpcs = reads(async ({ groups }, call, input) => {
  const networks = await groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const all: readonly Vpc[] = [
    { id: vpcId(call.region), cidr: '172.31.0.0/16', isDefault: true, tags: [] },
    ...networks.networks.map(made),
  ];
  const ids = texts(input.VpcIds) ?? [];
  const missing = ids.find((id) => !all.some((one) => one.id === id));
  if (missing !== undefined) return awsFault('InvalidVpcID.NotFound', `The vpc ID '${missing}' does not exist`);
  const facets = {
    'vpc-id': ({ id }: Vpc) => id,
    cidr: ({ cidr }: Vpc) => cidr,
    'cidr-block-association.cidr-block': ({ cidr }: Vpc) => cidr,
    'is-default': ({ isDefault }: Vpc) => isDefault,
    isDefault: ({ isDefault }: Vpc) => isDefault,
    state: () => 'available',
    'owner-id': () => call.account,
  };
  const named = all.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const wanted = filtered(input, named, facets, ({ tags }) => tags);
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeVpcs', input, wanted, ({ id }) => id, { named: 'VpcIds' });
  return isAwsFault(shown) ? shown : { Vpcs: shown.items.map((one) => viewOf(call, one)), ...shown.token };
});

export const createVpc = changes(async ({ groups }, call, input) => {
  if (input.CidrBlock === undefined) return missingParameter('CidrBlock');
  const tags = tagsIn(structures(structures(input.TagSpecifications).find(({ ResourceType }) => ResourceType === 'vpc')?.Tags));
  if (isAwsFault(tags)) return tags;
  const tenancy = input.InstanceTenancy ?? 'default';
  if (tenancy !== 'default') return invalidValue(text(tenancy), 'instanceTenancy', 'Nothing here is dedicated to anybody.');
  const created = await groups.createNetwork(realmOf(call), { cidr: text(input.CidrBlock), tags });
  return created.kind === 'refused' ? created : { Vpc: viewOf(call, made(created.network)) };
});

export const deleteVpc = changes(async ({ groups }, call, input) => {
  if (input.VpcId === undefined) return missingParameter('VpcId');
  const id = text(input.VpcId);
  if (id === vpcId(call.region)) return awsFault('OperationNotPermitted', `The default VPC '${id}' cannot be deleted.`);
  const gone = await groups.deleteNetwork(realmOf(call), id);
  return gone.kind === 'refused' ? gone : {};
});

const viewOf = ({ account }: AwsCall, { id, cidr, isDefault, tags }: Vpc): Structure => ({
  VpcId: id,
  CidrBlock: cidr,
  CidrBlockAssociationSet: isDefault
    ? []
    : [{ AssociationId: id.replace('vpc-', 'vpc-cidr-assoc-'), CidrBlock: cidr, CidrBlockState: { State: 'associated' } }],
  DhcpOptionsId: 'default',
  InstanceTenancy: 'default',
  IsDefault: isDefault,
  OwnerId: account,
  State: 'available',
  Tags: tagViews(tags),
});
