import type { Action, ActionName } from '../../lib/domain/action/action.ts';
import { openAction } from '../../lib/domain/action/open.ts';
import type { Cluster } from '../../lib/domain/cluster/cluster.ts';
import { unlocked } from '../../lib/domain/cluster/lock.ts';
import type { Node } from '../../lib/domain/cluster/node.ts';
import { makeId, mix } from '../../lib/domain/kernel/ids.ts';
import { type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import type { Grant } from '../../lib/domain/permission/grant.ts';
import type { Policy } from '../../lib/domain/policy/policy.ts';
import type { Profile } from '../../lib/domain/profile/profile.ts';

/** The moment most tests begin at. */
export const T0: Instant = instant(1_700_000_000_000);
export const PROJECT = 'demo';

/** A real id with a name a test can repeat. @param at when it was born, which is its place in every list */
export const idOf = (name: string, at: Instant = T0): string => makeId(at, 0, { high: mix(name, 1), low: mix(name, 2) });

const owner = { project: PROJECT, user: 'u', domain: null };

export const aProfile = (over: Partial<Profile> = {}): Profile => ({
  ...owner,
  id: idOf('profile'),
  name: 'small',
  type: 'fake.node-1.0',
  spec: { type: 'fake.node', version: '1.0', properties: {} },
  metadata: {},
  createdAt: T0,
  updatedAt: null,
  version: 0,
  ...over,
});

export const aGrant = (over: Partial<Grant> = {}): Grant => ({
  id: idOf('grant'),
  project: PROJECT,
  user: 'u',
  objectKind: 'cluster',
  objectId: idOf('cluster'),
  objectName: 'web',
  grantee: { type: 'user', id: 'ann' },
  access: 'read-only',
  expiresAt: null,
  createdAt: T0,
  updatedAt: null,
  version: 0,
  ...over,
});

export const aPolicy = (over: Partial<Policy> = {}): Policy => ({
  ...owner,
  id: idOf('policy'),
  name: 'deletion',
  type: 'senlin.policy.deletion-1.0',
  spec: { type: 'senlin.policy.deletion', version: '1.0', properties: {} },
  data: {},
  createdAt: T0,
  updatedAt: null,
  version: 0,
  ...over,
});

export const aCluster = (over: Partial<Cluster> = {}): Cluster => ({
  ...owner,
  id: idOf('cluster'),
  name: 'web',
  profileId: idOf('profile'),
  profileType: 'fake.node-1.0',
  minSize: 0,
  maxSize: -1,
  desiredCapacity: 0,
  timeout: seconds(3600),
  status: 'ACTIVE',
  statusReason: 'as it should be',
  metadata: {},
  config: {},
  data: {},
  dependents: {},
  nodes: [],
  bindings: [],
  nextIndex: 1,
  initAt: T0,
  createdAt: T0,
  updatedAt: null,
  lock: unlocked,
  version: 1,
  ...over,
});

export const aNode = (over: Partial<Node> = {}): Node => ({
  ...owner,
  id: idOf('node'),
  name: 'node-1',
  profileId: idOf('profile'),
  profileType: 'fake.node-1.0',
  clusterId: idOf('cluster'),
  index: 1,
  role: '',
  metadata: {},
  data: {},
  dependents: {},
  physicalId: 'p-1',
  token: idOf('maker'),
  memory: {},
  status: 'ACTIVE',
  statusReason: 'Creation succeeded',
  was: null,
  tainted: false,
  initAt: T0,
  createdAt: T0,
  updatedAt: null,
  lock: unlocked,
  version: 1,
  ...over,
});

/** An action that was filed and has not begun. */
export function anAction(action: ActionName, over: Partial<Action> = {}): Action {
  const onCluster = action.startsWith('CLUSTER_');
  const opened = openAction(
    {
      id: idOf('action'),
      project: PROJECT,
      user: 'u',
      action,
      target: onCluster ? idOf('cluster') : idOf('node'),
      targetName: onCluster ? 'web' : 'node-1',
      clusterId: idOf('cluster'),
      inputs: {},
      timeout: seconds(3600),
    },
    T0,
    T0,
  );
  return { ...opened, ...over };
}
