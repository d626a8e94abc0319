import type { Action } from '../../domain/action/action.ts';
import { activityOf } from '../../domain/group/activity.ts';
import { type ActivityKind, activityKindOf } from '../../domain/group/activity-kind.ts';
import type { Group } from '../../domain/group/group.ts';
import { instanceIds } from '../../domain/group/made-by.ts';
import { childId, makeId } from '../../domain/kernel/ids.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { livingGroups, zoneOf } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import type { SeenActivity } from './seen-activity.ts';

/** How AWS writes times in the middle of a sentence: to the second. */
export const written = (at: Instant): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Six weeks. */
const KEPT = 42 * 86_400_000;

/** A group as its activities name it. Where the members of one that is gone were, nobody knows any more. */
type Told = Pick<Group, 'name' | 'zones'> & { readonly isDeleted: boolean };

export const listActivities =
  (app: GroupApp): Grouping['listActivities'] =>
  async (realm, name, withDeleted = false) => {
    const living = await livingGroups(app, realm, name === undefined ? undefined : [name]);
    const groups = new Map<string, Told>(living.map(({ group, cluster }) => [cluster.id, { ...group, isDeleted: false }]));
    // Ids carry their time of birth, so nothing is read that is older than the oldest of the groups.
    const born = withDeleted ? 0 : Math.min(...living.map(({ cluster }) => cluster.initAt)) - 1;
    const actions = living.length > 0 || withDeleted ? await actionsSince(app, realm, born) : [];
    if (withDeleted)
      for (const [id, group] of deletedIn(realm, actions, groups)) if (name === undefined || group.name === name) groups.set(id, group);
    if (name !== undefined && groups.size === 0) return groupMissing(name);
    return { kind: 'ok', activities: await activitiesOf(app, realm, groups, actions) };
  };

/** Those that were born since then, oldest first, of six weeks at most. */
export async function actionsSince({ store, clock }: GroupApp, { caller }: Realm, born: number): Promise<readonly Action[]> {
  const since = Math.max(clock.now() - KEPT, born);
  return (await store.list('action', caller.projectId, { after: makeId(instant(since), 0, { high: 0, low: 0 }) })).items;
}

/** Groups that are gone, by the clusters that they were: whoever made one wrote down of which region it is. */
const deletedIn = ({ region }: Realm, actions: readonly Action[], living: ReadonlyMap<string, Told>): ReadonlyMap<string, Told> =>
  new Map(
    actions
      .filter(({ action, inputs, target }) => action === 'CLUSTER_CREATE' && inputs.region === region && !living.has(target))
      .map(({ target, targetName }) => [target, { name: targetName, zones: [], isDeleted: true }]),
  );

async function activitiesOf(
  { store }: GroupApp,
  { caller }: Realm,
  groups: ReadonlyMap<string, Told>,
  actions: readonly Action[],
): Promise<readonly SeenActivity[]> {
  const project = caller.projectId;
  const all = new Map(actions.map((action) => [action.id, action]));
  const mine = actions.filter((action) => groups.has(action.clusterId) && activityKindOf(action));
  const nodes = await store.getMany(
    'node',
    [...new Set(mine.map(({ target }) => target))].map((id) => ({ project, id })),
  );
  const known = new Map(nodes.map((node) => [node.id, node]));
  const idOf = instanceIds(actions, known);
  return mine
    .flatMap((action) => {
      const { clusterId } = action;
      const group = groups.get(clusterId);
      if (!group) return [];
      const root = all.get(action.parentId ?? '') ?? action;
      const node = known.get(action.target);
      const zone = node ? zoneOf(group, node) : (group.zones[0] ?? '');
      const of = { clusterId, groupName: group.name, isDeleted: group.isDeleted, zone };
      const told = (instanceId: string, kind?: ActivityKind): SeenActivity => ({
        ...activityOf(action, root, instanceId, written, kind),
        ...of,
        instanceId,
      });
      const { gone, now } = idOf(action);
      if (gone === undefined) return [told(now)];
      // Whoever asked for it was told of the one that goes.
      return [told(gone, 'terminate'), { ...told(now), id: childId(action.id, 'launched', 0, action.createdAt) }];
    })
    .reverse();
}
