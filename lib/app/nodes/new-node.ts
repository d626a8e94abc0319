import { unlocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Profile } from '../../domain/profile/profile.ts';

/** A node that is still nothing but a name. */
export const newNode = (
  id: string,
  name: string,
  { userId: user, projectId: project }: Pick<Principal, 'userId' | 'projectId'>,
  profile: Profile,
  now: Instant,
): Node => ({
  id,
  project,
  user,
  domain: null,
  name,
  profileId: profile.id,
  profileType: profile.type,
  clusterId: '',
  index: -1,
  role: '',
  metadata: {},
  data: {},
  dependents: {},
  physicalId: null,
  token: null,
  memory: {},
  status: 'INIT',
  statusReason: 'Initializing',
  was: null,
  tainted: false,
  initAt: now,
  createdAt: null,
  updatedAt: null,
  lock: unlocked,
  version: 0,
});
