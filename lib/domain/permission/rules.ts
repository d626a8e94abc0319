import type { Kind } from '../documents.ts';
import type { Standing } from './standing.ts';

/** What a verb is about. */
export type Rule = {
  /** The least that its caller must be. */
  readonly role: Standing;
  readonly kind: Kind | 'service';
  /** `object`: one that is there, and that the caller names. `project`: the caller's own project, where it looks around or makes something. */
  readonly on: 'object' | 'project';
};

const onObject = (role: Standing) => (kind: Kind) => ({ role, kind, on: 'object' }) as const;
const inProject = (role: Standing) => (kind: Kind) => ({ role, kind, on: 'project' }) as const;

const see = onObject('reader');
const change = onObject('member');
const dispose = onObject('member');
const list = inProject('reader');
const weigh = inProject('reader');
const make = inProject('member');

/**
 * Who may do what: every verb of the service has its row, and what has none is refused. The documentation's table is made of this, and so is the test
 * that tries each row.
 */
export const RULES = {
  createProfile: make('profile'),
  validateProfile: weigh('profile'),
  listProfiles: list('profile'),
  showProfile: see('profile'),
  updateProfile: change('profile'),
  deleteProfile: dispose('profile'),

  createPolicy: make('policy'),
  validatePolicy: weigh('policy'),
  listPolicies: list('policy'),
  showPolicy: see('policy'),
  updatePolicy: change('policy'),
  deletePolicy: dispose('policy'),

  createCluster: make('cluster'),
  listClusters: list('cluster'),
  showCluster: see('cluster'),
  updateCluster: change('cluster'),
  deleteCluster: dispose('cluster'),
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
  deleteNode: dispose('node'),
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
  followEvents: list('event'),
  stopFollowing: list('event'),

  createSchedule: make('schedule'),
  previewSchedule: weigh('schedule'),
  listSchedules: list('schedule'),
  showSchedule: see('schedule'),
  updateSchedule: change('schedule'),
  fireSchedule: change('schedule'),
  deleteSchedule: dispose('schedule'),

  createReceiver: make('receiver'),
  listReceivers: list('receiver'),
  showReceiver: see('receiver'),
  updateReceiver: change('receiver'),
  notifyReceiver: change('receiver'),
  rotateReceiver: change('receiver'),
  deleteReceiver: dispose('receiver'),

  createSubscription: make('subscription'),
  listSubscriptions: list('subscription'),
  showSubscription: see('subscription'),
  updateSubscription: change('subscription'),
  pauseSubscription: change('subscription'),
  resumeSubscription: change('subscription'),
  replaySubscription: change('subscription'),
  redeliverLetters: change('subscription'),
  listLetters: see('subscription'),
  deleteSubscription: dispose('subscription'),

  createSecret: make('secret'),
  listSecrets: list('secret'),
  showSecret: see('secret'),
  updateSecret: change('secret'),
  deleteSecret: dispose('secret'),

  createWorkflow: make('workflow'),
  listWorkflows: list('workflow'),
  showWorkflow: see('workflow'),
  updateWorkflow: change('workflow'),
  deleteWorkflow: dispose('workflow'),
  listExecutions: see('workflow'),
  showExecution: see('execution'),

  listOrphans: list('orphan'),
  showOrphan: see('orphan'),
  adoptOrphan: change('orphan'),
  removeOrphan: dispose('orphan'),
  listSweeps: { role: 'admin', kind: 'sweep', on: 'project' },
  proceedSweep: { role: 'admin', kind: 'sweep', on: 'project' },

  listServices: { role: 'admin', kind: 'service', on: 'project' },
} as const satisfies Readonly<Record<string, Rule>>;

export type VerbName = keyof typeof RULES;
