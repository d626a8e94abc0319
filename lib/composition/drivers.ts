import { findProfileType, profileTypes, withoutLocal } from '../domain/profile/catalogue.ts';
import { nameVersion } from '../domain/profile/profile-type.ts';
import { fakeDriver } from '../drivers/fake/driver.ts';
import { processDriver } from '../drivers/process/driver.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Driver, Drivers } from '../ports/driver.ts';
import type { Config } from './config.ts';
import { dockerEngine } from './docker.ts';

/** The profile types this installation offers: those for the machine itself only where the service runs on it. */
export const offeredTypes = (config: Config) => (config.STAGE === 'local' ? profileTypes : withoutLocal(profileTypes));

/** Which driver serves which profile type. Types that the configuration binds to the fake driver are served by it whatever they are. */
export function driversFor(config: Config): Drivers {
  const installation = config.COPPICE_INSTALLATION || config.COPPICE_HOME || config.STAGE;
  const fake = fakeDriver({ clock: systemClock, installation });
  const docker = dockerEngine(config, installation);
  const local =
    config.STAGE === 'local' && config.COPPICE_HOME !== ''
      ? processDriver({ home: config.COPPICE_HOME, installation, clock: systemClock, environment: process.env })
      : undefined;

  const bound = new Map<string, Driver>();
  for (const [type, driver] of [
    ['fake.node-1.0', fake],
    ['local.process-1.0', local],
    ['container.dockerinc.docker-1.0', docker],
  ] as const) {
    if (driver) bound.set(type, driver);
  }
  for (const type of profileTypes.values()) if (config.COPPICE_FAKE_PROFILES.includes(type.name)) bound.set(nameVersion(type), fake);
  return (type) => (findProfileType(type) ? bound.get(type) : undefined);
}
