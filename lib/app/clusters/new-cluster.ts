import type { Cluster } from '../../domain/cluster/cluster.ts';
import { unlocked } from '../../domain/cluster/lock.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { type App, newId } from '../app.ts';

type Wanted = Pick<Cluster, 'name' | 'minSize' | 'maxSize' | 'desiredCapacity' | 'declared'> & {
  readonly timeout?: number | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly config?: JsonObject | undefined;
};

/** A cluster that nobody has worked on yet. */
export const newCluster = (app: App, caller: Principal, profile: Pick<Profile, 'id' | 'type'>, wanted: Wanted): Cluster => ({
  id: newId(app),
  project: caller.projectId,
  user: caller.userId,
  domain: null,
  name: wanted.name,
  profileId: profile.id,
  profileType: profile.type,
  minSize: wanted.minSize,
  maxSize: wanted.maxSize,
  desiredCapacity: wanted.desiredCapacity,
  ...(wanted.declared && { declared: wanted.declared }),
  timeout: seconds(wanted.timeout || app.defaultTimeout),
  status: 'INIT',
  statusReason: 'Initializing',
  metadata: wanted.metadata ?? {},
  config: wanted.config ?? {},
  data: {},
  dependents: {},
  nodes: [],
  bindings: [],
  nextIndex: 1,
  initAt: app.clock.now(),
  createdAt: null,
  updatedAt: null,
  lock: unlocked,
  version: 0,
});
