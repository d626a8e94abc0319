import { type Circuit, newCircuit } from '../../domain/circuit/circuit.ts';
import { NOBODYS } from '../../domain/health/tally.ts';
import { nameVersion } from '../../domain/profile/profile-type.ts';
import type { App } from '../app.ts';

/** Every profile type that something serves, and whether it is called or left alone for a while. */
export async function listDrivers(app: App): Promise<readonly Circuit[]> {
  const stored = new Map((await app.store.list('circuit', NOBODYS)).items.map((circuit) => [circuit.profileType, circuit]));
  const served = [...app.profileTypes.values()].map(nameVersion).filter((type) => app.drivers(type) !== undefined);
  return served.map((type) => stored.get(type) ?? newCircuit(type, app.clock.now()));
}

/** The profile types whose backends are left alone at this moment. */
export async function resting({ store }: Pick<App, 'store'>): Promise<readonly string[]> {
  const { items } = await store.list('circuit', NOBODYS);
  return items.filter((circuit: Circuit) => circuit.state !== 'closed').map(({ profileType }) => profileType);
}
