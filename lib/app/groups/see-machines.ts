import { isOpen } from '../../domain/action/action.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { instanceIdOf, shortIdOf } from '../../domain/group/instance-id.ts';
import type { Machine } from '../../domain/group/machine-catalogue.ts';
import { runOf } from '../../domain/group/run.ts';
import { subnetFor } from '../../domain/group/subnets.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { endpointOf } from '../../domain/profile/endpoint.ts';
import { resourceFor } from '../nodes/see-nodes.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { livingGroups, observeGroups, zoneOf } from './observe-groups.ts';
import { actionsSince, listActivities } from './see-activities.ts';
import type { SeenMachine, SeenTag } from './seeing-machines.ts';
import { workOn } from './work-on.ts';

/** How long what is gone is still told of. */
const REMEMBERED = 3_600_000;

/** Whatever is behind a node that is a group's or nobody's: members of clusters that are no groups are none of AWS's. */
export const listMachines =
  (app: GroupApp): Grouping['listMachines'] =>
  async (realm, ids) => {
    const shortIds = ids && new Set(ids.map(shortIdOf));
    const members = await machinesOfGroups(app, realm, shortIds);
    const wanted = (all: readonly SeenMachine[]) => all.filter(({ instanceId }) => !ids || ids.includes(instanceId));
    const found = wanted(members);
    if (ids && found.length === ids.length) return { kind: 'ok', machines: found };
    const all = [...found, ...wanted(await machinesOfNobody(app, realm))];
    const missing = ids?.filter((id) => !all.some(({ instanceId }) => instanceId === id)) ?? [];
    return { kind: 'ok', machines: missing.length === 0 ? all : [...all, ...(await lately(app, realm, missing))] };
  };

async function machinesOfGroups(app: GroupApp, realm: Realm, shortIds: ReadonlySet<string> | undefined): Promise<readonly SeenMachine[]> {
  const living = (await livingGroups(app, realm)).flatMap(({ group, cluster }) => {
    const nodes = shortIds ? cluster.nodes.filter((id) => shortIds.has(id.slice(0, 8))) : cluster.nodes;
    return nodes.length > 0 ? [{ group, cluster: { ...cluster, nodes } }] : [];
  });
  return (await observeGroups(app, realm, living)).flatMap(({ group, instances }) =>
    instances.map(
      ({ node, instanceId, state, zone, machine }): SeenMachine => ({
        instanceId,
        node,
        state: stateOf(node, state),
        zone,
        machine,
        subnet: subnetFor(realm.region, group.subnets, zone),
        run: runOf(node),
        tags: [{ key: 'aws:autoscaling:groupName', value: group.name }, ...templateTags(machine), ...tagsOf(node, machine)],
        launchedAt: node.createdAt ?? node.initAt,
      }),
    ),
  );
}

async function machinesOfNobody({ store }: GroupApp, { caller, region }: Realm): Promise<readonly SeenMachine[]> {
  const project = caller.projectId;
  const nodes = (await store.list('node', project)).items.filter(({ clusterId }) => clusterId === '');
  const ids = [...new Set(nodes.map(({ profileId }) => profileId))];
  const profiles = await store.getMany(
    'profile',
    ids.map((id) => ({ project, id })),
  );
  const machines = new Map(profiles.map(({ id, machine }) => [id, machine]));
  const going = await meantToGo({ store }, nodes);
  return nodes.map((node) => {
    const machine = machines.get(node.profileId);
    const run = runOf(node);
    return {
      instanceId: instanceIdOf(node),
      node,
      state: going.has(node.id) ? 'shutting-down' : stateOf(node, undefined),
      zone: zoneOf({ zones: [`${region}a`] }, node),
      machine,
      subnet: run?.subnet,
      run,
      tags: [...templateTags(machine), ...tagsOf(node, machine)],
      launchedAt: node.createdAt ?? node.initAt,
    };
  });
}

/** Those of which somebody has asked that they go, though something else be done with them first. */
async function meantToGo({ store }: Pick<GroupApp, 'store'>, nodes: readonly Node[]): Promise<ReadonlySet<string>> {
  const work = nodes.flatMap(({ project, lock }) => workOn(lock).map((id) => ({ project, id })));
  const actions = await store.getMany('action', work);
  return new Set(actions.filter((action) => action.action === 'NODE_DELETE' && isOpen(action)).map(({ target }) => target));
}

