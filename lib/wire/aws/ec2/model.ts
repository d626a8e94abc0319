import type { Operation, OperationModel } from '../query/shape.ts';
import { type Structures, shapeOf } from './notation.ts';
import { SHAPES } from './shapes.ts';
import { TEMPLATE_SHAPES } from './template-shapes.ts';

const STRUCTURES: Structures = { ...TEMPLATE_SHAPES, ...SHAPES };

const FILTERED = 'DryRun:b Filters=Filter:Filter*';
const LISTED = `${FILTERED} MaxResults:n NextToken`;
const TEMPLATE = 'DryRun:b LaunchTemplateId LaunchTemplateName';
const VERSIONS = 'Versions=LaunchTemplateVersion:*';

/** What each operation is asked and answers. Undefined: nothing but that it is done. */
const OPERATIONS: Readonly<Record<string, readonly [string, string?]>> = {
  DescribeInstances: [`${LISTED} InstanceIds=InstanceId:*`, 'NextToken Reservations/reservationSet:Reservation*'],
  DescribeInstanceStatus: [
    `${LISTED} InstanceIds=InstanceId:* IncludeAllInstances:b`,
    'NextToken InstanceStatuses/instanceStatusSet:InstanceStatus*',
  ],
  RunInstances: [
    `AdditionalInfo BlockDeviceMappings=BlockDeviceMapping:BlockDeviceMapping* CapacityReservationSpecification:CapacityReservation ClientToken
    CpuOptions:CpuOptions CreditSpecification:Credit DisableApiStop:b DisableApiTermination:b DryRun:b EbsOptimized:b
    ElasticGpuSpecification:ElasticGpu* ElasticInferenceAccelerators=ElasticInferenceAccelerator:ElasticInferenceAccelerator*
    EnablePrimaryIpv6:b EnclaveOptions:Enabling HibernationOptions:HibernationOptions IamInstanceProfile:IamInstanceProfile ImageId
    InstanceInitiatedShutdownBehavior InstanceMarketOptions:InstanceMarketOptions InstanceType Ipv6AddressCount:n
    Ipv6Addresses=Ipv6Address:InstanceIpv6Address* KernelId KeyName LaunchTemplate:TemplateNamed
    LicenseSpecifications=LicenseSpecification:LicenseConfiguration* MaintenanceOptions:InstanceMaintenanceOptions MaxCount:n
    MetadataOptions:InstanceMetadataOptions MinCount:n Monitoring:Enabling NetworkInterfaces=NetworkInterface:InstanceNetworkInterface*
    Placement:Placement PrivateDnsNameOptions:PrivateDnsNameOptions PrivateIpAddress RamdiskId
    SecurityGroupIds=SecurityGroupId:* SecurityGroups=SecurityGroup:* SubnetId TagSpecifications=TagSpecification:TagSpecification* UserData`,
    'Groups/groupSet:GroupIdentifier* Instances/instancesSet:Instance* OwnerId RequesterId ReservationId',
  ],
  TerminateInstances: ['DryRun:b InstanceIds=InstanceId:*', 'TerminatingInstances/instancesSet:InstanceStateChange*'],
  DescribeInstanceAttribute: [
    'DryRun:b InstanceId Attribute',
    `BlockDeviceMappings/blockDeviceMapping:InstanceBlockDeviceMapping* DisableApiTermination:IsSo EnaSupport:IsSo EnclaveOptions:Enabling
    EbsOptimized:IsSo InstanceId InstanceInitiatedShutdownBehavior:Said InstanceType:Said KernelId/kernel:Said ProductCodes:ProductCode*
    RamdiskId/ramdisk:Said RootDeviceName:Said SourceDestCheck:IsSo SriovNetSupport:Said UserData:Said DisableApiStop:IsSo
    Groups/groupSet:GroupIdentifier*`,
  ],
  DescribeInstanceCreditSpecifications: [
    `${LISTED} InstanceIds=InstanceId:*`,
    'InstanceCreditSpecifications/instanceCreditSpecificationSet:InstanceCreditSpecification* NextToken',
  ],
  GetInstanceTypesFromInstanceRequirements: [
    `DryRun:b ArchitectureTypes=ArchitectureType:* VirtualizationTypes=VirtualizationType:* InstanceRequirements:InstanceRequirements
    MaxResults:n NextToken`,
    'InstanceTypes/instanceTypeSet:FittingType* NextToken',
  ],
  DescribeInstanceTypes: [`${LISTED} InstanceTypes=InstanceType:*`, 'NextToken InstanceTypes/instanceTypeSet:InstanceTypeInfo*'],
  DescribeInstanceTypeOfferings: [
    `${LISTED} LocationType`,
    'NextToken InstanceTypeOfferings/instanceTypeOfferingSet:InstanceTypeOffering*',
  ],
  DescribeImages: [
    `${LISTED} ExecutableUsers=ExecutableBy:* ImageIds=ImageId:* Owners=Owner:* IncludeDeprecated:b`,
    'NextToken Images/imagesSet:Image*',
  ],
  CreateLaunchTemplate: [
    `DryRun:b ClientToken LaunchTemplateName VersionDescription LaunchTemplateData:LaunchTemplateData
    TagSpecifications=TagSpecification:TagSpecification*`,
    'LaunchTemplate:LaunchTemplate',
  ],
  CreateLaunchTemplateVersion: [
    `${TEMPLATE} ClientToken SourceVersion VersionDescription LaunchTemplateData:LaunchTemplateData`,
    'LaunchTemplateVersion:LaunchTemplateVersion',
  ],
  ModifyLaunchTemplate: [`${TEMPLATE} ClientToken DefaultVersion=SetDefaultVersion`, 'LaunchTemplate:LaunchTemplate'],
  DeleteLaunchTemplate: [TEMPLATE, 'LaunchTemplate:LaunchTemplate'],
  DeleteLaunchTemplateVersions: [
    `${TEMPLATE} ${VERSIONS}`,
    `SuccessfullyDeletedLaunchTemplateVersions/successfullyDeletedLaunchTemplateVersionSet:DeletedVersion*
    UnsuccessfullyDeletedLaunchTemplateVersions/unsuccessfullyDeletedLaunchTemplateVersionSet:KeptVersion*`,
  ],
  DescribeLaunchTemplates: [
    `${LISTED} LaunchTemplateIds=LaunchTemplateId:* LaunchTemplateNames=LaunchTemplateName:*`,
    'LaunchTemplates:LaunchTemplate* NextToken',
  ],
  DescribeLaunchTemplateVersions: [
    `${LISTED} LaunchTemplateId LaunchTemplateName ${VERSIONS} MinVersion MaxVersion`,
    'LaunchTemplateVersions/launchTemplateVersionSet:LaunchTemplateVersion* NextToken',
  ],
  DescribeSubnets: [`${LISTED} SubnetIds=SubnetId:*`, 'NextToken Subnets/subnetSet:Subnet*'],
  DescribeVpcs: [`${LISTED} VpcIds=VpcId:*`, 'NextToken Vpcs/vpcSet:Vpc*'],
  CreateVpc: ['DryRun:b CidrBlock InstanceTenancy TagSpecifications=TagSpecification:TagSpecification*', 'Vpc:Vpc'],
  DeleteVpc: ['DryRun:b VpcId'],
  CreateSubnet: [
    'DryRun:b AvailabilityZone AvailabilityZoneId CidrBlock VpcId TagSpecifications=TagSpecification:TagSpecification*',
    'Subnet:Subnet',
  ],
  DeleteSubnet: ['DryRun:b SubnetId'],
  DescribeVpcAttribute: [
    'Attribute VpcId DryRun:b',
    'EnableDnsHostnames:IsSo EnableDnsSupport:IsSo EnableNetworkAddressUsageMetrics:IsSo VpcId',
  ],
  DescribeSecurityGroups: [
    `${LISTED} GroupIds=GroupId:* GroupNames=GroupName:*`,
    'NextToken SecurityGroups/securityGroupInfo:SecurityGroup*',
  ],
  DescribeKeyPairs: [`${FILTERED} KeyNames=KeyName:* KeyPairIds=KeyPairId:*`, 'KeyPairs/keySet:KeyPairInfo*'],
  DescribeAvailabilityZones: [
    `${FILTERED} ZoneNames=ZoneName:* ZoneIds=ZoneId:* AllAvailabilityZones:b`,
    'AvailabilityZones/availabilityZoneInfo:AvailabilityZone*',
  ],
  DescribeRegions: [`${FILTERED} RegionNames=RegionName:* AllRegions:b`, 'Regions/regionInfo:Region*'],
  DescribeAccountAttributes: ['DryRun:b AttributeNames=AttributeName:*', 'AccountAttributes/accountAttributeSet:AccountAttribute*'],
  DescribeTags: [LISTED, 'NextToken Tags/tagSet:TagDescription*'],
  CreateTags: ['DryRun:b Resources=ResourceId:* Tags=Tag:Tag*'],
  DeleteTags: ['DryRun:b Resources=ResourceId:* Tags=Tag:Tag*'],
  DescribeVolumes: [`${LISTED} VolumeIds=VolumeId:*`, 'NextToken Volumes/volumeSet:Volume*'],
  DescribeSnapshots: [`${LISTED} SnapshotIds=SnapshotId:*`, 'NextToken Snapshots/snapshotSet:Snapshot*'],
  DescribeNetworkInterfaces: [
    `${LISTED} NetworkInterfaceIds=NetworkInterfaceId:*`,
    'NetworkInterfaces/networkInterfaceSet:NetworkInterface* NextToken',
  ],
  DescribeRouteTables: [`${LISTED} RouteTableIds=RouteTableId:*`, 'RouteTables/routeTableSet:RouteTable* NextToken'],
  DescribeInternetGateways: [
    `${LISTED} InternetGatewayIds=InternetGatewayId:*`,
    'InternetGateways/internetGatewaySet:InternetGateway* NextToken',
  ],
  DescribeNatGateways: [
    'DryRun:b Filter:Filter* MaxResults:n NatGatewayIds=NatGatewayId:* NextToken',
    'NatGateways/natGatewaySet:NatGateway* NextToken',
  ],
  DescribeAddresses: [`${FILTERED} AllocationIds=AllocationId:*`, 'Addresses/addressesSet:Address*'],
  DescribePlacementGroups: [`${FILTERED} GroupNames=GroupName:*`, 'PlacementGroups/placementGroupSet:PlacementGroup*'],
  DescribeCapacityReservations: [
    `${LISTED} CapacityReservationIds=CapacityReservationId:*`,
    'NextToken CapacityReservations/capacityReservationSet:ReservedCapacity*',
  ],
  DescribeSpotInstanceRequests: [
    `${LISTED} SpotInstanceRequestIds=SpotInstanceRequestId:*`,
    'SpotInstanceRequests/spotInstanceRequestSet:SpotInstanceRequest* NextToken',
  ],
  DescribeSpotPriceHistory: [
    `${LISTED} InstanceTypes=InstanceType:* ProductDescriptions=ProductDescription:* AvailabilityZone StartTime:t EndTime:t`,
    'NextToken SpotPriceHistory/spotPriceHistorySet:SpotPrice*',
  ],
};

/** The operations of EC2 that are here, as its service model has them. The SDK's own schemas would be most of the function that serves this. */
export const EC2_MODEL: OperationModel = new Map(
  Object.entries(OPERATIONS).map(([name, [input, output]]): [string, Operation] => [
    name,
    {
      name,
      input: shapeOf(STRUCTURES, input, 'in'),
      output: output === undefined ? undefined : shapeOf(STRUCTURES, output, 'out'),
    },
  ]),
);
