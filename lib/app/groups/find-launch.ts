import type { Write } from '../../domain/documents.ts';
import { type LaunchConfiguration, type LaunchSource, launchConfigurationId } from '../../domain/group/group.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import type { GroupApp, Realm } from './grouping.ts';

export type Launch = {
  readonly kind: 'ok';
  readonly profile: Profile;
  /** What must still hold when somebody begins to launch by it. */
  readonly checks: readonly Write[];
};

/** The profile that a group's instances are made from. */
export async function findLaunch({ store }: GroupApp, { caller, region }: Realm, launch: LaunchSource): Promise<Launch | Refusal> {
  if (launch.kind !== 'configuration') {
    return refused('launch-template.not-found', 'The specified launch template does not exist.');
  }
  const project = caller.projectId;
  const found = await store.get('launchConfiguration', { project, id: launchConfigurationId(region, launch.name) });
  if (!found) return unknown(launch.name);
  const profile = await store.get('profile', { project, id: found.profileId });
  if (!profile) return unknown(launch.name);
  return {
    kind: 'ok',
    profile,
    checks: [
      { check: 'launchConfiguration', doc: found },
      { check: 'profile', doc: profile },
    ],
  };
}

const unknown = (name: string): Refusal =>
  refused('launch-configuration.not-found', `Launch configuration name not found - null or ${name}`);

/** Launch configurations by the profile that each is. */
export const byProfile = (all: readonly LaunchConfiguration[]): ReadonlyMap<string, LaunchConfiguration> =>
  new Map(all.map((one) => [one.profileId, one]));
