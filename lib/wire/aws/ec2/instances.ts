import type { SeenMachine } from '../../../app/groups/seeing-machines.ts';
import { isInstanceId } from '../../../domain/group/instance-id.ts';
import type { Network } from '../../../domain/group/network.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import { realmOf, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { ec2Time } from './dialect.ts';
import { type Facets, filtered } from './filters.ts';
import { isBurstable } from './machine-types.ts';
import { SECURITY_GROUP, securityGroupId, subnetIn, vpcId } from './network.ts';
import { missingParameter, reads, type Verbs } from './operation.ts';
import { pageOf, type Shown } from './page.ts';
import { tagViews } from './tags.ts';

export const CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopped: 80 } as const;

export const describeInstances = reads(async (verbs, call, input) => {
  const shown = await wantedOf(verbs, call, 'DescribeInstances', input);
  if ('fault' in shown || isAwsFault(shown)) return shown;
  const networks = await verbs.groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const located = await verbs.groups.locateMachines(realmOf(call), shown.items);
  if (located.kind === 'refused') return located;
  const view = (one: SeenMachine) => viewOf(call, one, located.addresses.get(one.instanceId), vpcOf(call, networks.networks, one));
  const launches = new Map<string, SeenMachine[]>();
  for (const one of shown.items) launches.set(reservationOf(one), [...(launches.get(reservationOf(one)) ?? []), one]);
  return {
    Reservations: [...launches].map(([ReservationId, all]) => ({
      ReservationId,
      OwnerId: call.account,
      Groups: [],
      Instances: all.map(view),
    })),
    ...shown.token,
  };
});

/** Each that its group launched is a launch of its own. */
export const reservationOf = ({ instanceId, run }: SeenMachine): string => run?.reservation ?? instanceId.replace(/^i-/, 'r-');

/** Whether what is asked for is well: nobody looks at more than the node itself. */
export const describeInstanceStatus = reads(async (verbs, call, input) => {
  const shown = await wantedOf(verbs, call, 'DescribeInstanceStatus', input, ({ state }) =>
    input.IncludeAllInstances === true ? true : state === 'running',
  );
  if ('fault' in shown || isAwsFault(shown)) return shown;
  return { InstanceStatuses: shown.items.map(statusView), ...shown.token };
});

/** Those that AWS lets burst have what it calls standard credits, which nobody counts. */
export const describeInstanceCreditSpecifications = reads(async (verbs, call, input) => {
  const shown = await wantedOf(verbs, call, 'DescribeInstanceCreditSpecifications', input, ({ machine }) =>
    isBurstable(machine?.instanceType ?? ''),
  );
  if ('fault' in shown || isAwsFault(shown)) return shown;
  return {
    InstanceCreditSpecifications: shown.items.map(({ instanceId }) => ({ InstanceId: instanceId, CpuCredits: 'standard' })),
    ...shown.token,
  };
});

async function wantedOf(
  { groups }: Verbs,
  call: AwsCall,
  operation: string,
  input: Structure,
  fits: (one: SeenMachine) => boolean = () => true,
): Promise<Shown<SeenMachine> | AwsFault | Refusal> {
  const ids = texts(input.InstanceIds) ?? [];
  if (ids.includes('')) return missingParameter('InstanceId');
  const strange = ids.find((id) => !isInstanceId(id));
  if (strange !== undefined) return whatIsNone(strange);
  const listed = await groups.listMachines(realmOf(call), ids.length > 0 ? ids : undefined);
  if (listed.kind === 'refused') return listed;
  const missing = ids.filter((id) => !listed.machines.some(({ instanceId }) => instanceId === id));
  if (missing.length > 0) return notFound(missing);
  const networks = await groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const wanted = filtered(input, listed.machines.filter(fits), facetsIn(call, networks.networks), ({ tags }) => tags);
  if (isAwsFault(wanted)) return wanted;
  return pageOf(call, operation, input, wanted, ({ instanceId }) => instanceId, { named: 'InstanceIds' });
}

/** One instance, or what is wrong with its name. */
export async function instanceNamed({ groups }: Verbs, call: AwsCall, id: string): Promise<SeenMachine | AwsFault | Refusal> {
  if (!isInstanceId(id)) return whatIsNone(id);
  const listed = await groups.listMachines(realmOf(call), [id]);
  return listed.kind === 'refused' ? listed : (listed.machines[0] ?? notFound([id]));
}

