import type { NewAction } from '../../domain/action/open.ts';
import { unlocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Instant, Seconds } from '../../domain/kernel/time.ts';
import type { Profile } from '../../domain/profile/profile.ts';

/** The action that makes a new node, with nothing said beyond what the node is. @param id of the action */
export const creationOf = (id: string, node: Node, user: string, timeout: Seconds): NewAction => ({
  id,
  project: node.project,
  user,
  action: 'NODE_CREATE',
  target: node.id,
  targetName: node.name,
  clusterId: node.clusterId,
  inputs: {},
  timeout,
});

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
