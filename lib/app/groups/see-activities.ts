import type { Action } from '../../domain/action/action.ts';
import { unlocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { activityOf } from '../../domain/group/activity.ts';
import { activityKindOf } from '../../domain/group/activity-kind.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { GroupApp, Grouping, Realm, SeenActivity } from './grouping.ts';
import { type Living, livingGroups, zoneOf } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

/** How AWS writes times in the middle of a sentence: to the second. */
export const written = (at: Instant): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Six weeks. */
const KEPT = 42 * 86_400_000;

export const listActivities =
  (app: GroupApp): Grouping['listActivities'] =>
  async (realm, name) => {
    const living = await livingGroups(app, realm, name === undefined ? undefined : [name]);
    if (name !== undefined && living.length === 0) return groupMissing(name);
    return { kind: 'ok', activities: await activitiesOf(app, realm, living) };
  };

/** Ids carry their time of birth, so nothing is read that is older than the oldest of the groups. */
async function activitiesOf({ store, clock }: GroupApp, { caller }: Realm, living: readonly Living[]): Promise<readonly SeenActivity[]> {
  const project = caller.projectId;
  if (living.length === 0) return [];
  const since = Math.max(clock.now() - KEPT, Math.min(...living.map(({ cluster }) => cluster.initAt)) - 1);
  const { items } = await store.list('action', project, { after: makeId(instant(since), 0, { high: 0, low: 0 }) });
  const groups = new Map(living.map(({ group, cluster }) => [cluster.id, group]));
  const all = new Map(items.map((action) => [action.id, action]));
  const mine = items.filter((action) => groups.has(action.clusterId) && activityKindOf(action));
  const nodes = await store.getMany(
    'node',
    [...new Set(mine.map(({ target }) => target))].map((id) => ({ project, id })),
  );
  const known = new Map(nodes.map((node) => [node.id, node]));
  const makers = new Map(items.filter(({ action }) => action === 'NODE_CREATE').map(({ id, target }) => [target, id]));
  return mine.reverse().flatMap((action) => {
    const group = groups.get(action.clusterId);
    const root = all.get(action.parentId ?? '') ?? action;
    const node = known.get(action.target);
    if (!group) return [];
    const zone = node ? zoneOf(group, node) : (group.zones[0] ?? '');
    const instanceId = instanceIn(action, node, makers.get(action.target));
    return [{ ...activityOf(action, root, instanceId, written), groupName: group.name, instanceId, zone }];
  });
}

/** The instance that an action made is called after the action; one that went is called after whoever made it, once its node is gone too. */
function instanceIn(action: Action, node: Node | undefined, maker: string | undefined): string {
  const token = action.action === 'NODE_CREATE' ? action.id : (node?.token ?? maker ?? null);
  return instanceIdOf({ id: action.target, token, lock: node?.lock ?? unlocked });
}
