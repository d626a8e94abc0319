import type { Action } from '../../domain/action/action.ts';
import { activityOf } from '../../domain/group/activity.ts';
import type { GroupApp, MemberInstance, SeenInstance } from './grouping.ts';
import { written } from './see-activities.ts';
import type { SeenActivity } from './seen-activity.ts';

/** What is about to be done to instances. */
type Begun = Pick<Action, 'action'> & { readonly inputs?: Action['inputs'] };

/**
 * The activities that have just been asked for, one for each instance, under the ids by which they are listed once they are there.
 *
 * @param child what the action does to each of them; the action itself, if that is what it is
 */
export async function begun(
  { store }: Pick<GroupApp, 'store'>,
  { project, actionId }: { readonly project: string; readonly actionId: string },
  child: Begun,
  instances: readonly (Pick<SeenInstance, 'node' | 'instanceId' | 'zone'> & Pick<MemberInstance, 'groupName'>)[],
): Promise<readonly SeenActivity[]> {
  const root = await store.get('action', { project, id: actionId });
  if (!root) throw new Error(`action ${actionId} was filed and is not there`);
  return instances.map(({ node, instanceId, zone, groupName }) => {
    const part: Action = root.action === child.action ? root : { ...root, ...child, target: node.id, parentId: root.id, startedAt: null };
    const { kind, status, ...activity } = activityOf(part, root, instanceId, written);
    // Made anew it goes first.
    const is = child.action === 'NODE_RECOVER' ? 'terminate' : kind;
    return {
      ...activity,
      kind: is,
      status: is === 'terminate' ? 'InProgress' : status,
      endedAt: null,
      progress: 0,
      groupName,
      clusterId: root.clusterId,
      isDeleted: false,
      instanceId,
      zone,
    };
  });
}
