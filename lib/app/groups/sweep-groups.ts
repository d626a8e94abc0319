import { after, seconds } from '../../domain/kernel/time.ts';
import type { Refresh } from '../../domain/refresh/refresh.ts';
import { leftBy } from './create-group.ts';
import { forgetTracking } from './scaling-policies.ts';
import type { Tracker } from './tracking-alarms.ts';

/** Six weeks, as AWS keeps them. */
const KEPT = seconds(42 * 86_400);

/** Takes away what groups leave whose cluster is gone: what was kept for their clients, and their policies; and refreshes of long ago. */
export async function sweepGroups(app: Tracker): Promise<void> {
  for (const project of await app.store.projects()) await forgetGroups(app, project);
}

async function forgetGroups(app: Tracker, project: string): Promise<void> {
  const { store, clock } = app;
  const { items } = await store.list('group', project);
  if (items.length === 0) return;
  const clusters = await store.getMany(
    'cluster',
    items.map(({ clusterId: id }) => ({ project, id })),
  );
  const alive = new Set(clusters.map(({ id }) => id));
  // Refreshes first: once their group is gone, nobody would look for them.
  const { items: refreshes } = await store.list('refresh', project);
  const isOld = ({ endedAt }: Refresh) => endedAt !== null && clock.now() > after(endedAt, KEPT);
  for (const doc of refreshes.filter((one) => !alive.has(one.clusterId) || isOld(one))) await store.commit([{ remove: 'refresh', doc }]);
  for (const group of items.filter(({ clusterId }) => !alive.has(clusterId))) {
    await forgetTracking(app, group);
    const left = await store.get('group', group);
    // Stale is somebody who makes a group of the name, and takes it over.
    if (left?.clusterId === group.clusterId) await store.commit([{ remove: 'group', doc: left }, ...(await leftBy({ store }, left))]);
  }
}
