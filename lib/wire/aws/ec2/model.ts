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
