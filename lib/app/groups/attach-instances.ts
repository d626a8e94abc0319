import { whyNotJoin } from '../../domain/cluster/joining.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { instanceIdOf, isInstanceId, shortIdOf } from '../../domain/group/instance-id.ts';
import { inUnits, weightOf } from '../../domain/group/units.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { counted, wrongSize } from './named-instances.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { sizesOf } from './work-on.ts';

/** Takes nodes in that are in no cluster. The group wants that many more from then on. */
export const attachInstances =
  (app: GroupApp): Grouping['attachInstances'] =>
  async (realm, name, instanceIds) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const found = await nodesOf(app, realm, [...new Set(instanceIds)]);
    if (found.kind === 'refused') return found;
    const { nodes } = found;
    const filed = await fileClusterAction(app, realm.caller, living.cluster.id, async (cluster) => {
      const unfit = nodes.find((node) => whyNotJoin(cluster, [node], 'does'));
      if (unfit) return whyNot(unfit, cluster.profileType);
      const sizes = await sizesOf(app, cluster);
      const number = sizes.desiredCapacity + nodes.length;
      if (number > sizes.maxSize)
        return wrongSize(
          name,
          inUnits(sizes, living.group.units, weightOf(living.group.launch)),
          `attach ${counted(nodes.length, 'more ')}`,
        );
      const inputs = { nodes: nodes.map(({ id }) => id), size_before: sizes.desiredCapacity, number };
      return { kind: 'file', action: 'CLUSTER_ADD_NODES', inputs, patient: true };
    });
    return filed.kind === 'refused' ? filed : { kind: 'ok' };
  };

/** Of the caller's project: what is another's is not there. */
async function nodesOf(
  { store }: GroupApp,
  { caller }: Realm,
  ids: readonly string[],
): Promise<{ readonly kind: 'ok'; readonly nodes: readonly Node[] } | Refusal> {
  const nodes: Node[] = [];
  for (const id of ids) {
    const hits = isInstanceId(id) ? await store.find('node', caller.projectId, shortIdOf(id)) : [];
    const node = hits.find((one) => instanceIdOf(one) === id);
    if (!node) return refused('instance.not-found', `Instance [${id}] is invalid. The instance ID '${id}' does not exist.`);
    nodes.push(node);
  }
  return { kind: 'ok', nodes };
}

function whyNot(node: Node, profileType: string): Refusal {
  const id = instanceIdOf(node);
  if (node.clusterId !== '')
    return refused('instance.attached', `Instance [${id}] is invalid. It is already part of an Auto Scaling group.`);
  return node.status === 'ACTIVE'
    ? refused('instance.kind', `Instance [${id}] is invalid. It is a ${node.profileType}, and the group's instances are ${profileType}.`)
    : refused('instance.state', `Instance [${id}] is not in correct state. It must be in the running state.`);
}
