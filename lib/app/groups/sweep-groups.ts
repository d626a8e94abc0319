import { leftBy } from './create-group.ts';
import { forgetTracking } from './scaling-policies.ts';
import type { Tracker } from './tracking-alarms.ts';

/** Takes away what groups leave whose cluster is gone: what was kept for their clients, and their policies. */
export async function sweepGroups(app: Tracker): Promise<void> {
  for (const project of await app.store.projects()) await forgetGroups(app, project);
}

async function forgetGroups(app: Tracker, project: string): Promise<void> {
  const { store } = app;
  const { items } = await store.list('group', project);
  if (items.length === 0) return;
  const clusters = await store.getMany(
    'cluster',
    items.map(({ clusterId: id }) => ({ project, id })),
  );
  const alive = new Set(clusters.map(({ id }) => id));
  for (const group of items.filter(({ clusterId }) => !alive.has(clusterId))) {
    await forgetTracking(app, group);
    const left = await store.get('group', group);
    // Stale is somebody who makes a group of the name, and takes it over.
    if (left?.clusterId === group.clusterId) await store.commit([{ remove: 'group', doc: left }, ...(await leftBy({ store }, left))]);
  }
}
