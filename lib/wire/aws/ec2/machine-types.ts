import { imageOf, listed, type MachineCatalogue, sizeOf } from '../../../domain/group/machine-catalogue.ts';
import { ZONES, zoneIdOf } from '../../../domain/group/subnets.ts';
import { text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { invalidValue, reads } from './operation.ts';
import { pageOf } from './page.ts';

/** A type of instance, as the catalogue has it. */
export type Type = { readonly name: string; readonly vcpus: number; readonly memory: number };

const typeOf = (machines: MachineCatalogue, name: string): Type | undefined => {
  const size = sizeOf(machines, name);
  return size && { name, vcpus: size.vcpus, memory: size.memory_mib };
};

/** Those that it has by their names. */
export const allTypes = (machines: MachineCatalogue): readonly Type[] =>
  listed(machines.instance_types).flatMap((name) => typeOf(machines, name) ?? []);

const family = (name: string): string => name.split('.')[0] ?? '';

/** Of the catalogue: those that it has by their names, and any that it has a pattern for when asked. */
export const describeInstanceTypes = reads(async ({ machines }, call, input) => {
  const names = texts(input.InstanceTypes) ?? [];
  const missing = names.filter((name) => !typeOf(machines, name));
  if (missing.length > 0)
    return awsFault('InvalidInstanceType', `The following supplied instance types do not exist: [${missing.join(', ').slice(0, 512)}]`);
  const all = names.length > 0 ? names.flatMap((name) => typeOf(machines, name) ?? []) : allTypes(machines);
  const wanted = filtered(input, all, {
    'instance-type': ({ name }) => name,
    'current-generation': () => true,
    'bare-metal': () => false,
    'burstable-performance-supported': ({ name }) => isBurstable(name),
    'free-tier-eligible': () => false,
    'memory-info.size-in-mib': ({ memory }) => memory,
    'vcpu-info.default-vcpus': ({ vcpus }) => vcpus,
    'vcpu-info.default-cores': ({ vcpus }) => vcpus,
    'vcpu-info.default-threads-per-core': () => 1,
    'vcpu-info.valid-threads-per-core': () => 1,
    'processor-info.supported-architecture': () => 'x86_64',
    'supported-usage-class': () => 'on-demand',
    'supported-virtualization-type': () => 'hvm',
    'supported-root-device-type': () => 'ebs',
    hypervisor: () => 'nitro',
  });
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeInstanceTypes', input, wanted, ({ name }) => name, { most: 100, named: 'InstanceTypes' });
  if (isAwsFault(shown)) return shown;
  return { InstanceTypes: shown.items.map(typeView), ...shown.token };
});

export const isBurstable = (name: string): boolean => /^t\d/.test(family(name));

const typeView = ({ name, vcpus, memory }: Type): Structure => ({
  InstanceType: name,
  CurrentGeneration: true,
  FreeTierEligible: false,
  SupportedUsageClasses: ['on-demand'],
  SupportedRootDeviceTypes: ['ebs'],
  SupportedVirtualizationTypes: ['hvm'],
  BareMetal: false,
  Hypervisor: 'nitro',
  ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
  VCpuInfo: { DefaultVCpus: vcpus, DefaultCores: vcpus, DefaultThreadsPerCore: 1 },
  MemoryInfo: { SizeInMiB: memory },
  InstanceStorageSupported: false,
  NetworkInfo: {
    EnaSupport: 'unsupported',
    MaximumNetworkInterfaces: 1,
    Ipv4AddressesPerInterface: 1,
    Ipv6AddressesPerInterface: 1,
    Ipv6Supported: true,
  },
  HibernationSupported: false,
  BurstablePerformanceSupported: isBurstable(name),
  DedicatedHostsSupported: false,
  AutoRecoverySupported: false,
});

/** Every type is everywhere. A pattern in the filter on types asks for those that the catalogue has by their names. */
export const describeInstanceTypeOfferings = reads(async ({ machines }, call, input) => {
  const type = input.LocationType === undefined ? 'region' : text(input.LocationType);
  if (!['region', 'availability-zone', 'availability-zone-id'].includes(type))
    return invalidValue(type.slice(0, 64), 'LocationType', 'It is one of region, availability-zone, availability-zone-id.');
  const locations =
    type === 'region'
      ? [call.region]
      : ZONES.map((letter) => `${call.region}${letter}`).map((zone) => (type === 'availability-zone' ? zone : zoneIdOf(zone)));
  const all = allTypes(machines).flatMap(({ name }) => locations.map((Location) => ({ InstanceType: name, LocationType: type, Location })));
  const wanted = filtered(input, all, { 'instance-type': ({ InstanceType }) => InstanceType, location: ({ Location }) => Location });
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeInstanceTypeOfferings', input, wanted, (one) => `${one.InstanceType}\n${one.Location}`);
  if (isAwsFault(shown)) return shown;
  return { InstanceTypeOfferings: shown.items, ...shown.token };
});

/** As types are. */
export const describeImages = reads(async ({ machines }, call, input) => {
  const ids = texts(input.ImageIds) ?? [];
  const missing = ids.filter((id) => !imageOf(machines, id));
  if (missing.length > 0) return noImage(missing);
  const owners = texts(input.Owners) ?? [];
  const own = owners.length === 0 || owners.some((owner) => owner === 'self' || owner === call.account);
  const all = (ids.length > 0 ? ids : listed(machines.images)).flatMap((id) => {
    const image = imageOf(machines, id);
    return image && own ? [{ id, name: image.name ?? id, type: `${image.type}-${image.version}` }] : [];
  });
  const wanted = filtered(
    input,
    all,
    {
      'image-id': ({ id }) => id,
      name: ({ name }) => name,
      description: ({ type }) => type,
      'owner-id': () => call.account,
      'owner-alias': () => undefined,
      architecture: () => 'x86_64',
      'image-type': () => 'machine',
      'is-public': () => false,
      'root-device-type': () => 'ebs',
      'root-device-name': () => '/dev/xvda',
      'block-device-mapping.device-name': () => '/dev/xvda',
      'block-device-mapping.volume-type': () => 'gp3',
      state: () => 'available',
      'virtualization-type': () => 'hvm',
      hypervisor: () => 'xen',
    },
    () => [],
  );
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeImages', input, wanted, ({ id }) => id, { least: 1, named: 'ImageIds' });
  if (isAwsFault(shown)) return shown;
  return { Images: shown.items.map((image) => imageView(call.account, image)), ...shown.token };
});

const noImage = (ids: readonly string[]): AwsFault => {
  const strange = ids.find((id) => !/^ami-[a-z0-9-]+$/.test(id));
  if (strange !== undefined) return awsFault('InvalidAMIID.Malformed', `Invalid id: "${strange.slice(0, 64)}" (expecting "ami-...")`);
  return awsFault(
    'InvalidAMIID.NotFound',
    ids.length === 1 ? `The image id '[${ids[0]}]' does not exist` : `The image ids '[${ids.join(', ').slice(0, 512)}]' do not exist`,
  );
};

/** With a root device, since Terraform looks for one; nothing here has any. */
const imageView = (
  account: string,
  { id, name, type }: { readonly id: string; readonly name: string; readonly type: string },
): Structure => ({
  ImageId: id,
  Name: name,
  Description: type,
  ImageLocation: `${account}/${name}`,
  ImageType: 'machine',
  OwnerId: account,
  Public: false,
  State: 'available',
  CreationDate: '1970-01-01T00:00:00.000Z',
  Architecture: 'x86_64',
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  RootDeviceType: 'ebs',
  RootDeviceName: '/dev/xvda',
  BlockDeviceMappings: [
    { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true, Encrypted: false, VolumeSize: 8, VolumeType: 'gp3' } },
  ],
  ProductCodes: [],
  Tags: [],
});
