import type { SeenMachine } from '../../../app/groups/seeing-machines.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/kernel/json.ts';
import { realmOf, text } from '../autoscaling/operation.ts';
import { awsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { instanceNamed } from './instances.ts';
import { SECURITY_GROUP, securityGroupId, vpcId } from './network.ts';
import { invalidValue, missingParameter, reads, type Verbs } from './operation.ts';

/** One attribute of an instance: what was said of it where it was launched, or what holds for every instance here. */
export const describeInstanceAttribute = reads(async (verbs, call, input) => {
  const found = await instanceNamed(verbs, call, text(input.InstanceId));
  if (!('instanceId' in found)) return found;
  const name = text(input.Attribute);
  if (name === '') return missingParameter('attribute');
  const attribute = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
  if (!attribute) return invalidValue(name.slice(0, 64), 'attribute', 'Unknown attribute.');
  return { InstanceId: found.instanceId, ...attribute(await saidOf(verbs, call, found), found, call) };
});

/** What was said of an instance where it was launched by itself, over what a template or a launch configuration said, as far as that is still there. */
export const saidOf = async (verbs: Verbs, call: AwsCall, one: SeenMachine): Promise<JsonObject> => ({
  ...(await launcherSays(verbs, call, one)),
  ...one.machine?.said,
});

async function launcherSays({ groups }: Verbs, call: AwsCall, { machine, node }: SeenMachine): Promise<JsonObject> {
  const realm = realmOf(call);
  if (machine?.template) {
    const { id, version } = machine.template;
    const read = await groups.listVersions(realm, { id });
    return read.kind === 'ok' ? (read.versions.find(({ number }) => `${number}` === version)?.data ?? {}) : {};
  }
  const listed = await groups.listLaunchConfigurations(realm);
  const made = listed.kind === 'ok' ? listed.configurations.find(({ profileId }) => profileId === node?.profileId) : undefined;
  return made?.input ?? {};
}

type Attribute = (said: JsonObject, one: SeenMachine, call: AwsCall) => Structure;

const written = (value: Json | undefined): Structure => (typeof value === 'string' && value !== '' ? { Value: value } : {});
const onlyIf = (value: Json | undefined): Structure => ({ Value: value === true });

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  instanceType: (_, { machine }) => ({ InstanceType: written(machine?.instanceType) }),
  userData: ({ UserData }) => ({ UserData: written(UserData) }),
  kernel: ({ KernelId }) => ({ KernelId: written(KernelId) }),
  ramdisk: ({ RamdiskId, RamDiskId }) => ({ RamdiskId: written(RamDiskId ?? RamdiskId) }),
  disableApiTermination: ({ DisableApiTermination }) => ({ DisableApiTermination: onlyIf(DisableApiTermination) }),
  disableApiStop: ({ DisableApiStop }) => ({ DisableApiStop: onlyIf(DisableApiStop) }),
  instanceInitiatedShutdownBehavior: ({ InstanceInitiatedShutdownBehavior: said }) => ({
    InstanceInitiatedShutdownBehavior: written(said ?? 'stop'),
  }),
  ebsOptimized: ({ EbsOptimized }) => ({ EbsOptimized: onlyIf(EbsOptimized) }),
  enclaveOptions: ({ EnclaveOptions }) => ({
    EnclaveOptions: { Enabled: isJsonObject(EnclaveOptions) && EnclaveOptions.Enabled === true },
  }),
  groupSet: (_, __, { region }) => ({ Groups: [{ GroupId: securityGroupId(region), GroupName: SECURITY_GROUP }] }),
  rootDeviceName: () => ({ RootDeviceName: { Value: '/dev/xvda' } }),
  blockDeviceMapping: () => ({ BlockDeviceMappings: [] }),
  productCodes: () => ({ ProductCodes: [] }),
  sourceDestCheck: () => ({ SourceDestCheck: { Value: true } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  enaSupport: () => ({ EnaSupport: { Value: false } }),
};

/** AWS's defaults, of which one depends on whether it is the default network. */
const OF_VPC: Readonly<Record<string, (isDefault: boolean) => Structure>> = {
  enableDnsSupport: () => ({ EnableDnsSupport: { Value: true } }),
  enableDnsHostnames: (isDefault) => ({ EnableDnsHostnames: { Value: isDefault } }),
  enableNetworkAddressUsageMetrics: () => ({ EnableNetworkAddressUsageMetrics: { Value: false } }),
};

export const describeVpcAttribute = reads(async ({ groups }, call, input) => {
  const [id, name] = [text(input.VpcId), text(input.Attribute)];
  const networks = await groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  if (![vpcId(call.region), ...networks.networks.map((one) => one.vpcId)].includes(id))
    return awsFault('InvalidVpcID.NotFound', `The vpc ID '${id.slice(0, 64)}' does not exist`);
  const attribute = Object.hasOwn(OF_VPC, name) ? OF_VPC[name] : undefined;
  return attribute
    ? { VpcId: id, ...attribute(id === vpcId(call.region)) }
    : invalidValue(name.slice(0, 64), 'attribute', 'Unknown attribute.');
});
