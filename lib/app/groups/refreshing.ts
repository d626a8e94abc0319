import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Group, LaunchSource } from '../../domain/group/group.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { metricAlarmId } from '../../domain/metric/metric-alarm.ts';
import { isOver, type Preferences, type Refresh } from '../../domain/refresh/refresh.ts';
import type { App } from '../app.ts';
import type { Answer } from '../verb.ts';
import type { Realm } from './realm.ts';

/** @param desired what instances are to become, if not what the group makes anyway */
export type NewRefresh = { readonly preferences: Preferences; readonly desired?: LaunchSource | undefined };

/** What can be asked of the instances of a group: to be replaced, all of them, a few at a time. One refresh at a time. */
export interface Refreshing {
  readonly startRefresh: (realm: Realm, name: string, request: NewRefresh) => Promise<Answer<{ readonly id: string }>>;
  /** Newest first. */
  readonly listRefreshes: (realm: Realm, name: string) => Promise<Answer<{ readonly refreshes: readonly Refresh[] }>>;
  /** @param waits for those that are being replaced at the moment */
  readonly cancelRefresh: (realm: Realm, name: string, waits: boolean) => Promise<Answer<{ readonly id: string }>>;
  readonly rollBackRefresh: (realm: Realm, name: string) => Promise<Answer<{ readonly id: string }>>;
}

export const noRefresh = (name: string): Refusal =>
  refused('refresh.not-active', `No in progress, baking, pending, or cancelling Instance Refresh found for Auto Scaling group ${name}`);

export const membersOf = async ({ store }: Pick<App, 'store'>, { id, project, nodes }: Cluster): Promise<readonly Node[]> =>
  (
    await store.getMany(
      'node',
      nodes.map((one) => ({ project, id: one })),
    )
  ).filter(({ clusterId }) => clusterId === id);

/** The one that is under way. */
export async function activeIn(
  { store }: Pick<App, 'store'>,
  { group, cluster }: { readonly group: Group; readonly cluster: Cluster },
): Promise<Refresh | undefined> {
  const last = group.refresh === undefined ? undefined : await store.get('refresh', { project: cluster.project, id: group.refresh });
  return last && last.clusterId === cluster.id && !isOver(last) ? last : undefined;
}

/** One of its alarms that has gone off, by name. */
export async function alarmOf({ store }: Pick<App, 'store'>, { project, region, preferences }: Watched): Promise<string | undefined> {
  const found = await store.getMany(
    'metricAlarm',
    preferences.alarms.map((name) => ({ project, id: metricAlarmId(region, name) })),
  );
  return found.find(({ state }) => state === 'ALARM')?.name;
}

type Watched = Pick<Refresh, 'project' | 'region'> & { readonly preferences: Pick<Preferences, 'alarms'> };

/** Soon, not at the next ringing of the bells. */
export const wakeRefresh = ({ nudges }: Pick<App, 'nudges'>, { project, id }: Pick<Refresh, 'project' | 'id'>) =>
  nudges.send([{ project, id, queue: 'duty', kind: 'refresh' }]);
