import { countedOf } from '../../domain/cluster/standby.ts';
import { inUnits, weightOf } from '../../domain/group/units.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import { begun } from './begun.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { counted, namedIn, wrongSize } from './named-instances.ts';
import { showGroup } from './see-groups.ts';
import { sizesOf } from './work-on.ts';

/** Takes members out of service, all or none of them: no more counted in the desired capacity, or with others in their places. */
export const enterStandby =
  (app: GroupApp): Grouping['enterStandby'] =>
  async (realm, name, instanceIds, decrement) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const named = namedIn(seen, instanceIds);
    if (named.kind === 'refused') return named;
    const unfit = named.instances.find(({ state }) => state !== 'InService');
    if (unfit) return refused('instance.state', `The instance ${unfit.instanceId} is not in InService.`);
    const nodes = named.instances.map(({ node }) => node.id);
    const filed = await fileClusterAction(app, realm.caller, seen.cluster.id, async (cluster) => {
      const sizes = await sizesOf(app, cluster);
      const number = sizes.desiredCapacity - (decrement ? countedOf(cluster, nodes) : 0);
      if (decrement && number < sizes.minSize)
        return wrongSize(
          name,
          inUnits(sizes, seen.group.units, weightOf(seen.group.launch)),
          `place into standby ${counted(nodes.length)}`,
        );
      const inputs = { operation: 'enter_standby', params: {}, nodes, decrement, size_before: sizes.desiredCapacity, number };
      return { kind: 'file', action: 'CLUSTER_OPERATION', inputs, patient: true };
    });
    if (filed.kind === 'refused') return filed;
    const child = { action: 'NODE_OPERATION', inputs: { operation: 'enter_standby' } } as const;
    return {
      kind: 'ok',
      activities: await begun(app, { project: seen.cluster.project, actionId: filed.actionId }, child, named.instances),
    };
  };

/** Takes them back: counted again, where they were not. */
export const exitStandby =
  (app: GroupApp): Grouping['exitStandby'] =>
  async (realm, name, instanceIds) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const named = namedIn(seen, instanceIds);
    if (named.kind === 'refused') return named;
    const unfit = named.instances.find(({ state }) => state !== 'Standby');
    if (unfit) return refused('instance.state', `The instance ${unfit.instanceId} is not in Standby.`);
    const nodes = named.instances.map(({ node }) => node.id);
    const filed = await fileClusterAction(app, realm.caller, seen.cluster.id, async (cluster) => {
      const sizes = await sizesOf(app, cluster);
      const number = sizes.desiredCapacity + nodes.length - countedOf(cluster, nodes);
      if (number > sizes.maxSize)
        return wrongSize(
          name,
          inUnits(sizes, seen.group.units, weightOf(seen.group.launch)),
          `move out of standby ${counted(nodes.length)}`,
        );
      const inputs = { operation: 'exit_standby', params: {}, nodes, size_before: sizes.desiredCapacity, number };
      return { kind: 'file', action: 'CLUSTER_OPERATION', inputs, patient: true };
    });
    if (filed.kind === 'refused') return filed;
    const child = { action: 'NODE_OPERATION', inputs: { operation: 'exit_standby' } } as const;
    return {
      kind: 'ok',
      activities: await begun(app, { project: seen.cluster.project, actionId: filed.actionId }, child, named.instances),
    };
  };
