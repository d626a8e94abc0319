import type { Profile } from '../../domain/profile/profile.ts';
import type { App } from '../app.ts';
import { removeUnused } from '../profiles/delete-profile.ts';

/** Who launches the same again within that long finds what it was made of. */
const KEPT = 3_600_000;

/** Takes away what instances were made of that were launched by themselves, once nothing is made of it any longer: every launch that says something new leaves one. */
export async function forgetRuns(app: App): Promise<void> {
  for (const project of await app.store.projects()) await forgetRunsOf(app, project);
}

async function forgetRunsOf(app: App, project: string): Promise<void> {
  const old = app.clock.now() - KEPT;
  const { items } = await app.store.list('profile', project);
  const ofRuns = items.filter((profile) => isOfRuns(profile) && profile.createdAt < old);
  if (ofRuns.length === 0) return;
  const [clusters, nodes] = [await app.store.list('cluster', project), await app.store.list('node', project)];
  const used = new Set([...clusters.items, ...nodes.items].map(({ profileId }) => profileId));
  // Whether it is used by then is asked again. Stale is somebody who begins to use it.
  for (const profile of ofRuns.filter(({ id }) => !used.has(id))) await removeUnused(app, profile, profile.id);
}

/** A template takes its own away when it goes. */
const isOfRuns = ({ machine }: Profile): boolean => machine !== undefined && machine.template === undefined;
