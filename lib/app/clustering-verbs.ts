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
import { grantVerbs } from './grants/grant-verbs.ts';
import { guarded } from './guard.ts';
import { healthVerbs } from './health/health-verbs.ts';
import { followVerbs } from './journal/follow-events.ts';
import { checkNode, deleteNode, operateNode, recoverNode } from './nodes/act-on-node.ts';
import { adoptNode, previewAdoption } from './nodes/adopt-node.ts';
import { createNode } from './nodes/create-node.ts';
import { listNodes, showNode } from './nodes/see-nodes.ts';
import { standByNode, standByNodes } from './nodes/stand-by.ts';
import { resumeNode, suspendNode } from './nodes/suspend-node.ts';
import { updateNode } from './nodes/update-node.ts';
import { operatorVerbs } from './operator/operator-verbs.ts';
import { orphanVerbs } from './orphans/orphan-verbs.ts';
import { deletePolicy, updatePolicy } from './policies/change-policy.ts';
import { createPolicy, validatePolicy } from './policies/create-policy.ts';
import { listPolicies, showPolicy } from './policies/see-policies.ts';
import { createProfile, validateProfile } from './profiles/create-profile.ts';
import { deleteProfile } from './profiles/delete-profile.ts';
import { listProfiles, showProfile } from './profiles/see-profiles.ts';
import { updateProfile } from './profiles/update-profile.ts';
import { quotaVerbs } from './quotas/quota-verbs.ts';
import { receiverVerbs } from './receivers/receiver-verbs.ts';
import { retentionVerbs } from './retention/retention-verbs.ts';
import { scheduleVerbs } from './schedules/schedule-verbs.ts';
import { secretVerbs } from './secrets/secret-verbs.ts';
import { subscriptionVerbs } from './subscriptions/subscription-verbs.ts';
import { workflowVerbs } from './workflows/workflow-verbs.ts';

export type Facts = {
  readonly paths: PathQuery;
  /** A node as users see it: what a collect's path is evaluated on. */
  readonly shapeNode: (node: NamedNode) => JsonObject;
  /** Where the service runs, as operators know it. */
  readonly host: string;
};

/** Everything clustering can be asked to do, by whoever may: see the rules. */
export function clusteringVerbs(app: App, { paths, shapeNode, host }: Facts): Clustering {
  const verbs: Clustering = {
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
    // Last: what is added to an object that is made of others is added a hundred times as slowly.
    ...healthVerbs(app),
    ...grantVerbs(app),
    ...workflowVerbs(app, paths.all),
    ...scheduleVerbs(app),
    ...receiverVerbs(app),
    ...followVerbs(app),
    ...operatorVerbs(app, host),
    ...secretVerbs(app),
    ...subscriptionVerbs(app),
    ...orphanVerbs(app),
    ...quotaVerbs(app),
    ...retentionVerbs(app),
  };
  return guarded(verbs, app);
}
