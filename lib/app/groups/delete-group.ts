import { refused } from '../../domain/kernel/fault.ts';
import { deleteCluster } from '../clusters/delete-cluster.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { forgetTracking } from './scaling-policies.ts';
import { groupMissing, seeGroups } from './see-groups.ts';

/** A group goes as its cluster does. What it leaves behind, `sweepGroups` takes away. */
export const deleteGroup =
  (app: GroupApp): Grouping['deleteGroup'] =>
  async (realm, name, force) => {
    const [seen] = await seeGroups(app, realm, [name]);
    if (!seen) return groupMissing(name);
    const { cluster, instances, deleting } = seen;
    if (deleting) return { kind: 'ok' };
    if (instances.length > 0 && !force) {
      return refused(
        'group.in-use',
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      );
    }
    if (cluster.lock.holders.length > 0 && !force) {
      return refused('group.busy', 'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.');
    }
    const deleted = await deleteCluster(app)(realm.caller, cluster.id, { force });
    if (deleted.kind === 'refused' && deleted.fault.code !== 'cluster.not-found') return deleted;
    await forgetTracking(app, seen.group);
    return { kind: 'ok' };
  };
