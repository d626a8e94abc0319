import { type LaunchConfiguration, type LaunchSource, launchConfigurationId } from '../../domain/group/group.ts';
import { mainMachineOf } from '../../domain/group/mixed-instances.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { holding } from '../../domain/permission/holding.ts';
import type { GroupApp } from './grouping.ts';
import type { Launch } from './launch.ts';
import { fromTemplate } from './launch-by-template.ts';
import type { Place } from './realm.ts';

/** The profile that a group's instances are made from. */
export async function findLaunch(app: GroupApp, realm: Place, launch: LaunchSource): Promise<Launch | Refusal> {
  switch (launch.kind) {
    case 'configuration':
      return byConfiguration(app, realm, launch);
    case 'template':
      return fromTemplate(app, realm, launch, {}, (template) => ({ ...launch, ...template }));
    case 'mixed': {
      const main = mainMachineOf(launch.policy);
      return fromTemplate(app, realm, main.template, main, (template) => main.named(template));
    }
  }
}

async function byConfiguration(
  { store }: GroupApp,
  { caller, region }: Place,
  source: Extract<LaunchSource, { kind: 'configuration' }>,
): Promise<Launch | Refusal> {
  const { name } = source;
  const project = caller.projectId;
  const found = await store.get('launchConfiguration', { project, id: launchConfigurationId(region, name) });
  if (!found) return unknown(name);
  const profile = await store.get('profile', { project, id: found.profileId });
  if (!profile) return unknown(name);
  return {
    kind: 'ok',
    profile,
    source,
    writes: [{ check: 'launchConfiguration', doc: found }, holding('profile', profile)],
  };
}

const unknown = (name: string): Refusal =>
  refused('launch-configuration.not-found', `Launch configuration name not found - null or ${name}`);

/** Launch configurations by the profile that each is. */
export const byProfile = (all: readonly LaunchConfiguration[]): ReadonlyMap<string, LaunchConfiguration> =>
  new Map(all.map((one) => [one.profileId, one]));
