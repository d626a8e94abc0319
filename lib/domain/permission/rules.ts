import { GROUP_RULES } from './group-rules.ts';
import { MONITORING_RULES } from './monitoring-rules.ts';
import { change, follow, govern, keep, list, make, own, type Rule, see, weigh } from './rule.ts';

/** The verbs of clustering. */
const CLUSTERING_RULES = {
  createProfile: make('profile'),
  validateProfile: weigh('profile'),
  listProfiles: list('profile'),
  showProfile: see('profile'),
  updateProfile: change('profile'),
  deleteProfile: own('profile'),

  createPolicy: make('policy'),
  validatePolicy: weigh('policy'),
  listPolicies: list('policy'),
  showPolicy: see('policy'),
  updatePolicy: change('policy'),
  deletePolicy: own('policy'),

  createCluster: make('cluster'),
  listClusters: list('cluster'),
  showCluster: see('cluster'),
  updateCluster: change('cluster'),
  deleteCluster: own('cluster'),
  collectCluster: see('cluster'),
  operateCluster: change('cluster'),
  suspendCluster: change('cluster'),
  resumeCluster: change('cluster'),
  protectNodes: change('cluster'),
  scaleOut: change('cluster'),
  scaleIn: change('cluster'),
  resizeCluster: change('cluster'),
  addNodes: change('cluster'),
  deleteNodes: change('cluster'),
  replaceNodes: change('cluster'),
  checkCluster: change('cluster'),
  recoverCluster: change('cluster'),
  standByNodes: change('cluster'),
  attachPolicy: change('cluster'),
  detachPolicy: change('cluster'),
  updateBinding: change('cluster'),
  listBindings: see('cluster'),
  showBinding: see('cluster'),
  showHealth: see('cluster'),
  resetHealth: change('cluster'),

  createNode: make('node'),
  adoptNode: make('node'),
  previewAdoption: weigh('node'),
  listNodes: list('node'),
  showNode: see('node'),
  updateNode: change('node'),
  deleteNode: own('node'),
  checkNode: change('node'),
  recoverNode: change('node'),
  operateNode: change('node'),
  suspendNode: change('node'),
  resumeNode: change('node'),
  standByNode: change('node'),

  listActions: list('action'),
  showAction: see('action'),
  cancelAction: change('action'),
  completeLifecycle: change('action'),

  listEvents: list('event'),
  showEvent: see('event'),
  followEvents: follow('event'),
  stopFollowing: follow('event'),

  createSchedule: make('schedule'),
  previewSchedule: weigh('schedule'),
  listSchedules: list('schedule'),
  showSchedule: see('schedule'),
  updateSchedule: change('schedule'),
  fireSchedule: change('schedule'),
  deleteSchedule: own('schedule'),

  createReceiver: make('receiver'),
  listReceivers: list('receiver'),
  showReceiver: see('receiver'),
  updateReceiver: change('receiver'),
  notifyReceiver: own('receiver'),
  rotateReceiver: own('receiver'),
  deleteReceiver: own('receiver'),

  createSubscription: make('subscription'),
  listSubscriptions: list('subscription'),
  showSubscription: see('subscription'),
  updateSubscription: change('subscription'),
  pauseSubscription: change('subscription'),
  resumeSubscription: change('subscription'),
  replaySubscription: change('subscription'),
  redeliverLetters: change('subscription'),
  listLetters: see('subscription'),
  deleteSubscription: own('subscription'),

  createSecret: make('secret'),
  listSecrets: follow('secret'),
  showSecret: keep('secret'),
  updateSecret: own('secret'),
  deleteSecret: own('secret'),

  createWorkflow: make('workflow'),
  listWorkflows: list('workflow'),
  showWorkflow: see('workflow'),
  updateWorkflow: own('workflow'),
  deleteWorkflow: own('workflow'),
  listExecutions: see('workflow'),
  showExecution: see('execution'),

  listOrphans: follow('orphan'),
  showOrphan: keep('orphan'),
  adoptOrphan: own('orphan'),
  removeOrphan: own('orphan'),
  listSweeps: { role: 'admin', kind: 'sweep', on: 'project', grant: null },
  proceedSweep: { role: 'admin', kind: 'sweep', on: 'project', grant: null },

  listQuotas: follow('quota'),
  showQuota: keep('quota'),
  updateQuota: govern('quota'),
  resetQuota: govern('quota'),
  recountQuota: govern('quota'),

  showProjectRetention: keep('retention'),
  updateProjectRetention: govern('retention'),
  resetProjectRetention: govern('retention'),

  createGrant: { role: 'member', kind: 'grant', on: 'project', grant: null },
  listGrants: list('grant'),
  showGrant: see('grant'),
  updateGrant: own('grant'),
  deleteGrant: own('grant'),

  listDrivers: { role: 'admin', kind: 'circuit', on: 'project', grant: null },
  listServices: { role: 'admin', kind: 'service', on: 'project', grant: null },
  showRetention: { role: 'admin', kind: 'service', on: 'project', grant: null },
} as const satisfies Readonly<Record<string, Rule>>;

/**
 * Who may do what: every verb of the service has its row, whatever dialect asks, and what has none is refused. The documentation's table is made of this,
 * and so are the tests that try each row.
 */
export const RULES = { ...CLUSTERING_RULES, ...GROUP_RULES, ...MONITORING_RULES } as const;

export type VerbName = keyof typeof RULES;
