import { refused } from '../domain/kernel/fault.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { PathQuery } from '../ports/path-query.ts';
import { cancelAction } from './actions/cancel-action.ts';
import { completeLifecycle } from './actions/complete-lifecycle.ts';
import { listActions, showAction } from './actions/see-actions.ts';
import type { App } from './app.ts';
import type { Clustering, NamedNode } from './clustering.ts';
import { attachPolicy, detachPolicy, updateBinding } from './clusters/bind-policies.ts';
import { addNodes, deleteNodes, replaceNodes } from './clusters/change-members.ts';
import { collectCluster } from './clusters/collect-cluster.ts';
import { createCluster } from './clusters/create-cluster.ts';
import { deleteCluster } from './clusters/delete-cluster.ts';
import { checkCluster, recoverCluster } from './clusters/heal-cluster.ts';
import { operateCluster } from './clusters/operate-cluster.ts';
import { protectNodes } from './clusters/protect-nodes.ts';
import { resizeCluster, scaleIn, scaleOut } from './clusters/scale-cluster.ts';
import { listBindings, showBinding } from './clusters/see-bindings.ts';
import { listClusters, showCluster } from './clusters/see-clusters.ts';
import { resumeCluster, suspendCluster } from './clusters/suspend-cluster.ts';
import { updateCluster } from './clusters/update-cluster.ts';
import { listEvents, showEvent } from './events/see-events.ts';
import { HEALTH_READING, healthVerbs } from './health/health-verbs.ts';
import { FOLLOW_READING, followVerbs } from './journal/follow-events.ts';
import { listServices } from './list-services.ts';
import { checkNode, deleteNode, operateNode, recoverNode } from './nodes/act-on-node.ts';
import { adoptNode, previewAdoption } from './nodes/adopt-node.ts';
import { createNode } from './nodes/create-node.ts';
import { listNodes, showNode } from './nodes/see-nodes.ts';
import { standByNode, standByNodes } from './nodes/stand-by.ts';
import { resumeNode, suspendNode } from './nodes/suspend-node.ts';
import { updateNode } from './nodes/update-node.ts';
import { deletePolicy, updatePolicy } from './policies/change-policy.ts';
import { createPolicy, validatePolicy } from './policies/create-policy.ts';
import { listPolicies, showPolicy } from './policies/see-policies.ts';
import { createProfile, validateProfile } from './profiles/create-profile.ts';
import { deleteProfile } from './profiles/delete-profile.ts';
import { listProfiles, showProfile } from './profiles/see-profiles.ts';
import { updateProfile } from './profiles/update-profile.ts';
import { RECEIVER_READING, receiverVerbs } from './receivers/receiver-verbs.ts';
import { SCHEDULE_READING, scheduleVerbs } from './schedules/schedule-verbs.ts';
import { SUBSCRIPTION_READING } from './subscriptions/subscribing.ts';
import { subscriptionVerbs } from './subscriptions/subscription-verbs.ts';
import { WORKFLOW_READING, workflowVerbs } from './workflows/workflow-verbs.ts';

export type Facts = {
  readonly paths: PathQuery;
  /** A node as users see it: what a collect's path is evaluated on. */
  readonly shapeNode: (node: NamedNode) => JsonObject;
  /** Where the service runs, as operators know it. */
  readonly host: string;
};

/** Verbs that change nothing: all that a reader may use. */
const READING: ReadonlySet<string> = new Set<keyof Clustering>([
  'validateProfile',
  'listProfiles',
  'showProfile',
  'validatePolicy',
  'listPolicies',
  'showPolicy',
  'listClusters',
  'showCluster',
  'collectCluster',
  'listBindings',
  'showBinding',
  'listNodes',
  'showNode',
  'previewAdoption',
  'listActions',
  'showAction',
  'listEvents',
  'showEvent',
  'listServices',
  ...HEALTH_READING,
  ...SCHEDULE_READING,
  ...RECEIVER_READING,
  ...FOLLOW_READING,
  ...SUBSCRIPTION_READING,
  ...WORKFLOW_READING,
]);

/** Everything clustering can be asked to do. A verb that is not known to only read is refused to a reader, so forgetting one fails safe. */
export function clusteringVerbs(app: App, { paths, shapeNode, host }: Facts): Clustering {
  const verbs: Clustering = {
    ...healthVerbs(app),
    ...workflowVerbs(app, paths.all),
    ...scheduleVerbs(app),
    ...receiverVerbs(app),
    ...followVerbs(app),
    ...subscriptionVerbs(app),
    createProfile: createProfile(app),
    validateProfile: validateProfile(app),
    listProfiles: listProfiles(app),
    showProfile: showProfile(app),
    updateProfile: updateProfile(app),
    deleteProfile: deleteProfile(app),
    createPolicy: createPolicy(app),
    validatePolicy: validatePolicy(app),
    listPolicies: listPolicies(app),
    showPolicy: showPolicy(app),
    updatePolicy: updatePolicy(app),
    deletePolicy: deletePolicy(app),
    createCluster: createCluster(app),
    listClusters: listClusters(app),
    showCluster: showCluster(app),
    updateCluster: updateCluster(app),
    deleteCluster: deleteCluster(app),
    collectCluster: collectCluster(app, paths, shapeNode),
    operateCluster: operateCluster(app),
    suspendCluster: suspendCluster(app),
    resumeCluster: resumeCluster(app),
    protectNodes: protectNodes(app),
    scaleOut: scaleOut(app),
    scaleIn: scaleIn(app),
    resizeCluster: resizeCluster(app),
    addNodes: addNodes(app),
    deleteNodes: deleteNodes(app),
    replaceNodes: replaceNodes(app),
    checkCluster: checkCluster(app),
    recoverCluster: recoverCluster(app),
    attachPolicy: attachPolicy(app),
    detachPolicy: detachPolicy(app),
    updateBinding: updateBinding(app),
    completeLifecycle: completeLifecycle(app),
    listBindings: listBindings(app),
    showBinding: showBinding(app),
    createNode: createNode(app),
    listNodes: listNodes(app),
    showNode: showNode(app),
    updateNode: updateNode(app),
    deleteNode: deleteNode(app),
    checkNode: checkNode(app),
    recoverNode: recoverNode(app),
    operateNode: operateNode(app),
    standByNode: standByNode(app),
    standByNodes: standByNodes(app),
    suspendNode: suspendNode(app),
    resumeNode: resumeNode(app),
    adoptNode: adoptNode(app),
    previewAdoption: previewAdoption(app),
    listActions: listActions(app),
    showAction: showAction(app),
    cancelAction: cancelAction(app),
    listEvents: listEvents(app),
    showEvent: showEvent(app),
    listServices: listServices(app, host),
  };
  return new Proxy(verbs, { get: (all, verb: keyof Clustering) => (READING.has(verb) ? all[verb] : guarded(all[verb] as never)) });
}

type Verb = (caller: { readonly canWrite: boolean }, ...rest: readonly unknown[]) => unknown;

const guarded =
  (verb: Verb): Verb =>
  (caller, ...rest) =>
    caller.canWrite ? verb(caller, ...rest) : Promise.resolve(refused('forbidden', 'You are not authorized to complete this operation.'));
