import type { App } from '../app.ts';
import { leftBy } from './create-group.ts';

/** Takes away what groups leave whose cluster is gone: what was kept for their clients, and their policies. */
export async function sweepGroups({ store }: Pick<App, 'store'>): Promise<void> {
  for (const project of await store.projects()) await forgetGroups({ store }, project);
}

async function forgetGroups({ store }: Pick<App, 'store'>, project: string): Promise<void> {
  const { items } = await store.list('group', project);
  if (items.length === 0) return;
  const clusters = await store.getMany(
    'cluster',
    items.map(({ clusterId: id }) => ({ project, id })),
  );
  const alive = new Set(clusters.map(({ id }) => id));
  for (const group of items.filter(({ clusterId }) => !alive.has(clusterId))) {
    // Stale is somebody who makes a group of the name, and takes it over.
    await store.commit([{ remove: 'group', doc: group }, ...(await leftBy({ store }, group))]);
  }
}
