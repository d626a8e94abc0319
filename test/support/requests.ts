import type { Clustering } from '../../lib/app/clustering.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { aProfile } from './documents.ts';
import type { Things } from './furnished.ts';

const everything = { sort: [], filters: {}, globalProject: false };
const SPEC = { spec: aProfile().spec };
const SCALING = {
  spec: {
    type: 'senlin.policy.scaling',
    version: '1.0',
    properties: { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'EXACT_CAPACITY', number: 1 } },
  },
};
const HEART = { name: 'new', definition: { StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } } };

type Asked<V extends keyof Clustering> = Parameters<Clustering[V]> extends readonly [unknown, ...infer Rest] ? Rest : never;

/**
 * A request for every verb of clustering, on the things somebody has. A verb that is not here does not compile.
 *
 * @param own what the caller makes something of, where the verb makes something
 */
export const REQUESTS: { readonly [V in keyof Clustering]: (things: Things, own: Things) => Asked<V> } = {
  createProfile: () => [{ name: 'new', ...SPEC }],
  validateProfile: () => [SPEC],
  listProfiles: () => [everything],
  showProfile: (t) => [t.profile],
  updateProfile: (t) => [t.profile, { name: 'renamed' }],
  deleteProfile: (t) => [t.spare],

  createPolicy: () => [{ name: 'new', ...SCALING }],
  validatePolicy: () => [SCALING],
  listPolicies: () => [everything],
  showPolicy: (t) => [t.policy],
  updatePolicy: (t) => [t.policy, { name: 'renamed' }],
  deletePolicy: (t) => [t.other],

  createCluster: (_, own) => [{ name: 'new', profile: own.profile }],
  listClusters: () => [everything],
  showCluster: (t) => [t.cluster],
  updateCluster: (t) => [t.cluster, { name: 'renamed' }],
  deleteCluster: (t) => [t.cluster, { force: false }],
  collectCluster: (t) => [t.cluster, { path: '$.name' }],
  operateCluster: (t) => [t.cluster, { operation: 'reboot', params: {}, filters: {} }],
  suspendCluster: (t) => [t.cluster, {}],
  resumeCluster: (t) => [t.cluster, {}],
  protectNodes: (t) => [t.cluster, { nodes: [t.member], protect: true }],
  scaleOut: (t) => [t.cluster, { count: 1 }],
  scaleIn: (t) => [t.cluster, { count: 1 }],
  resizeCluster: (t) => [t.cluster, { maxSize: 9, strict: true }],
  addNodes: (t) => [t.cluster, { nodes: [t.node] }],
  deleteNodes: (t) => [t.cluster, { nodes: [t.member], destroy: true }],
  replaceNodes: (t) => [t.cluster, { nodes: { [t.member]: t.node } }],
  checkCluster: (t) => [t.cluster, { params: {} }],
  recoverCluster: (t) => [t.cluster, {}],
  standByNodes: (t) => [t.cluster, { operation: 'enter_standby', decrement: true, nodes: [t.member] }],
  attachPolicy: (t) => [t.cluster, { policy: t.other, enabled: true }],
  detachPolicy: (t) => [t.cluster, { policy: t.policy }],
  updateBinding: (t) => [t.cluster, { policy: t.policy, enabled: false }],
  listBindings: (t) => [t.cluster, { sort: [], filters: {} }],
  showBinding: (t) => [t.cluster, { policy: t.policy }],
  showHealth: (t) => [t.cluster],
  resetHealth: (t) => [t.cluster, {}],

  createNode: (_, own) => [{ name: 'new', profile: own.profile }],
  adoptNode: () => [{ identity: 'fake-foundling', type: 'fake.node-1.0' }],
  previewAdoption: () => [{ identity: 'fake-foundling', type: 'fake.node-1.0' }],
  listNodes: () => [everything],
  showNode: (t) => [t.node, { details: true }],
  updateNode: (t) => [t.node, { name: 'renamed' }],
  deleteNode: (t) => [t.node, { force: false }],
  checkNode: (t) => [t.node, { params: {} }],
  recoverNode: (t) => [t.node, {}],
  operateNode: (t) => [t.node, { operation: 'reboot', params: {} }],
  suspendNode: (t) => [t.node, {}],
  resumeNode: (t) => [t.node, {}],
  standByNode: (t) => [t.node, { operation: 'enter_standby' }],

  listActions: () => [everything],
  showAction: (t) => [t.action],
  cancelAction: (t) => [t.action, { force: false }],
  completeLifecycle: (t) => [{ token: t.action, result: 'CONTINUE' }],

  listEvents: () => [everything],
  showEvent: (t) => [t.event],
  followEvents: () => [{ filters: {}, wait: seconds(0), reader: 'r' }],
  stopFollowing: () => [{ reader: 'r' }],

  createSchedule: (_, own) => [{ name: 'new', target: own.cluster, action: 'CLUSTER_CHECK', cron: '@yearly' }],
  previewSchedule: () => [{ cron: '@yearly' }],
  listSchedules: () => [everything],
  showSchedule: (t) => [t.schedule],
  updateSchedule: (t) => [t.schedule, { paused: true }],
  fireSchedule: (t) => [t.schedule],
  deleteSchedule: (t) => [t.schedule],

  createReceiver: (_, own) => [{ name: 'new', type: 'webhook', cluster: own.cluster, action: 'CLUSTER_CHECK' }],
  listReceivers: () => [everything],
  showReceiver: (t) => [t.receiver],
  updateReceiver: (t) => [t.receiver, { name: 'renamed' }],
  notifyReceiver: (t) => [t.mailbox],
  rotateReceiver: (t) => [t.receiver, { overlap: seconds(0) }],
  deleteReceiver: (t) => [t.receiver],

  createSubscription: () => [{ name: 'new', target: { type: 'webhook', url: 'http://nowhere.example/' } }],
  listSubscriptions: () => [everything],
  showSubscription: (t) => [t.subscription],
  updateSubscription: (t) => [t.subscription, { name: 'renamed' }],
  pauseSubscription: (t) => [t.subscription],
  resumeSubscription: (t) => [t.subscription],
  replaySubscription: (t) => [t.subscription, { from: 1 }],
  redeliverLetters: (t) => [t.subscription, {}],
  listLetters: (t) => [t.subscription, {}],
  deleteSubscription: (t) => [t.subscription],

  listQuotas: () => [],
  showQuota: (t) => [t.project],
  updateQuota: (t) => [t.project, { nodes: 9 }],
  resetQuota: (t) => [t.project],
  recountQuota: (t) => [t.project],

  showProjectRetention: (t) => [t.project],
  updateProjectRetention: (t) => [t.project, { rules: [{ kind: 'event', disposition: 'keep' }] }],
  resetProjectRetention: (t) => [t.project],

  createSecret: () => [{ name: 'new', value: 'of the caller' }],
  listSecrets: () => [everything],
  showSecret: (t) => [t.secret],
  updateSecret: (t) => [t.secret, { value: 'another' }],
  deleteSecret: (t) => [t.secret],

  createWorkflow: () => [{ ...HEART, backend: 'local' }],
  listWorkflows: () => [everything],
  showWorkflow: (t) => [t.workflow],
  updateWorkflow: (t) => [t.workflow, { name: 'renamed' }],
  deleteWorkflow: (t) => [t.workflow],
  listExecutions: (t) => [t.workflow, everything],
  showExecution: (t) => [t.workflow, { execution: t.execution }],

  listOrphans: () => [everything],
  showOrphan: (t) => [t.orphan],
  adoptOrphan: (t) => [t.orphan, {}],
  removeOrphan: (t) => [t.orphan],
  listSweeps: () => [{}],
  proceedSweep: () => ['fake.node-1.0', { atMost: 1 }],

  createGrant: (_, own) => [{ objectKind: 'cluster', object: own.cluster, grantee: { type: 'project', id: 'third' }, access: 'read-only' }],
  listGrants: () => [everything],
  showGrant: (t) => [t.grant],
  updateGrant: (t) => [t.grant, { access: 'read-write' }],
  deleteGrant: (t) => [t.grant],

  listDrivers: () => [],
  listServices: () => [],
  showRetention: () => [],
};
