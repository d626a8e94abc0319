import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { type Group, groupId, type LaunchConfiguration } from '../../domain/group/group.ts';
import { healthOf, isInPool, type LifecycleState, lifecycleStateOf, statesAsked } from '../../domain/group/instance.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import type { Machine } from '../../domain/group/machine-catalogue.ts';
import { weightOfType } from '../../domain/group/mixed-instances.ts';
import { pendingSizes } from '../../domain/group/pending-sizes.ts';
import { inUnits, weightOf } from '../../domain/group/units.ts';
import { isJsonObject } from '../../domain/kernel/json.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { byProfile } from './find-launch.ts';
import type { GroupApp, Realm, SeenGroup, SeenInstance } from './grouping.ts';
import { seeLaunchConfigurations } from './launch-configurations.ts';
import type { Place } from './realm.ts';
import { isPast, sizesOf, workOn } from './work-on.ts';

/** A group whose cluster is still there. */
export type Living = { readonly group: Group; readonly cluster: Cluster };

/** How members of a group, or clusters, are read: by their ids, without those that are not there. */
type Reading<T> = (ids: readonly string[]) => Promise<readonly T[]>;

/** The groups of these names, or all of a region, by name. One whose cluster is gone is none: `sweepGroups` sees to what it left. */
export async function livingGroups(
  { store }: Pick<GroupApp, 'store'>,
  { caller, region }: Place,
  names?: readonly string[],
  readClusters: Reading<Cluster> = (ids) =>
    store.getMany(
      'cluster',
      ids.map((id) => ({ project: caller.projectId, id })),
    ),
): Promise<readonly Living[]> {
  const project = caller.projectId;
  const found = names
    ? await store.getMany(
        'group',
        [...new Set(names)].map((name) => ({ project, id: groupId(region, name) })),
      )
    : (await store.list('group', project)).items;
  const mine = found.filter((group) => group.region === region && (!names || names.includes(group.name)));
  const clusters = new Map((await readClusters(mine.map(({ clusterId }) => clusterId))).map((cluster) => [cluster.id, cluster]));
  return mine
    .flatMap((group) => {
      const cluster = clusters.get(group.clusterId);
      return cluster ? [{ group, cluster }] : [];
    })
    .sort((a, b) => (a.group.name < b.group.name ? -1 : 1));
}

/** Groups with all that is to be seen of them, in as many reads as there are kinds of documents. */
export async function observeGroups(
  app: Pick<GroupApp, 'store' | 'clock'>,
  realm: Realm,
  living: readonly Living[],
  readNodes?: Reading<Node>,
): Promise<readonly SeenGroup[]> {
  const { store } = app;
  const project = realm.caller.projectId;
  const refs = (ids: readonly string[]) => ids.map((id) => ({ project, id }));
  const members = living.flatMap(({ cluster }) => cluster.nodes);
  const [nodes, configurations] = await Promise.all([
    readNodes?.(members) ?? store.getMany('node', refs(members)),
    living.length > 0 ? seeLaunchConfigurations(app, realm) : [],
  ]);
  const working = [
    ...nodes.filter((node) => node.status !== 'ACTIVE' || node.standby || node.lock.holders.length > 0).flatMap(({ lock }) => lock.holders),
    ...living.flatMap(({ cluster }) => workOn(cluster.lock)),
  ];
  const actions = new Map((await store.getMany('action', refs([...new Set(working)]))).map((action) => [action.id, action]));
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const known = byProfile(configurations);
  const strange = [...new Set(nodes.map(({ profileId }) => profileId))].filter((id) => !known.has(id));
  const machines = new Map((await store.getMany('profile', refs(strange))).map(({ id, machine }) => [id, machine]));
  const see = async ({ group, cluster }: Living): Promise<SeenGroup> => {
    const waiting = workOn(cluster.lock).flatMap((id) => actions.get(id) ?? []);
    const asked = statesAsked(waiting);
    const sizes = isPast(cluster, waiting) ? await sizesOf(app, cluster) : pendingSizes(cluster, waiting);
    return {
      group,
      cluster,
      sizes: inUnits(sizes, group.units, weightOf(group.launch)),
      deleting: cluster.status === 'DELETING' || waiting.some(({ action }) => action === 'CLUSTER_DELETE'),
      ...apart(
        cluster.nodes.flatMap((id) => {
          const node = nodesById.get(id);
          return node ? [instanceOf({ group, cluster }, node, actions, { known, machines }, app.clock.now(), asked.get(node.id))] : [];
        }),
      ),
    };
  };
  return Promise.all(living.map(see));
}

/** What never came up, or went and never came back, is no instance: a node that its group is about to make something of. */
const isNothing = ({ status, physicalId, lock }: Node): boolean => status === 'ERROR' && physicalId === null && lock.holders.length === 0;

const apart = (all: readonly SeenInstance[]): Pick<SeenGroup, 'instances' | 'warm'> => ({
  instances: all.filter(({ node, state }) => !isInPool(state) && !isNothing(node)),
  warm: all.filter(({ state }) => isInPool(state)),
});

/** By the profile that each is: launch configurations, and what other profiles are to AWS's clients. */
type Makers = {
  readonly known: ReadonlyMap<string, LaunchConfiguration>;
  readonly machines: ReadonlyMap<string, Machine | undefined>;
};

function instanceOf(
  { group, cluster }: Living,
  node: Node,
  actions: ReadonlyMap<string, Action>,
  { known, machines }: Makers,
  now: Instant,
  asked: LifecycleState | undefined,
): SeenInstance {
  const working = node.lock.holders.flatMap((id) => actions.get(id) ?? [])[0];
  const configuration = known.get(node.profileId);
  const machine = configuration ? machineIn(configuration) : machines.get(node.profileId);
  const launch = configuration ? ({ kind: 'configuration', name: configuration.name } as const) : undefined;
  const template = machine?.template && ({ kind: 'template', ...machine.template } as const);
  return {
    node,
    instanceId: instanceIdOf(node),
    state: lifecycleStateOf(node, working, now, asked),
    health: healthOf(node),
    zone: zoneOf(group, node),
    launch: launch ?? template ?? (node.profileId === cluster.profileId ? group.launch : undefined),
    machine,
    instanceType: machine?.instanceType,
    weight: weightOfType(group.launch, machine?.instanceType),
  };
}

const machineIn = ({ input: { ImageId, InstanceType } }: LaunchConfiguration): Machine | undefined =>
  typeof ImageId === 'string' && typeof InstanceType === 'string' ? { imageId: ImageId, instanceType: InstanceType } : undefined;

/** Where a placement policy put it; where nobody did, zones take turns. */
export function zoneOf({ zones }: Pick<Group, 'zones'>, { data, index }: Pick<Node, 'data' | 'index'>): string {
  const placement = data.placement;
  const zone = isJsonObject(placement) ? placement.zone : undefined;
  return typeof zone === 'string' ? zone : (zones[Math.max(0, index - 1) % zones.length] ?? '');
}
