import type { Kind } from '../documents.ts';
import { follow, type Rule } from './rule.ts';

const look = (kind: Kind) => ({ role: 'reader', kind, on: 'own', grant: null }) as const;
const alter = (kind: Kind) => ({ role: 'member', kind, on: 'own', grant: null }) as const;
const found = (kind: Kind) => ({ role: 'member', kind, on: 'project', grant: null }) as const;

/** The verbs of Auto Scaling groups: nobody but their project knows them by name. What belongs to a group is under the group's kind. */
export const GROUP_RULES = {
  createLaunchConfiguration: found('launchConfiguration'),
  listLaunchConfigurations: follow('launchConfiguration'),
  deleteLaunchConfiguration: alter('launchConfiguration'),

  createGroup: found('group'),
  listGroups: follow('group'),
  showGroup: look('group'),
  updateGroup: alter('group'),
  deleteGroup: alter('group'),
  setDesiredCapacity: alter('group'),
  suspendProcesses: alter('group'),
  resumeProcesses: alter('group'),
  tagGroup: alter('group'),
  nameSources: alter('group'),
  listActivities: follow('group'),

  collectMetrics: alter('group'),
  putScalingPolicy: alter('group'),
  deleteScalingPolicy: alter('group'),
  executePolicy: alter('group'),

  putHook: alter('group'),
  deleteHook: alter('group'),
  answerLifecycle: alter('group'),
  putNotification: alter('group'),
  deleteNotification: alter('group'),
  putWarmPool: alter('group'),
  deleteWarmPool: alter('group'),

  putScheduledAction: alter('group'),
  listScheduledActions: follow('group'),
  deleteScheduledAction: alter('group'),

  listInstances: follow('group'),
  listMachines: follow('group'),
  locateMachines: follow('group'),
  runMachines: found('group'),
  terminateMachines: alter('group'),
  tagMachine: alter('group'),
  protectInstances: alter('group'),
  judgeInstance: alter('group'),
  terminateInstance: alter('group'),
  launchInstances: alter('group'),
  enterStandby: alter('group'),
  exitStandby: alter('group'),
  attachInstances: alter('group'),
  detachInstances: alter('group'),

  createTemplate: found('launchTemplate'),
  createVersion: alter('launchTemplate'),
  setDefaultVersion: alter('launchTemplate'),
  deleteTemplate: alter('launchTemplate'),
  deleteVersions: alter('launchTemplate'),
  tagTemplate: alter('launchTemplate'),
  listTemplates: follow('launchTemplate'),
  listVersions: look('launchTemplate'),

  createNetwork: found('network'),
  deleteNetwork: alter('network'),
  createSubnet: alter('network'),
  deleteSubnet: alter('network'),
  listNetworks: follow('network'),
  tagNetwork: alter('network'),

  startRefresh: alter('group'),
  listRefreshes: look('group'),
  cancelRefresh: alter('group'),
  rollBackRefresh: alter('group'),
} as const satisfies Readonly<Record<string, Rule>>;
