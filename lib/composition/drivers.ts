import { tellSecrets } from '../app/secrets/tell-secrets.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import { profileTypes, withoutLocal } from '../domain/profile/catalogue.ts';
import { nameVersion } from '../domain/profile/profile-type.ts';
import { fakeCloud } from '../drivers/fake/cloud.ts';
import { fakeDriver } from '../drivers/fake/driver.ts';
import { fakeGroups } from '../drivers/fake/groups.ts';
import { processDriver } from '../drivers/process/driver.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Driver } from '../ports/driver.ts';
import type { PlacementGroups } from '../ports/placement-groups.ts';
import { type Config, config } from './config.ts';
import { dockerEngine } from './docker.ts';
import { installationOf, markSigning } from './mark-signing.ts';
import { secrets } from './secrets.ts';

/** A state folder is what only a local service has; a stage can be forgotten in a deployment. */
const isLocal = ({ STAGE, COPPICE_HOME }: Config): boolean => STAGE === 'local' && COPPICE_HOME !== '';

/** The profile types this installation offers: those for the machine itself only where the service runs on it. */
export const offeredTypes = (settings: Config) => (isLocal(settings) ? profileTypes : withoutLocal(profileTypes));

/** The one fake cloud of a process. */
const cloud = fakeCloud();

/** Who has server groups for nodes of a profile type (`name-version`): so far the fake cloud, for whatever it serves. */
export const groupsInUse = (profileType: string): PlacementGroups | undefined => (isFake(profileType) ? allGroups() : undefined);

/** All of that: so far there is no other. */
export const allGroups = (): PlacementGroups => fakeGroups({ groups: cloud.groups });

/** Whether nodes of a profile type (`name-version`) are nothing but the fake cloud's. */
export function isFake(profileType: string): boolean {
  const name = profileType.replace(/-[^-]*$/, '');
  return name === 'fake.node' || config().COPPICE_FAKE_PROFILES.includes(name);
}

let bound: ReadonlyMap<string, Driver> | undefined;

/** The driver of every profile type (`name-version`) that has one. */
export function driversInUse(): ReadonlyMap<string, Driver> {
  bound ??= bind(config());
  return bound;
}

/** Types that the configuration binds to the fake driver are served by it, whatever they are. */
function bind(settings: Config): ReadonlyMap<string, Driver> {
  const installation = installationOf(settings);
  const fake = (type: string) =>
    fakeDriver({ clock: systemClock, installation, signer: markSigning(settings), cloud, kind: type, described: DESCRIBED[type] ?? {} });
  const own: Readonly<Record<string, Driver | undefined>> = {
    'fake.node': fake('fake.node'),
    'local.process': processes(settings, installation),
    'container.dockerinc.docker': dockerEngine(settings, installation),
  };
  return new Map(
    [...offeredTypes(settings).values()].flatMap((type) => {
      const driver = settings.COPPICE_FAKE_PROFILES.includes(type.name) ? fake(type.name) : own[type.name];
      return driver ? [[nameVersion(type), tellSecrets(driver, type, secrets())] as const] : [];
    }),
  );
}

/** What adoption finds behind an id that the fake cloud has never heard of: the least that makes a valid profile. */
const DESCRIBED: Readonly<Record<string, JsonObject>> = {
  'os.nova.server': { flavor: '1', image: 'cirros', networks: [{ network: 'private' }] },
  'os.heat.stack': { template: { heat_template_version: '2014-10-16', resources: {} } },
  'container.dockerinc.docker': { image: 'busybox' },
  'local.process': { command: ['sleep', '86400'] },
};

const processes = (settings: Config, installation: string): Driver | undefined =>
  isLocal(settings)
    ? processDriver({
        home: settings.COPPICE_HOME,
        installation,
        signer: markSigning(settings),
        clock: systemClock,
        environment: process.env,
      })
    : undefined;
