import { groupVerbs } from '../../lib/app/groups/group-verbs.ts';
import type { Grouping, NewGroup, Realm } from '../../lib/app/groups/grouping.ts';
import { MachineCatalogue } from '../../lib/domain/group/machine-catalogue.ts';
import { after, seconds } from '../../lib/domain/kernel/time.ts';
import type { Preferences } from '../../lib/domain/refresh/refresh.ts';
import { T0 } from './documents.ts';
import { somebody } from './furnished.ts';
import type { MemoryService } from './memory-service.ts';

export const MACHINES = MachineCatalogue.parse({ images: { 'ami-1': { type: 'fake.node' } } });
const LATER = after(T0, seconds(86_400));
const UP = { kind: 'SimpleScaling', adjustmentType: 'ChangeInCapacity', adjustment: 1, enabled: true } as const;

/** How instances are replaced where nothing else is said. */
export const CALMLY: Preferences = {
  healthy: { min: 90, max: 100 },
  warmup: seconds(0),
  checkpoints: [],
  checkpointDelay: seconds(3_600),
  skipMatching: false,
  autoRollback: false,
  guarded: 'wait',
  standby: 'wait',
  bake: seconds(0),
  alarms: [],
};

/** What somebody has of groups, by name. */
export type GroupThings = {
  readonly group: string;
  readonly launch: string;
  readonly instance: string;
  /** It has nothing in it. */
  readonly vpc: string;
  /** Of another one. */
  readonly subnet: string;
};

const launch = (name: string) => ({ name, imageId: 'ami-1', instanceType: 't3.micro', input: {} });
const NET = { cidr: '10.0.0.0/16', tags: [] };
const BY_HAND = { by: 'arn:aws:iam::123456789012:user/demo/demo', description: '' };
const template = (name: string) => ({ ...BY_HAND, name, data: { ImageId: 'ami-1', InstanceType: 't3.micro' }, tags: [] });
/** @param of the launch configuration */
export const aGroup = (name: string, of: string): NewGroup => ({
  name,
  launch: { kind: 'configuration', name: of },
  minSize: 1,
  maxSize: 5,
  desiredCapacity: 1,
  zones: ['us-east-1a'],
  subnets: '',
  defaultCooldown: 0,
  healthCheckType: 'EC2',
  healthCheckGracePeriod: 0,
  terminationPolicies: ['Default'],
  tags: [],
  verbatim: {},
  protectsNew: false,
});

/** One of everything that belongs to groups, for the walk through the rules. */
export async function furnishGroups(service: Pick<MemoryService, 'app' | 'settle'>, project: string, name: string): Promise<GroupThings> {
  const groups = groupVerbs({ ...service.app, machines: MACHINES });
  const realm: Realm = { caller: somebody(project), region: 'us-east-1' };
  for (const one of [name, `${name}-spare`]) await groups.createLaunchConfiguration(realm, launch(one));
  await groups.createTemplate(realm, template(name));
  const [empty, other] = [await groups.createNetwork(realm, NET), await groups.createNetwork(realm, NET)];
  if (empty.kind === 'refused' || other.kind === 'refused') throw new Error(JSON.stringify([empty, other]));
  const inside = await groups.createSubnet(realm, { ...NET, vpcId: other.network.vpcId, cidr: '10.0.1.0/24' });
  if (inside.kind === 'refused') throw new Error(JSON.stringify(inside));
  const [vpc, subnet] = [empty.network.vpcId, inside.subnet.subnetId];
  await groups.createGroup(realm, aGroup(name, name));
  await service.settle();
  for (const asked of [
    groups.putScalingPolicy(realm, name, { ...UP, name: 'up' }),
    groups.putHook(realm, name, '123456789012', { name: 'out', transition: 'autoscaling:EC2_INSTANCE_TERMINATING' }),
    groups.collectMetrics(realm, name, ['GroupDesiredCapacity'], true),
    groups.putWarmPool(realm, name, { min: 0, prepared: 0, state: 'STOPPED', reuses: false }),
    groups.putScheduledAction(realm, name, { name: 'once', sizes: { desiredCapacity: 2 }, at: LATER }),
    groups.startRefresh(realm, name, { preferences: CALMLY }),
  ])
    if ((await asked).kind === 'refused') throw new Error(JSON.stringify(await asked));
  const seen = await groups.showGroup(realm, name);
  if (seen.kind === 'refused' || !seen.instances[0]) throw new Error(JSON.stringify(seen));
  return {
    group: name,
    launch: name,
    instance: seen.instances[0].instanceId,
    vpc,
    subnet,
  };
}

