import { instanceIdOf, shortIdOf } from '../../domain/group/instance-id.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { Foresight } from './foresight.ts';
import type { GroupApp, Grouping, MemberInstance, Realm, SeenGroup } from './grouping.ts';
import { type Living, livingGroups, observeGroups } from './observe-groups.ts';

export const groupMissing = (name: string): Refusal => refused('group.not-found', `AutoScalingGroup name not found - ${name}`);

/** By name, all of a realm when none is named. */
export const seeGroups = async (app: GroupApp, realm: Realm, names?: readonly string[]): Promise<readonly SeenGroup[]> =>
  observeGroups(app, realm, await livingGroups(app, realm, names));

/** Who polls all of a realm asks for the same members again and again: those are being read while it is found out which they are. */
export const listGroups = (app: GroupApp): Grouping['listGroups'] => {
  const foresight = new Foresight();
  return async (realm, names) => {
    if (names) return { kind: 'ok', groups: await seeGroups(app, realm, names) };
    const { store } = app;
    const { projectId } = realm.caller;
    const readNodes = foresight.begin(store, 'node', projectId, realm.region);
    const readClusters = foresight.begin(store, 'cluster', projectId, realm.region);
    const living = await livingGroups(app, realm, undefined, readClusters);
    return { kind: 'ok', groups: await observeGroups(app, realm, living, readNodes) };
  };
};

export const showGroup =
  (app: GroupApp): Grouping['showGroup'] =>
  async (realm, name) => {
    const [seen] = await seeGroups(app, realm, [name]);
    return seen ? { kind: 'ok', ...seen } : groupMissing(name);
  };

export const listInstances =
  (app: GroupApp): Grouping['listInstances'] =>
  async (realm, ids) => ({ kind: 'ok', instances: await seeInstances(app, realm, ids) });

/** Only the nodes that an id can mean are read: those whose short id it has. */
async function seeInstances(app: GroupApp, realm: Realm, ids?: readonly string[]): Promise<readonly MemberInstance[]> {
  const living = await livingGroups(app, realm);
  const meant = ids && new Set(ids.map(shortIdOf));
  const some = meant ? living.map((one) => only(one, meant)).filter(({ cluster }) => cluster.nodes.length > 0) : living;
  const seen = await observeGroups(app, realm, some);
  return seen.flatMap(({ group, instances, warm }) =>
    [...instances, ...warm]
      .filter(({ node }) => !ids || ids.includes(instanceIdOf(node)))
      .map((instance) => ({ ...instance, groupName: group.name, grace: group.healthCheckGracePeriod })),
  );
}

/** As if the cluster had no other members. */
const only = ({ group, cluster }: Living, shortIds: ReadonlySet<string>): Living => ({
  group,
  cluster: { ...cluster, nodes: cluster.nodes.filter((id) => shortIds.has(id.slice(0, 8))) },
});

/** The one instance of an id, or AWS's words for that there is none. */
export async function findInstance(app: GroupApp, realm: Realm, instanceId: string) {
  const [found] = await seeInstances(app, realm, [instanceId]);
  return found
    ? { kind: 'ok' as const, instance: found }
    : refused('instance.not-found', `Instance Id not found - No managed instance found for instance ID: ${instanceId}`);
}
