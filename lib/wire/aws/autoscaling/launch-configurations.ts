import type { LaunchConfiguration } from '../../../domain/group/group.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { isAwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { launchConfigurationArn } from './arn.ts';
import { type Constraints, given, name } from './constraints.ts';
import { madeFrom } from './from-instance.ts';
import { changes, nothing, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

const DEVICE: Constraints = {
  DeviceName: name,
  VirtualName: name,
  Ebs: {
    members: {
      VolumeSize: { min: 1, max: 16_384, whole: true },
      Iops: { min: 100, max: 20_000, whole: true },
      Throughput: { min: 125, max: 1_000, whole: true },
      VolumeType: { min: 1, max: 255 },
    },
  },
};

export const createLaunchConfiguration = changes(
  {
    LaunchConfigurationName: given,
    ImageId: name,
    KeyName: name,
    UserData: { max: 21_847 },
    InstanceType: name,
    KernelId: name,
    RamdiskId: name,
    SpotPrice: { ...name, pattern: /^\d*\.?\d+$/ },
    IamInstanceProfile: { min: 1, max: 1_600 },
    PlacementTenancy: { min: 1, max: 64 },
    BlockDeviceMappings: { items: { members: DEVICE } },
    MetadataOptions: {
      members: {
        HttpTokens: { values: ['optional', 'required'] },
        HttpEndpoint: { values: ['disabled', 'enabled'] },
        HttpPutResponseHopLimit: { min: 1, max: 64, whole: true },
      },
    },
  },
  async ({ groups }, call, input) => {
    const { LaunchConfigurationName, InstanceId, ...own } = input;
    const like = InstanceId === undefined ? undefined : await madeFrom({ groups }, call, text(InstanceId));
    if (like && !('ImageId' in like)) return like;
    const { ImageId, InstanceType, ...rest }: Structure = { ...like, ...own };
    if (ImageId === undefined || InstanceType === undefined) {
      return validationError(
        `Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.`,
      );
    }
    for (const device of Array.isArray(rest.BlockDeviceMappings) ? (rest.BlockDeviceMappings as readonly Structure[]) : []) {
      if ([device.Ebs, device.VirtualName, device.NoDevice].filter((one) => one !== undefined).length > 1) {
        return validationError('A block device mapping has one of Ebs, VirtualName and NoDevice.');
      }
    }
    const kept = { ImageId, InstanceType, ...rest } as unknown as JsonObject;
    const created = await groups.createLaunchConfiguration(realmOf(call), {
      name: text(LaunchConfigurationName),
      imageId: text(ImageId),
      instanceType: text(InstanceType),
      input: kept,
    });
    return created.kind === 'refused' ? created : nothing;
  },
);

export const describeLaunchConfigurations = reads({}, async ({ groups }, call, input) => {
  const names = texts(input.LaunchConfigurationNames);
  const all = await groups.listLaunchConfigurations(realmOf(call), names?.length ? names : undefined);
  if (all.kind === 'refused') return all;
  const sorted = [...all.configurations].sort((a, b) => (a.name < b.name ? -1 : 1));
  const shown = page(call, 'DescribeLaunchConfigurations', input, sorted, (one) => one.name, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  return { LaunchConfigurations: shown.items.map((one) => viewOf(call, one)), ...(shown.next !== undefined && { NextToken: shown.next }) };
});

export const deleteLaunchConfiguration = changes({ LaunchConfigurationName: name }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteLaunchConfiguration(realmOf(call), text(input.LaunchConfigurationName));
  return deleted.kind === 'refused' ? deleted : nothing;
});

/** As it came, with what AWS fills in: texts that were not said are there, and empty. */
const viewOf = (call: AwsCall, { id, name: called, input, createdAt }: LaunchConfiguration): Structure => ({
  KeyName: '',
  UserData: '',
  KernelId: '',
  RamdiskId: '',
  SecurityGroups: [],
  ClassicLinkVPCSecurityGroups: [],
  BlockDeviceMappings: [],
  InstanceMonitoring: { Enabled: true },
  EbsOptimized: false,
  AssociatePublicIpAddress: false,
  ...(input as unknown as Structure),
  LaunchConfigurationName: called,
  LaunchConfigurationARN: launchConfigurationArn(call, id, called),
  CreatedTime: createdAt,
});
