import { isAside } from '../../domain/cluster/standby.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import { recoverNode } from '../nodes/act-on-node.ts';
import type { Filed } from '../verb.ts';
import { begun } from './begun.ts';
import type { GroupApp, Grouping, MemberInstance, Realm } from './grouping.ts';
import { findInstance } from './see-groups.ts';
import { sizesOf } from './work-on.ts';

/** Takes an instance away whether it is protected or not: for good, or to be replaced by another one. */
export const terminateInstance =
  (app: GroupApp): Grouping['terminateInstance'] =>
  async (realm, instanceId, decrement) => {
    const found = await findInstance(app, realm, instanceId);
    if (found.kind === 'refused') return found;
    const { instance } = found;
    const { project } = instance.node;
    // One that stands by beside the desired capacity leaves no place to be filled.
    const isRemoved = decrement || isAside(instance.node);
    const filed = isRemoved ? await removed(app, realm, instance) : await replaced(app, realm, instance);
    if (filed.kind === 'refused') return filed;
    const child = isRemoved ? 'NODE_DELETE' : 'NODE_RECOVER';
    const [activity] = await begun(app, { project, actionId: filed.actionId }, { action: child }, [instance]);
    return activity ? { kind: 'ok', activity } : never(filed);
  };

const removed = (app: GroupApp, { caller }: Realm, { node }: MemberInstance) =>
  fileClusterAction(app, caller, node.clusterId, async (cluster) => {
    const { minSize, desiredCapacity } = await sizesOf(app, cluster);
    const number = isAside(node) ? desiredCapacity : desiredCapacity - 1;
    if (number < Math.min(minSize, desiredCapacity)) {
      return refused(
        'group.size',
        `Currently, desiredSize equals minSize (${minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    }
    const inputs = { candidates: [node.id], count: 1, destroy_after_deletion: true, size_before: desiredCapacity, number };
    return { kind: 'file', action: 'CLUSTER_DEL_NODES', inputs, patient: true };
  });

const replaced = (app: GroupApp, { caller }: Realm, { node }: MemberInstance): Promise<(Filed & { readonly kind: 'ok' }) | Refusal> =>
  recoverNode(app)(caller, node.id, { operation: 'RECREATE', forceRecreate: true });

function never({ actionId }: Filed): never {
  throw new Error(`action ${actionId} was filed for nobody`);
}
