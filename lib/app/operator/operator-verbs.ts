import type { Circuit } from '../../domain/circuit/circuit.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { App } from '../app.ts';
import { listDrivers } from '../circuits/see-drivers.ts';
import type { ServiceInfo } from '../service-info.ts';
import type { Answer } from '../verb.ts';
import { listServices } from './list-services.ts';
import { type SeenRetention, showRetention } from './show-retention.ts';

/** What concerns the service and no project. Administrators only. */
export interface OperatorVerbs {
  readonly listServices: (caller: Principal) => Promise<Answer<{ readonly services: readonly ServiceInfo[] }>>;
  /** What serves each profile type, and whether it is called. */
  readonly listDrivers: (caller: Principal) => Promise<Answer<{ readonly drivers: readonly Circuit[] }>>;
  /** How long what is kept, and what came of it lately. */
  readonly showRetention: (caller: Principal) => Promise<Answer<{ readonly retention: SeenRetention }>>;
}

/** @param host where the service runs, as operators know it */
export const operatorVerbs = (app: App, host: string): OperatorVerbs => ({
  listServices: async () => ({ kind: 'ok', services: listServices(app, host) }),
  listDrivers: async () => ({ kind: 'ok', drivers: await listDrivers(app) }),
  showRetention: async () => ({ kind: 'ok', retention: await showRetention(app) }),
});
