import type { Structures } from './notation.ts';

/**
 * What a launch template may say, in requests and in answers: all of it, since it is kept and given back whether or not anything here acts on it.
 * Source: the service model of EC2, version 2016-11-15; test/contract/aws holds it against botocore's.
 */
export const TEMPLATE_SHAPES: Structures = {
  LaunchTemplateData: `
    KernelId EbsOptimized:b IamInstanceProfile:IamInstanceProfile
    BlockDeviceMappings=BlockDeviceMapping/blockDeviceMappingSet:BlockDeviceMapping*
    NetworkInterfaces=NetworkInterface/networkInterfaceSet:InstanceNetworkInterface* ImageId InstanceType KeyName Monitoring:Enabling
    Placement:Placement RamDiskId DisableApiTermination:b InstanceInitiatedShutdownBehavior UserData
    TagSpecifications=TagSpecification/tagSpecificationSet:TagSpecification*
    ElasticGpuSpecifications=ElasticGpuSpecification/elasticGpuSpecificationSet:ElasticGpu*
    ElasticInferenceAccelerators=ElasticInferenceAccelerator/elasticInferenceAcceleratorSet:ElasticInferenceAccelerator*
    SecurityGroupIds=SecurityGroupId/securityGroupIdSet:* SecurityGroups=SecurityGroup/securityGroupSet:*
    InstanceMarketOptions:InstanceMarketOptions CreditSpecification:Credit CpuOptions:CpuOptions
    CapacityReservationSpecification:CapacityReservation LicenseSpecifications=LicenseSpecification/licenseSet:LicenseConfiguration*
    HibernationOptions:HibernationOptions MetadataOptions:InstanceMetadataOptions EnclaveOptions:Enabling
    InstanceRequirements:InstanceRequirements PrivateDnsNameOptions:PrivateDnsNameOptions MaintenanceOptions:InstanceMaintenanceOptions
    DisableApiStop:b Operator:Operator NetworkPerformanceOptions:NetworkPerformanceOptions
    SecondaryInterfaces=SecondaryInterface/secondaryInterfaceSet:InstanceSecondaryInterface*`,
  IamInstanceProfile: 'Arn Name',
  BlockDeviceMapping: 'DeviceName VirtualName Ebs:EbsBlockDevice NoDevice',
  EbsBlockDevice: `
    Encrypted:b DeleteOnTermination:b Iops:n KmsKeyId SnapshotId VolumeSize:n VolumeType Throughput:n VolumeInitializationRate:n
    EbsCardIndex:n`,
  InstanceNetworkInterface: `
    AssociateCarrierIpAddress:b AssociatePublicIpAddress:b DeleteOnTermination:b Description DeviceIndex:n
    Groups=SecurityGroupId/groupSet>groupId:* InterfaceType Ipv6AddressCount:n Ipv6Addresses/ipv6AddressesSet:InstanceIpv6Address*
    NetworkInterfaceId PrivateIpAddress PrivateIpAddresses/privateIpAddressesSet:PrivateIpAddress* SecondaryPrivateIpAddressCount:n
    SubnetId NetworkCardIndex:n Ipv4Prefixes=Ipv4Prefix/ipv4PrefixSet:Ipv4Prefix* Ipv4PrefixCount:n
    Ipv6Prefixes=Ipv6Prefix/ipv6PrefixSet:Ipv6Prefix* Ipv6PrefixCount:n PrimaryIpv6:b EnaSrdSpecification:EnaSrd
    ConnectionTrackingSpecification:ConnectionTracking EnaQueueCount:n`,
  InstanceIpv6Address: 'Ipv6Address',
  PrivateIpAddress: 'Primary:b PrivateIpAddress',
  Ipv4Prefix: 'Ipv4Prefix',
  Ipv6Prefix: 'Ipv6Prefix',
  EnaSrd: 'EnaSrdEnabled:b EnaSrdUdpSpecification:EnaSrdUdp',
  EnaSrdUdp: 'EnaSrdUdpEnabled:b',
  ConnectionTracking: 'TcpEstablishedTimeout:n UdpStreamTimeout:n UdpTimeout:n',
  Enabling: 'Enabled:b',
  Placement: `
    AvailabilityZone AvailabilityZoneId Affinity GroupName HostId Tenancy SpreadDomain HostResourceGroupArn PartitionNumber:n GroupId`,
  TagSpecification: 'ResourceType Tags=Tag/tagSet:Tag*',
  Tag: 'Key Value',
  ElasticGpu: 'Type',
  ElasticInferenceAccelerator: 'Type Count:n',
  InstanceMarketOptions: 'MarketType SpotOptions:SpotMarketOptions',
  SpotMarketOptions: 'MaxPrice SpotInstanceType BlockDurationMinutes:n ValidUntil:t InstanceInterruptionBehavior',
  Credit: 'CpuCredits',
  CpuOptions: 'CoreCount:n ThreadsPerCore:n AmdSevSnp NestedVirtualization',
  CapacityReservation: 'CapacityReservationPreference CapacityReservationTarget:CapacityReservationTarget',
  CapacityReservationTarget: 'CapacityReservationId CapacityReservationResourceGroupArn',
  LicenseConfiguration: 'LicenseConfigurationArn',
  HibernationOptions: 'Configured:b',
  InstanceMetadataOptions: 'HttpTokens HttpPutResponseHopLimit:n HttpEndpoint HttpProtocolIpv6 InstanceMetadataTags',
  InstanceRequirements: `
    VCpuCount:Range MemoryMiB:Range CpuManufacturers=CpuManufacturer/cpuManufacturerSet:* MemoryGiBPerVCpu:Range
    ExcludedInstanceTypes=ExcludedInstanceType/excludedInstanceTypeSet:* InstanceGenerations=InstanceGeneration/instanceGenerationSet:*
    SpotMaxPricePercentageOverLowestPrice:n OnDemandMaxPricePercentageOverLowestPrice:n BareMetal BurstablePerformance
    RequireHibernateSupport:b NetworkInterfaceCount:Range LocalStorage LocalStorageTypes=LocalStorageType/localStorageTypeSet:*
    TotalLocalStorageGB:Range BaselineEbsBandwidthMbps:Range AcceleratorTypes=AcceleratorType/acceleratorTypeSet:*
    AcceleratorCount:Range AcceleratorManufacturers=AcceleratorManufacturer/acceleratorManufacturerSet:*
    AcceleratorNames=AcceleratorName/acceleratorNameSet:* AcceleratorTotalMemoryMiB:Range NetworkBandwidthGbps:Range
    AllowedInstanceTypes=AllowedInstanceType/allowedInstanceTypeSet:* MaxSpotPriceAsPercentageOfOptimalOnDemandPrice:n
    BaselinePerformanceFactors:BaselinePerformanceFactors RequireEncryptionInTransit:b`,
  Range: 'Min:n Max:n',
  BaselinePerformanceFactors: 'Cpu:CpuPerformanceFactor',
  CpuPerformanceFactor: 'References=Reference/referenceSet:PerformanceFactorReference*',
  PerformanceFactorReference: 'InstanceFamily',
  PrivateDnsNameOptions: 'HostnameType EnableResourceNameDnsARecord:b EnableResourceNameDnsAAAARecord:b',
  InstanceMaintenanceOptions: 'AutoRecovery',
  Operator: 'Principal',
  NetworkPerformanceOptions: 'BandwidthWeighting',
  InstanceSecondaryInterface: `
    DeleteOnTermination:b DeviceIndex:n PrivateIpAddresses=PrivateIpAddress/privateIpAddressesSet:SecondaryInterfacePrivateIpAddress*
    PrivateIpAddressCount:n SecondarySubnetId InterfaceType NetworkCardIndex:n`,
  SecondaryInterfacePrivateIpAddress: 'PrivateIpAddress',
};
