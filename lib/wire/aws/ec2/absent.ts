import { texts } from '../autoscaling/operation.ts';
import { awsFault } from '../fault.ts';
import { type Definition, reads } from './operation.ts';

/**
 * Of these there are none here, and clients that look for them around instances and networks are told so. What they filter by makes no difference.
 *
 * @param ids the member by which they are named, and what EC2 says of one that is none
 */
const none = (list: string, ids?: readonly [member: string, code: string, what: string]): Definition =>
  reads(async (_, __, input) => {
    const [member, code, what] = ids ?? [];
    const [named] = member === undefined ? [] : (texts(input[member]) ?? []);
    if (named === undefined || code === undefined) return { [list]: [] };
    return awsFault(code, `The ${what} '${named.slice(0, 64)}' does not exist`);
  });

export const ABSENT: Readonly<Record<string, Definition>> = {
  DescribeVolumes: none('Volumes', ['VolumeIds', 'InvalidVolume.NotFound', 'volume']),
  DescribeSnapshots: none('Snapshots', ['SnapshotIds', 'InvalidSnapshot.NotFound', 'snapshot']),
  DescribeNetworkInterfaces: none('NetworkInterfaces', [
    'NetworkInterfaceIds',
    'InvalidNetworkInterfaceID.NotFound',
    'network interface ID',
  ]),
  DescribeRouteTables: none('RouteTables', ['RouteTableIds', 'InvalidRouteTableID.NotFound', 'routeTable ID']),
  DescribeInternetGateways: none('InternetGateways', ['InternetGatewayIds', 'InvalidInternetGatewayID.NotFound', 'internetGateway ID']),
  DescribeNatGateways: none('NatGateways', ['NatGatewayIds', 'NatGatewayNotFound', 'NAT gateway']),
  DescribeAddresses: none('Addresses', ['AllocationIds', 'InvalidAllocationID.NotFound', 'allocation ID']),
  DescribePlacementGroups: none('PlacementGroups', ['GroupNames', 'InvalidPlacementGroup.Unknown', 'Placement Group']),
  DescribeCapacityReservations: none('CapacityReservations', [
    'CapacityReservationIds',
    'InvalidCapacityReservationId.NotFound',
    'capacity reservation ID',
  ]),
  DescribeSpotInstanceRequests: none('SpotInstanceRequests', [
    'SpotInstanceRequestIds',
    'InvalidSpotInstanceRequestID.NotFound',
    'spot instance request ID',
  ]),
  DescribeSpotPriceHistory: none('SpotPriceHistory'),
};
