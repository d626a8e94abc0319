import { aProfile } from './documents.ts';
import type { Things } from './furnished.ts';

/** One way of asking for a route: the path below `/v1`, and the body it takes. */
export type Mutation = { readonly path: string; readonly body?: object; readonly admin?: true };

const SPEC = aProfile().spec;
const SCALING = {
  type: 'senlin.policy.scaling',
  version: '1.0',
  properties: { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'EXACT_CAPACITY', number: 1 } },
};
const REST = { StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } };

/** Every route that changes something, by its id, each in at least one way that succeeds. What brings about something else is another entry of the list. */
export const MUTATIONS: Readonly<Record<string, (things: Things) => readonly Mutation[]>> = {
  createProfile: () => [{ path: '/profiles', body: { profile: { name: 'new', spec: SPEC } } }],
  updateProfile: (t) => [{ path: `/profiles/${t.profile}`, body: { profile: { name: 'renamed' } } }],
  deleteProfile: (t) => [{ path: `/profiles/${t.spare}` }],
  createPolicy: () => [{ path: '/policies', body: { policy: { name: 'new', spec: SCALING } } }],
  updatePolicy: (t) => [{ path: `/policies/${t.policy}`, body: { policy: { name: 'renamed' } } }],
  deletePolicy: (t) => [{ path: `/policies/${t.other}` }],
  createCluster: (t) => [{ path: '/clusters', body: { cluster: { name: 'new', profile_id: t.profile, desired_capacity: 2 } } }],
  updateCluster: (t) => [{ path: `/clusters/${t.cluster}`, body: { cluster: { name: 'renamed' } } }],
  deleteCluster: (t) => [{ path: `/clusters/${t.cluster}` }],
  actOnCluster: (t) =>
    [
      { scale_out: { count: 1 } },
      { resize: { adjustment_type: 'CHANGE_IN_CAPACITY', number: 1 } },
      { add_nodes: { nodes: [t.node] } },
      { check: {} },
      { policy_attach: { policy_id: t.other, enabled: true } },
      { suspend: {} },
    ].map((body) => ({ path: `/clusters/${t.cluster}/actions`, body })),
  operateCluster: (t) => [{ path: `/clusters/${t.cluster}/ops`, body: { reboot: {} } }],
  createNode: (t) => [{ path: '/nodes', body: { node: { name: 'new', profile_id: t.profile } } }],
  updateNode: (t) => [{ path: `/nodes/${t.node}`, body: { node: { name: 'renamed' } } }],
  deleteNode: (t) => [{ path: `/nodes/${t.node}` }],
  adoptNode: () => [{ path: '/nodes/adopt', body: { identity: 'fake-foundling', type: 'fake.node-1.0' } }],
  actOnNode: (t) => [{ check: {} }, { recover: {} }, { suspend: {} }].map((body) => ({ path: `/nodes/${t.node}/actions`, body })),
  operateNode: (t) => [{ path: `/nodes/${t.node}/ops`, body: { reboot: {} } }],
  createSchedule: (t) => [
    { path: '/schedules', body: { schedule: { name: 'new', target: t.cluster, action: 'CLUSTER_CHECK', cron: '@yearly' } } },
  ],
  updateSchedule: (t) => [{ path: `/schedules/${t.schedule}`, body: { schedule: { name: 'renamed' } } }],
  deleteSchedule: (t) => [{ path: `/schedules/${t.schedule}` }],
  pauseSchedule: (t) => [{ path: `/schedules/${t.schedule}/pause` }],
  resumeSchedule: (t) => [{ path: `/schedules/${t.schedule}/resume` }],
  fireSchedule: (t) => [{ path: `/schedules/${t.schedule}/fire` }],
  createWorkflow: () => [{ path: '/workflows', body: { workflow: { name: 'new', backend: 'local', definition: REST } } }],
  updateWorkflow: (t) => [{ path: `/workflows/${t.workflow}`, body: { workflow: { timeout: 60 } } }],
  deleteWorkflow: (t) => [{ path: `/workflows/${t.workflow}` }],
  updateAction: (t) => [{ path: `/actions/${t.action}`, body: { action: { status: 'CANCELLED' } } }],
  createReceiver: (t) => [
    { path: '/receivers', body: { receiver: { name: 'new', type: 'webhook', cluster_id: t.cluster, action: 'CLUSTER_CHECK' } } },
    { path: '/receivers', body: { receiver: { name: 'new', type: 'message' } } },
  ],
  updateReceiver: (t) => [{ path: `/receivers/${t.receiver}`, body: { receiver: { name: 'renamed' } } }],
  deleteReceiver: (t) => [{ path: `/receivers/${t.receiver}` }],
  notifyReceiver: (t) => [{ path: `/receivers/${t.mailbox}/notify` }],
  actOnReceiver: (t) => [{ path: `/receivers/${t.receiver}/actions`, body: { rotate: { overlap: 60 } } }],
  createGrant: (t) => [
    {
      path: '/grants',
      body: { grant: { object_type: 'cluster', object_id: t.cluster, grantee_type: 'project', grantee_id: 'third', access: 'read-only' } },
    },
  ],
  updateGrant: (t) => [{ path: `/grants/${t.grant}`, body: { grant: { access: 'read-write' } } }],
  deleteGrant: (t) => [{ path: `/grants/${t.grant}` }],
  createSecret: () => [{ path: '/secrets', body: { secret: { name: 'new', value: 'of the caller' } } }],
  updateSecret: (t) => [{ path: `/secrets/${t.secret}`, body: { secret: { value: 'another' } } }],
  deleteSecret: (t) => [{ path: `/secrets/${t.secret}` }],
  createSubscription: () => [
    { path: '/subscriptions', body: { subscription: { name: 'new', target: { type: 'webhook', url: 'http://nowhere.example/' } } } },
  ],
  updateSubscription: (t) => [{ path: `/subscriptions/${t.subscription}`, body: { subscription: { name: 'renamed' } } }],
  deleteSubscription: (t) => [{ path: `/subscriptions/${t.subscription}` }],
  actOnSubscription: (t) => [{ pause: {} }, { resume: {} }].map((body) => ({ path: `/subscriptions/${t.subscription}/actions`, body })),
  actOnOrphan: (t) => [
    { path: `/orphans/${t.orphan}/actions`, body: { remove: {} } },
    { path: `/orphans/${t.orphan}/actions`, body: { adopt: { name: 'found-1' } } },
  ],
  updateQuota: (t) => [{ path: `/quotas/${t.project}`, body: { quota: { nodes: 9 } }, admin: true }],
  resetQuota: (t) => [{ path: `/quotas/${t.project}`, admin: true }],
  updateProjectRetention: (t) => [
    { path: `/retention/${t.project}`, body: { retention: { rules: [{ kind: 'event', disposition: 'keep' }] } }, admin: true },
  ],
  resetProjectRetention: (t) => [{ path: `/retention/${t.project}`, admin: true }],
  actOnQuota: (t) => [{ path: `/quotas/${t.project}/actions`, body: { recount: {} }, admin: true }],
  actOnSweep: () => [{ path: '/sweeps/fake.node-1.0/actions', body: { proceed: { at_most: 12 } }, admin: true }],
};
