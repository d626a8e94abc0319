import { type LaunchConfiguration, launchConfigurationId } from '../../domain/group/group.ts';
import { specOf } from '../../domain/group/machine-catalogue.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import { newId, untilCommitted } from '../app.ts';
import { deleteProfile } from '../profiles/delete-profile.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';

/** A launch configuration is a profile by another name; what it says that a profile cannot, it keeps. */
export const createLaunchConfiguration =
  (app: GroupApp): Grouping['createLaunchConfiguration'] =>
  ({ caller, region }, { name, imageId, instanceType, input }) =>
    untilCommitted(async () => {
      const project = caller.projectId;
      const id = launchConfigurationId(region, name);
      if (await app.store.get('launchConfiguration', { project, id })) {
        return refused(
          'launch-configuration.exists',
          `Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`,
        );
      }
      const spec = specOf(app.machines, { imageId, instanceType });
      if (!spec) return refused('image.not-found', `The image id '[${imageId}]' does not exist`);
      const read = validateProfileSpec(spec, app.profileTypes);
      if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
      const now = app.clock.now();
      const own = { project, user: caller.userId, name, createdAt: now, version: 0 };
      const profile: Profile = { ...own, id: newId(app), domain: null, type: read.type, spec, metadata: {}, updatedAt: null };
      const committed = await app.store.commit([
        { put: 'launchConfiguration', doc: { ...own, id, region, profileId: profile.id, input } },
        { put: 'profile', doc: profile },
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' };
    });

export const listLaunchConfigurations =
  (app: GroupApp): Grouping['listLaunchConfigurations'] =>
  async (realm, names) => ({ kind: 'ok', configurations: await seeLaunchConfigurations(app, realm, names) });

/** By name, all of a realm when none is named. */
export async function seeLaunchConfigurations(
  { store }: Pick<GroupApp, 'store'>,
  { caller, region }: Realm,
  names?: readonly string[],
): Promise<readonly LaunchConfiguration[]> {
  const project = caller.projectId;
  const found = names
    ? await store.getMany(
        'launchConfiguration',
        names.map((name) => ({ project, id: launchConfigurationId(region, name) })),
      )
    : (await store.list('launchConfiguration', project)).items;
  return found.filter((one) => one.region === region && (!names || names.includes(one.name)));
}

/**
 * With its profile, unless nodes are still made of that: those of groups that have turned to another one.
 *
 * Whoever starts to use it commits on the version it has, so the version is moved first and the users are looked for after.
 */
export const deleteLaunchConfiguration =
  (app: GroupApp): Grouping['deleteLaunchConfiguration'] =>
  async ({ caller, region }, name) => {
    const project = caller.projectId;
    const removed = await untilCommitted(async () => {
      const doc = await app.store.get('launchConfiguration', { project, id: launchConfigurationId(region, name) });
      if (!doc)
        return refused('launch-configuration.not-found', `Launch configuration name not found - Launch configuration ${name} not found`);
      if ((await app.store.commit([{ put: 'launchConfiguration', doc }])) === 'stale') return 'stale';
      if (await launchesFor(app, doc)) {
        return refused(
          'launch-configuration.in-use',
          `Cannot delete launch configuration ${name} because it is attached to an AutoScalingGroup`,
        );
      }
      const moved = { ...doc, version: doc.version + 1 };
      return (await app.store.commit([{ remove: 'launchConfiguration', doc: moved }])) === 'stale' ? 'stale' : { kind: 'ok' as const, doc };
    });
    if (removed.kind === 'ok') await deleteProfile(app)(caller, removed.doc.profileId);
    return removed.kind === 'ok' ? { kind: 'ok' } : removed;
  };

/** Whether a group that is still there launches by it. */
async function launchesFor({ store }: GroupApp, { project, region, name }: LaunchConfiguration): Promise<boolean> {
  const { items } = await store.list('group', project);
  const users = items.filter(({ launch, ...group }) => group.region === region && launch.kind === 'configuration' && launch.name === name);
  const clusters = await store.getMany(
    'cluster',
    users.map(({ clusterId: id }) => ({ project, id })),
  );
  return clusters.length > 0;
}
