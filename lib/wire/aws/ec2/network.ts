import { resourceDigits } from '../../../domain/group/resource-digits.ts';
import { defaultSubnet } from '../../../domain/group/subnets.ts';
import { texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { reads } from './operation.ts';

export const SECURITY_GROUP = 'default';

/** An account's default network is the same for good. */
export const vpcId = (region: string): string => `vpc-0${resourceDigits(`${region}/vpc`)}`;
export const securityGroupId = (region: string): string => `sg-0${resourceDigits(`${region}/group`)}`;
/** Of a zone of the region. */
export const subnetIn = (region: string, zone: string): string => defaultSubnet(region, zone.slice(-1));

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
