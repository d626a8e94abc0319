import { TELLS } from '../../domain/action/telling.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import type { Notification } from '../../domain/group/notification.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { DEFAULT_ATTEMPTS } from '../../domain/subscription/delivery.ts';
import type { Subscription } from '../../domain/subscription/subscription.ts';
import { newId, untilCommitted } from '../app.ts';
import { lastPosition } from '../subscriptions/positions.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { tryTarget } from './try-target.ts';

/** AWS's. */
const MOST_TOPICS = 10;

/** A topic is told by a subscription to the events of the group's cluster, which tells of its members from then on. Of one that is told already, what it is told is replaced. */
export const putNotification =
  (app: GroupApp): Grouping['putNotification'] =>
  async (realm, name, account, topic, types) => {
    const [known] = await livingGroups(app, realm, [name]);
    if (!known) return groupMissing(name);
    const untold = await tryTarget(app, realm, { group: name, account }, [{ target: topic }]);
    if (untold) return untold;
    return untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const before = group.notifications?.find((one) => one.topic === topic);
      const others = (group.notifications ?? []).filter((one) => one !== before);
      if (others.length >= MOST_TOPICS) return refused('quota.exceeded', `A group tells ${MOST_TOPICS} topics at most.`);
      const stored = before && (await app.store.get('subscription', { project: group.project, id: before.subscriptionId }));
      const fresh = stored ?? (await subscribed(app, realm, group, topic));
      const form = { kind: 'auto-scaling', group: name, region: realm.region, account, types } as const;
      const notifications: readonly Notification[] = [...others, { topic, types, subscriptionId: fresh.id }];
      return committed(app, { ...group, notifications }, cluster, [{ put: 'subscription', doc: { ...fresh, form } }]);
    });
  };

/** A new one, from now on. */
async function subscribed(app: GroupApp, { caller }: Realm, group: Group, topic: string): Promise<Subscription> {
  return {
    id: newId(app),
    project: group.project,
    user: caller.userId,
    name: `${group.name}-notifications`.slice(0, 255),
    target: { type: 'sns', topic },
    sealedSecret: null,
    filters: { clusters: [group.clusterId] },
    maxAttempts: DEFAULT_ATTEMPTS,
    paused: false,
    cursor: await lastPosition(app, group.project),
    era: 0,
    attempts: 0,
    retryAt: null,
    lastError: null,
    deliveredAt: null,
    redeliver: [],
    lease: null,
    createdAt: app.clock.now(),
    updatedAt: null,
    dueAt: null,
    version: 0,
  };
}

/** The cluster tells of its members for as long as anybody is told. */
async function committed({ store }: GroupApp, group: Group, cluster: Cluster, writes: readonly Write[]) {
  const tells = (group.notifications ?? []).length > 0;
  const { [TELLS]: told, ...config } = cluster.config;
  const changed: readonly Write[] =
    (told === true) === tells ? [] : [{ put: 'cluster', doc: { ...cluster, config: tells ? { ...config, [TELLS]: true } : config } }];
  return (await store.commit([{ put: 'group', doc: group }, ...changed, ...writes])) === 'stale' ? 'stale' : { kind: 'ok' as const };
}

/** A topic that is not told is not told any more afterwards either. */
export const deleteNotification =
  (app: GroupApp): Grouping['deleteNotification'] =>
  (realm, name, topic) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const before = group.notifications?.find((one) => one.topic === topic);
      if (!before) return { kind: 'ok' };
      const notifications = group.notifications?.filter((one) => one !== before) ?? [];
      return committed(app, { ...group, notifications }, cluster, await subscriptionsOf(app, { ...group, notifications: [before] }));
    });

/** The removal of the subscriptions by which topics are told of a group. */
export async function subscriptionsOf(
  { store }: Pick<GroupApp, 'store'>,
  { project, notifications = [] }: Pick<Group, 'project' | 'notifications'>,
): Promise<readonly Write[]> {
  const refs = notifications.map(({ subscriptionId: id }) => ({ project, id }));
  return (await store.getMany('subscription', refs)).map((doc) => ({ remove: 'subscription', doc }));
}
