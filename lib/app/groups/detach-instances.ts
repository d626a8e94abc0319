import { countedOf } from '../../domain/cluster/standby.ts';
import { inUnits, weightOf } from '../../domain/group/units.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import { begun } from './begun.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { counted, namedIn, wrongSize } from './named-instances.ts';
import { showGroup } from './see-groups.ts';
import { withdrawal } from './withdrawal.ts';
import { sizesOf } from './work-on.ts';

/** Those that are in nobody's hands. */
const FREE: ReadonlySet<string> = new Set(['InService', 'Standby']);

/** Lets members go, protected or not: they live on in no cluster. The group wants that many fewer, or makes others. */
export const detachInstances =
  (app: GroupApp): Grouping['detachInstances'] =>
  async (realm, name, instanceIds, decrement) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const named = namedIn(seen, instanceIds);
    if (named.kind === 'refused') return named;
    const unfit = named.instances.find(({ state }) => !FREE.has(state));
    if (unfit) return refused('instance.state', `The instance ${unfit.instanceId} is not in InService or Standby.`);
    const nodes = named.instances.map(({ node }) => node.id);
    const filed = await fileClusterAction(app, realm.caller, seen.cluster.id, async (cluster) => {
      const sizes = await sizesOf(app, cluster);
      if (!decrement) return { kind: 'file', action: 'CLUSTER_REPLACE_NODES', inputs: { nodes, let_go: true }, patient: true };
      if (sizes.desiredCapacity - nodes.length < sizes.minSize)
        return wrongSize(name, inUnits(sizes, seen.group.units, weightOf(seen.group.launch)), `detach ${counted(nodes.length)}`);
      return withdrawal(sizes, nodes, { isDeleted: false, standBy: countedOf(cluster, nodes) < nodes.length });
    });
    if (filed.kind === 'refused') return filed;
    const filing = { project: seen.cluster.project, actionId: filed.actionId };
    return { kind: 'ok', activities: await begun(app, filing, { action: 'NODE_LEAVE' }, named.instances) };
  };
