import type { Structures } from './notation.ts';

/** What answers are made of: of what EC2 may say of a thing, what there is to say here. Source and proof as for templates. */
export const SHAPES: Structures = {
  Filter: 'Name Values=Value:*',
  Reservation: 'ReservationId OwnerId Groups/groupSet:GroupIdentifier* Instances/instancesSet:Instance*',
  TemplateNamed: 'LaunchTemplateId LaunchTemplateName Version',
  GroupIdentifier: 'GroupId GroupName',
  Instance: `
    AmiLaunchIndex:n Architecture BlockDeviceMappings/blockDeviceMapping:InstanceBlockDeviceMapping* ClientToken EbsOptimized:b Hypervisor ImageId
    InstanceId InstanceType KeyName LaunchTime:t Monitoring:MonitoringState NetworkInterfaces/networkInterfaceSet:NetworkInterface* Placement:Place
    PrivateDnsName PrivateIpAddress ProductCodes:ProductCode* PublicDnsName/dnsName RootDeviceName RootDeviceType
    SecurityGroups/groupSet:GroupIdentifier* State/instanceState:InstanceState StateTransitionReason/reason SubnetId Tags/tagSet:Tag*
    VirtualizationType VpcId`,
  InstanceBlockDeviceMapping: 'DeviceName',
  NetworkInterface: 'NetworkInterfaceId',
  ProductCode: 'ProductCodeId/productCode',
  MonitoringState: 'State',
  Place: 'AvailabilityZone GroupName Tenancy',
  InstanceState: 'Code:n Name',
  InstanceStateChange: 'CurrentState:InstanceState InstanceId PreviousState:InstanceState',
  InstanceStatus: `
    AvailabilityZone InstanceId InstanceState:InstanceState InstanceStatus:StatusSummary SystemStatus:StatusSummary`,
  StatusSummary: 'Details:StatusDetails* Status',
  StatusDetails: 'Name Status',
  InstanceTypeInfo: `
    InstanceType CurrentGeneration:b FreeTierEligible:b SupportedUsageClasses:* SupportedRootDeviceTypes:* SupportedVirtualizationTypes:* BareMetal:b
    Hypervisor ProcessorInfo:ProcessorInfo VCpuInfo:VCpuInfo MemoryInfo:MemoryInfo InstanceStorageSupported:b NetworkInfo:NetworkInfo
    HibernationSupported:b BurstablePerformanceSupported:b DedicatedHostsSupported:b AutoRecoverySupported:b`,
  ProcessorInfo: 'SupportedArchitectures:*',
  VCpuInfo: 'DefaultVCpus:n DefaultCores:n DefaultThreadsPerCore:n',
  MemoryInfo: 'SizeInMiB:n',
  NetworkInfo: 'EnaSupport MaximumNetworkInterfaces:n Ipv4AddressesPerInterface:n Ipv6AddressesPerInterface:n Ipv6Supported:b',
  InstanceTypeOffering: 'InstanceType LocationType Location',
  Image: `
    Architecture BlockDeviceMappings/blockDeviceMapping:ImageBlockDevice* CreationDate Description Hypervisor ImageId ImageLocation ImageType Name
    OwnerId/imageOwnerId ProductCodes:ProductCode* Public/isPublic:b RootDeviceName RootDeviceType State/imageState Tags/tagSet:Tag*
    VirtualizationType`,
  ImageBlockDevice: 'DeviceName Ebs:ImageVolume',
  ImageVolume: 'DeleteOnTermination:b Encrypted:b VolumeSize:n VolumeType',
  LaunchTemplate: `
    LaunchTemplateId LaunchTemplateName CreateTime:t CreatedBy DefaultVersionNumber:n LatestVersionNumber:n Tags/tagSet:Tag*`,
  LaunchTemplateVersion: `
    LaunchTemplateId LaunchTemplateName VersionNumber:n VersionDescription CreateTime:t CreatedBy DefaultVersion:b
    LaunchTemplateData:LaunchTemplateData`,
  DeletedVersion: 'LaunchTemplateId LaunchTemplateName VersionNumber:n',
  KeptVersion: 'LaunchTemplateId LaunchTemplateName VersionNumber:n ResponseError:ResponseError',
  ResponseError: 'Code Message',
  Subnet: `
    AssignIpv6AddressOnCreation:b AvailabilityZone AvailabilityZoneId AvailableIpAddressCount:n CidrBlock DefaultForAz:b MapPublicIpOnLaunch:b OwnerId
    State SubnetArn SubnetId Tags/tagSet:Tag* VpcId`,
  Vpc: 'CidrBlock CidrBlockAssociationSet:CidrBlock* DhcpOptionsId InstanceTenancy IsDefault:b OwnerId State Tags/tagSet:Tag* VpcId',
  CidrBlock: 'AssociationId CidrBlock CidrBlockState:CidrBlockState',
  CidrBlockState: 'State',
  AvailabilityZone: `
    OptInStatus Messages/messageSet:Message* RegionName ZoneName ZoneId GroupName NetworkBorderGroup ZoneType State/zoneState`,
  Message: 'Message',
  Region: 'OptInStatus RegionName Endpoint/regionEndpoint',
  AccountAttribute: 'AttributeName AttributeValues/attributeValueSet:AttributeValue*',
  AttributeValue: 'AttributeValue',
  SecurityGroup: `
    Description/groupDescription GroupId GroupName IpPermissions:IpPermission* IpPermissionsEgress:IpPermission* OwnerId Tags/tagSet:Tag* VpcId`,
  IpPermission: 'IpProtocol FromPort:n ToPort:n',
  KeyPairInfo: 'KeyPairId KeyName',
  TagDescription: 'Key ResourceId ResourceType Value',
  IsSo: 'Value:b',
  Said: 'Value',
  FittingType: 'InstanceType',
  InstanceCreditSpecification: 'InstanceId CpuCredits',
  Volume: 'VolumeId',
  Snapshot: 'SnapshotId',
  RouteTable: 'RouteTableId',
  InternetGateway: 'InternetGatewayId',
  NatGateway: 'NatGatewayId',
  Address: 'AllocationId',
  PlacementGroup: 'GroupName',
  ReservedCapacity: 'CapacityReservationId',
  SpotInstanceRequest: 'SpotInstanceRequestId',
  SpotPrice: 'InstanceType SpotPrice',
};
