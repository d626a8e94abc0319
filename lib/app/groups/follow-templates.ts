import type { Group } from '../../domain/group/group.ts';
import { mainMachineOf } from '../../domain/group/mixed-instances.ts';
import { untilCommitted } from '../app.ts';
import { findLaunch } from './find-launch.ts';
import type { GroupApp } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import type { Place } from './realm.ts';
import { activeIn } from './refreshing.ts';

/** The template that a group launches by, if it does, whatever the version. */
export function templateOf({ launch }: Pick<Group, 'launch'>): string | undefined {
  if (launch.kind === 'template') return launch.id;
  return launch.kind === 'mixed' ? mainMachineOf(launch.policy).template.id : undefined;
}

/**
 * Turns groups to what the template that they launch by makes now: `$Default` and `$Latest` mean another version once the template has changed. It holds for new
 * instances, whatever is being done with the group.
 *
 * A group for which the template makes nothing, or another type of profile, goes on with what it had. Done again it does nothing: whoever dies in the middle leaves
 * it to the next change, or to the sweep.
 */
export async function followTemplate(app: GroupApp, realm: Place, templateId: string): Promise<void> {
  const followers = (await livingGroups(app, realm)).filter(({ group }) => templateOf(group) === templateId);
  for (const { group } of followers) await turn(app, realm, group.name);
}

/** All groups there are: of those that a change did not get to somebody died who was to turn them. */
export async function sweepTemplates(app: GroupApp): Promise<void> {
  for (const project of await app.store.projects()) {
    const { items } = await app.store.list('group', project);
    for (const group of items.filter((one) => templateOf(one) !== undefined))
      await turn(app, { caller: { projectId: project, userId: group.user }, region: group.region }, group.name);
  }
}

const turn = (app: GroupApp, realm: Place, name: string): Promise<void> =>
  untilCommitted(async () => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living || templateOf(living.group) === undefined) return;
    // A refresh says what is launched; what the template says by its end, the sweep sees to.
    if (await activeIn(app, living)) return;
    const launch = await findLaunch(app, realm, living.group.launch);
    if (launch.kind === 'refused') return;
    const { cluster } = living;
    const { profile } = launch;
    if (profile.id === cluster.profileId || profile.type !== cluster.profileType) return;
    const writes = [
      ...launch.writes,
      { check: 'group', doc: living.group },
      { put: 'cluster', doc: { ...cluster, profileId: profile.id } },
    ] as const;
    return (await app.store.commit(writes)) === 'stale' ? 'stale' : undefined;
  });
