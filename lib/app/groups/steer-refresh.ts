import { refused } from '../../domain/kernel/fault.ts';
import type { Refresh } from '../../domain/refresh/refresh.ts';
import { untilCommitted } from '../app.ts';
import type { Answer } from '../verb.ts';
import type { GroupApp } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import type { Realm } from './realm.ts';
import { activeIn, noRefresh, type Refreshing, wakeRefresh } from './refreshing.ts';
import { groupMissing } from './see-groups.ts';

export const listRefreshes =
  (app: GroupApp): Refreshing['listRefreshes'] =>
  async (realm, name) => {
    const [living] = await livingGroups(app, realm, [name]);
    // In AWS's own words for this list.
    if (!living) return groupMissing(`AutoScalingGroup ${name} not found`);
    const { items } = await app.store.list('refresh', living.cluster.project);
    return { kind: 'ok', refreshes: items.filter(({ clusterId }) => clusterId === living.cluster.id).toReversed() };
  };

/** Asked for again while it comes to its end, nothing changes. */
export const cancelRefresh =
  (app: GroupApp): Refreshing['cancelRefresh'] =>
  (realm, name, waits) =>
    steer(app, realm, name, (refresh) => ({ ...refresh, status: 'Cancelling', ...(!waits && { batch: null }) }));

/** Only where the group was to become something else is there anything to go back to. */
export const rollBackRefresh =
  (app: GroupApp): Refreshing['rollBackRefresh'] =>
  (realm, name) =>
    steer(app, realm, name, (refresh) => {
      if (!refresh.changes) {
        const message = 'The instance refresh has no desired configuration, so there is nothing that it could be rolled back to.';
        return refused('refresh.irreversible', message);
      }
      if (refresh.back || refresh.turning !== undefined || refresh.status === 'Cancelling') return noRefresh(name);
      return { ...refresh, status: 'RollbackInProgress', turning: 'Rollback due to user request.', pausedUntil: null };
    });

async function steer(
  app: GroupApp,
  realm: Realm,
  name: string,
  change: (refresh: Refresh) => Refresh | ReturnType<typeof refused>,
): Promise<Answer<{ readonly id: string }>> {
  const steered = await untilCommitted(async () => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const refresh = await activeIn(app, living);
    if (!refresh) return noRefresh(name);
    const next = change(refresh);
    if ('fault' in next) return next;
    const doc = { ...next, dueAt: app.clock.now() };
    return (await app.store.commit([{ put: 'refresh', doc }])) === 'stale' ? 'stale' : { kind: 'ok' as const, refresh };
  });
  if (steered.kind === 'refused') return steered;
  await wakeRefresh(app, steered.refresh);
  return { kind: 'ok', id: steered.refresh.id };
}