type Asked<V extends keyof Grouping> = Parameters<Grouping[V]> extends readonly [unknown, ...infer Rest] ? Rest : never;

/**
 * A request for every verb of groups. A verb that is not here does not compile.
 *
 * @param own what the caller makes something of, where the verb makes something
 */
export const GROUP_REQUESTS: { readonly [V in keyof Grouping]: (things: GroupThings, own: GroupThings) => Asked<V> } = {
  createLaunchConfiguration: () => [launch('new')],
  listLaunchConfigurations: () => [],
  deleteLaunchConfiguration: (t) => [`${t.launch}-spare`],

  createGroup: (_, own) => [aGroup('new', own.launch)],
  listGroups: () => [],
  showGroup: (t) => [t.group],
  updateGroup: (t) => [t.group, { maxSize: 6 }],
  deleteGroup: (t) => [t.group, true],
  setDesiredCapacity: (t) => [t.group, 2],
  suspendProcesses: (t) => [t.group, ['Launch']],
  resumeProcesses: (t) => [t.group, ['Launch']],
  tagGroup: (t) => [t.group, [{ key: 'a', value: 'b', propagate: false }], []],
  nameSources: (t) => [t.group, 'LoadBalancerNames', { set: ['a'], remove: [] }],
  listActivities: () => [],

  collectMetrics: (t) => [t.group, [], true],
  putScalingPolicy: (t) => [t.group, { ...UP, name: 'further' }],
  deleteScalingPolicy: (t) => [{ group: t.group, policy: { name: 'up' } }],
  executePolicy: (t) => [{ group: t.group, policy: { name: 'up' } }, { honorsCooldown: false }],

  putHook: (t) => [t.group, '123456789012', { name: 'out', heartbeat: 60 }],
  deleteHook: (t) => [t.group, 'out'],
  putNotification: (t) => [t.group, '123456789012', 'arn:aws:sns:us-east-1:123456789012:told', ['autoscaling:EC2_INSTANCE_LAUNCH']],
  putWarmPool: (t) => [t.group, { min: 1, prepared: null, state: 'STOPPED', reuses: false }],
  deleteWarmPool: (t) => [t.group, true],
  deleteNotification: (t) => [t.group, 'arn:aws:sns:us-east-1:123456789012:told'],
  answerLifecycle: (t) => [{ group: t.group, hook: 'out', instanceId: t.instance, result: 'CONTINUE' }],

  putScheduledAction: (t) => [t.group, { name: 'twice', sizes: { minSize: 0 }, at: LATER }],
  listScheduledActions: () => [],
  deleteScheduledAction: (t) => [t.group, 'once'],

  createTemplate: () => [template('new')],
  createVersion: (t) => [{ name: t.launch }, { ...BY_HAND, data: {} }],
  setDefaultVersion: (t) => [{ name: t.launch }, '1'],
  deleteTemplate: (t) => [{ name: t.launch }],
  deleteVersions: (t) => [{ name: t.launch }, [1]],
  tagTemplate: (t) => [{ name: t.launch }, [{ key: 'a', value: 'b' }], []],
  listTemplates: () => [],
  listVersions: (t) => [{ name: t.launch }],

  createNetwork: () => [NET],
  deleteNetwork: (t) => [t.vpc],
  createSubnet: (t) => [{ ...NET, vpcId: t.vpc, cidr: '10.0.2.0/24' }],
  deleteSubnet: (t) => [t.subnet],
  listNetworks: () => [],
  tagNetwork: (t) => [t.vpc, [{ key: 'a', value: 'b' }], []],

  listInstances: () => [],
  listMachines: () => [],
  locateMachines: () => [[]],
  runMachines: () => [{ imageId: 'ami-1', instanceType: 't3.micro', said: {}, tags: {}, least: 1, most: 1, zone: 'us-east-1a' }],
  tagMachine: (t) => [t.instance, [{ key: 'a', value: 'b' }], []],
  terminateMachines: (t) => [[t.instance]],
  protectInstances: (t) => [t.group, [t.instance], true],
  judgeInstance: (t) => [t.instance, false, false],
  terminateInstance: (t) => [t.instance, false],
  launchInstances: (t) => [t.group, { capacity: 1 }],
  enterStandby: (t) => [t.group, [t.instance], false],
  exitStandby: (t) => [t.group, [t.instance]],
  attachInstances: (t) => [t.group, [t.instance]],
  detachInstances: (t) => [t.group, [t.instance], false],

  startRefresh: (t) => [t.group, { preferences: CALMLY }],
  listRefreshes: (t) => [t.group],
  cancelRefresh: (t) => [t.group, true],
  rollBackRefresh: (t) => [t.group],
};