const templateTags = (machine: Machine | undefined): readonly SeenTag[] =>
  machine?.template
    ? [
        { key: 'aws:ec2launchtemplate:id', value: machine.template.id },
        { key: 'aws:ec2launchtemplate:version', value: machine.template.version },
      ]
    : [];

/** Before its resource is there a node does not know yet what its template tags it with. */
const tagsOf = ({ metadata, physicalId }: Pick<Node, 'metadata' | 'physicalId'>, machine?: Machine): readonly SeenTag[] =>
  Object.entries({ ...(physicalId === null && machine?.tags), ...metadata }).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));

/** Those that were terminated within the hour, their group with them or not: clients ask how it is going until it is over. */
async function lately(app: GroupApp, realm: Realm, ids: readonly string[]): Promise<readonly SeenMachine[]> {
  const listed = await listActivities(app)(realm);
  const since = app.clock.now() - REMEMBERED;
  const ended = (at: Instant | null) => at !== null && at >= since;
  const gone = new Map(
    (listed.kind === 'ok' ? listed.activities : [])
      .filter(
        ({ kind, status, endedAt, instanceId }) =>
          kind === 'terminate' && status === 'Successful' && ended(endedAt) && ids.includes(instanceId),
      )
      .map(({ instanceId, zone, startedAt, groupName }) => [
        instanceId,
        terminated(instanceId, zone, startedAt, [{ key: 'aws:autoscaling:groupName', value: groupName }]),
      ]),
  );
  const missing = ids.filter((id) => !gone.has(id));
  if (missing.length === 0) return [...gone.values()];
  const deletions = (await actionsSince(app, realm, since - REMEMBERED)).filter(
    ({ action, status, endedAt }) => action === 'NODE_DELETE' && status === 'SUCCEEDED' && ended(endedAt),
  );
  // Of what was nobody's, or a group's that is gone too, all that is left is that its node was deleted. Six weeks of activities would be much to read for it.
  const nobodys = missing.flatMap((id) => {
    const deletion = deletions.find(({ target }) => shortIdOf(id) === target.slice(0, 8));
    return deletion ? [terminated(id, `${realm.region}a`, deletion.createdAt, [])] : [];
  });
  return [...gone.values(), ...nobodys];
}

const terminated = (instanceId: string, zone: string, launchedAt: Instant, tags: readonly SeenTag[]): SeenMachine => ({
  instanceId,
  node: undefined,
  state: 'terminated',
  zone,
  machine: undefined,
  subnet: undefined,
  tags,
  launchedAt,
});

function stateOf(node: Node, state: string | undefined): SeenMachine['state'] {
  if (state?.startsWith('Terminating') || node.status === 'DELETING') return 'shutting-down';
  if (node.physicalId === null) return 'pending';
  return node.suspended ? 'stopped' : state?.startsWith('Pending') ? 'pending' : 'running';
}

/** At most so many drivers' calls at once. */
const AT_ONCE = 16;

/** Asks the drivers. Who has no address, or of whom nobody can tell, is not in the answer. */
export const locateMachines =
  (app: GroupApp): Grouping['locateMachines'] =>
  async (_, machines) => {
    const nodes = machines.flatMap(({ node }) => (node && node.physicalId !== null ? [node] : []));
    const addresses = new Map<string, string>();
    for (let from = 0; from < nodes.length; from += AT_ONCE) {
      await Promise.all(
        nodes.slice(from, from + AT_ONCE).map(async (node) => {
          const address = await addressOf(app, node);
          if (address !== undefined) addresses.set(instanceIdOf(node), address);
        }),
      );
    }
    return { kind: 'ok', addresses };
  };

async function addressOf(app: GroupApp, node: Node): Promise<string | undefined> {
  const resource = await resourceFor(app, node);
  const told = await app.drivers(node.profileType)?.details(resource);
  if (told?.kind !== 'ok') return undefined;
  const endpoint = endpointOf(node.profileType, resource, told.details, 0);
  return 'address' in endpoint ? endpoint.address : undefined;
}
