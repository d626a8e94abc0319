import { isWarm } from '../../domain/cluster/pool-size.ts';
import { isAside } from '../../domain/cluster/standby.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import { recoverNode } from '../nodes/act-on-node.ts';
import type { Filed } from '../verb.ts';
import { abandonLaunch } from './answer-hooks.ts';
import { begun } from './begun.ts';
import type { GroupApp, Grouping, MemberInstance, Realm } from './grouping.ts';
import { findInstance } from './see-groups.ts';
import { withdrawal } from './withdrawal.ts';
import { sizesOf } from './work-on.ts';

/** Takes an instance away whether it is protected or not: for good, or to be replaced by another one. */
export const terminateInstance =
  (app: GroupApp): Grouping['terminateInstance'] =>
  async (realm, instanceId, decrement) =>
    end(app, realm, instanceId, { decrement });

/** The same, by another node in any case: so the one that went is told of by its own id. */
export const replaceInstance = (app: GroupApp, realm: Realm, instanceId: string) =>
  end(app, realm, instanceId, { decrement: false, byAnother: true });

async function end(
  app: GroupApp,
  realm: Realm,
  instanceId: string,
  { decrement, byAnother = false }: { readonly decrement: boolean; readonly byAnother?: boolean },
): ReturnType<Grouping['terminateInstance']> {
  const found = await findInstance(app, realm, instanceId);
  if (found.kind === 'refused') return found;
  const { instance } = found;
  const { project } = instance.node;
  // One that stands by beside the desired capacity leaves no place to be filled. The capacity is lowered all the same, where that is asked for.
  const isRemoved = decrement || isAside(instance.node);
  const lowers = decrement && !isWarm(instance.node);
  await abandonLaunch(app, instance.node);
  const filed = isRemoved
    ? await removed(app, realm, instance, lowers)
    : await replaced(app, realm, instance, byAnother || isHeld(instance));
  if (filed.kind === 'refused') return filed;
  const child = isRemoved || byAnother || isHeld(instance) ? 'NODE_DELETE' : 'NODE_RECOVER';
  const [activity] = await begun(app, { project, actionId: filed.actionId }, { action: child }, [instance]);
  return activity ? { kind: 'ok', activity } : never(filed);
}

/** @param lowers whether the desired capacity goes down by one: one of the pool was never in it */
const removed = (app: GroupApp, { caller }: Realm, { node, state }: MemberInstance, lowers: boolean) =>
  fileClusterAction(app, caller, node.clusterId, async (cluster) => {
    const sizes = await sizesOf(app, cluster);
    const { minSize, desiredCapacity } = sizes;
    if (!lowers) {
      const inputs = {
        candidates: [node.id],
        count: 1,
        destroy_after_deletion: true,
        size_before: desiredCapacity,
        number: desiredCapacity,
      };
      return { kind: 'file', action: 'CLUSTER_DEL_NODES', inputs, patient: true };
    }
    if (desiredCapacity - 1 < minSize) {
      return refused(
        'group.size',
        `Currently, desiredSize equals minSize (${minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    }
    return withdrawal(sizes, [node.id], { isDeleted: true, standBy: isAside(node) || state === 'EnteringStandby' });
  });

/** In its place, by whoever can have it now; one that somebody works on goes when its turn comes, and another is made. */
const replaced = (
  app: GroupApp,
  { caller }: Realm,
  instance: MemberInstance,
  byAnother: boolean,
): Promise<(Filed & { readonly kind: 'ok' }) | Refusal> =>
  byAnother
    ? fileClusterAction(app, caller, instance.node.clusterId, () => ({
        kind: 'file',
        action: 'CLUSTER_REPLACE_NODES',
        inputs: { nodes: [instance.node.id] },
        patient: true,
      }))
    : recoverNode(app)(caller, instance.node.id, { operation: 'RECREATE', forceRecreate: true });

const isHeld = ({ node }: MemberInstance): boolean => node.lock.holders.length > 0;

function never({ actionId }: Filed): never {
  throw new Error(`action ${actionId} was filed for nobody`);
}
