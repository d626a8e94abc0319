import type { AwsOperation, QueryEndpoint } from '../query/endpoint.ts';
import { ABSENT } from './absent.ts';
import { describeInstanceAttribute, describeVpcAttribute } from './attributes.ts';
import { ec2Dialect, SINCE, VERSION } from './dialect.ts';
import { describeInstanceCreditSpecifications, describeInstanceStatus, describeInstances } from './instances.ts';
import {
  createLaunchTemplate,
  createLaunchTemplateVersion,
  deleteLaunchTemplate,
  deleteLaunchTemplateVersions,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from './launch-templates.ts';
import { describeImages, describeInstanceTypeOfferings, describeInstanceTypes } from './machine-types.ts';
import { EC2_MODEL } from './model.ts';
import { describeKeyPairs, describeSecurityGroups } from './network.ts';
import { type Definition, operationOf, type Verbs } from './operation.ts';
import { describeAccountAttributes, describeAvailabilityZones, describeRegions } from './regions.ts';
import { getInstanceTypesFromInstanceRequirements } from './requirements.ts';
import { runInstances } from './run-instances.ts';
import { createSubnet, deleteSubnet, describeSubnets } from './subnets.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';
import { describeLaunchTemplateVersions } from './template-versions.ts';
import { terminateInstances } from './terminate-instances.ts';
import { createVpc, deleteVpc, describeVpcs } from './vpcs.ts';

/** Operations under EC2's names. */
export const EC2_OPERATIONS: Readonly<Record<string, Definition>> = {
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  RunInstances: runInstances,
  TerminateInstances: terminateInstances,
  DescribeInstanceAttribute: describeInstanceAttribute,
  DescribeInstanceCreditSpecifications: describeInstanceCreditSpecifications,
  DescribeInstanceTypes: describeInstanceTypes,
  GetInstanceTypesFromInstanceRequirements: getInstanceTypesFromInstanceRequirements,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeImages: describeImages,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeSubnets: describeSubnets,
  CreateSubnet: createSubnet,
  DeleteSubnet: deleteSubnet,
  DescribeVpcs: describeVpcs,
  CreateVpc: createVpc,
  DeleteVpc: deleteVpc,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeKeyPairs: describeKeyPairs,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeRegions: describeRegions,
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeTags: describeTags,
  CreateTags: createTags,
  DeleteTags: deleteTags,
  ...ABSENT,
};

/** `/aws/ec2`. */
export const ec2Endpoint = (verbs: Verbs, setting: Pick<QueryEndpoint, 'verifying' | 'account' | 'report'>): QueryEndpoint => ({
  service: 'ec2',
  version: VERSION,
  since: SINCE,
  namespace: `http://ec2.amazonaws.com/doc/${VERSION}/`,
  dialect: ec2Dialect,
  model: EC2_MODEL,
  operations: Object.fromEntries(
    Object.entries(EC2_OPERATIONS).map(([name, definition]): [string, AwsOperation] => [name, operationOf(verbs, definition)]),
  ),
  reads: new Set(Object.entries(EC2_OPERATIONS).flatMap(([name, { changes }]) => (changes ? [] : [name]))),
  ...setting,
});