/** AWS's ids have eight or seventeen digits. */
export const whatIsNone = (id: string): AwsFault =>
  /^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id) ? notFound([id]) : awsFault('InvalidInstanceID.Malformed', `Invalid id: "${id.slice(0, 64)}"`);

const notFound = (ids: readonly string[]): AwsFault =>
  awsFault(
    'InvalidInstanceID.NotFound',
    ids.length === 1 ? `The instance ID '${ids[0]}' does not exist` : `The instance IDs '${ids.join(', ')}' do not exist`,
  );

const facetsIn = (call: AwsCall, networks: readonly Network[]): Facets<SeenMachine> => ({
  'instance-id': ({ instanceId }) => instanceId,
  'instance-state-name': ({ state }) => state,
  'instance-state-code': ({ state }) => CODES[state],
  'instance-type': ({ machine }) => machine?.instanceType,
  'image-id': ({ machine }) => machine?.imageId,
  'availability-zone': ({ zone }) => zone,
  'subnet-id': (one) => subnetOf(call, one),
  'vpc-id': (one) => vpcOf(call, networks, one),
  'instance.group-id': () => securityGroupId(call.region),
  'instance.group-name': () => SECURITY_GROUP,
  'owner-id': () => call.account,
  'reservation-id': reservationOf,
  'client-token': ({ run }) => run?.token ?? '',
  'launch-time': ({ launchedAt }) => ec2Time(launchedAt),
  'instance-lifecycle': () => undefined,
  'key-name': () => undefined,
  architecture: () => 'x86_64',
  tenancy: () => 'default',
});

const subnetOf = ({ region }: AwsCall, { subnet, zone }: SeenMachine): string => subnet ?? subnetIn(region, zone);

export const vpcOf = (call: AwsCall, networks: readonly Network[], one: SeenMachine): string =>
  networks.find(({ subnets }) => subnets.some(({ subnetId }) => subnetId === one.subnet))?.vpcId ?? vpcId(call.region);

export function viewOf(call: AwsCall, one: SeenMachine, address: string | undefined, vpc: string): Structure {
  const { instanceId, state, zone, machine, launchedAt, tags } = one;
  return {
    InstanceId: instanceId,
    ...(machine && { ImageId: machine.imageId, InstanceType: machine.instanceType }),
    State: { Code: CODES[state], Name: state },
    StateTransitionReason: state === 'terminated' || state === 'shutting-down' ? 'User initiated' : '',
    LaunchTime: launchedAt,
    AmiLaunchIndex: one.run?.index ?? 0,
    Placement: { AvailabilityZone: zone, GroupName: '', Tenancy: 'default' },
    ...(address !== undefined && { PrivateIpAddress: address }),
    PrivateDnsName: address === undefined ? '' : `ip-${address.replaceAll(/[.:]/g, '-')}.${call.region}.compute.internal`,
    PublicDnsName: '',
    ...(state !== 'terminated' && { SubnetId: subnetOf(call, one), VpcId: vpc }),
    SecurityGroups: state === 'terminated' ? [] : [{ GroupId: securityGroupId(call.region), GroupName: SECURITY_GROUP }],
    Architecture: 'x86_64',
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    BlockDeviceMappings: [],
    NetworkInterfaces: [],
    ProductCodes: [],
    Monitoring: { State: 'disabled' },
    EbsOptimized: false,
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    ClientToken: one.run?.token ?? '',
    Tags: tagViews(tags),
  };
}

function statusView({ instanceId, state, zone, node }: SeenMachine): Structure {
  const ill = node?.status === 'ERROR' || node?.status === 'WARNING';
  const status = state === 'running' ? (ill ? 'impaired' : 'ok') : state === 'pending' ? 'initializing' : 'not-applicable';
  const summary = { Status: status, Details: status === 'not-applicable' ? [] : [{ Name: 'reachability', Status: DETAIL[status] }] };
  return {
    InstanceId: instanceId,
    AvailabilityZone: zone,
    InstanceState: { Code: CODES[state], Name: state },
    InstanceStatus: summary,
    SystemStatus: summary,
  };
}

const DETAIL = { ok: 'passed', impaired: 'failed', initializing: 'initializing' } as const;
