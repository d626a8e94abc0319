import { guardedGroups } from '../guard.ts';
import { templateVerbs } from '../launch-templates/template-verbs.ts';
import { networkVerbs } from '../networks/network-verbs.ts';
import { answerLifecycle } from './answer-hooks.ts';
import { attachInstances } from './attach-instances.ts';
import { collectMetrics } from './collect-metrics.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';
import { detachInstances } from './detach-instances.ts';
import { executePolicy } from './execute-policy.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { judgeInstance } from './judge-instance.ts';
import { createLaunchConfiguration, deleteLaunchConfiguration, listLaunchConfigurations } from './launch-configurations.ts';
import { launchInstances } from './launch-instances.ts';
import { deleteHook, putHook } from './lifecycle-hooks.ts';
import { lookingAgain } from './look-again.ts';
import { nameSources } from './name-sources.ts';
import { deleteNotification, putNotification } from './notifications.ts';
import { protectInstances } from './protect-instances.ts';
import { runMachines } from './run-machines.ts';
import { deleteScalingPolicy, putScalingPolicy } from './scaling-policies.ts';
import { deleteScheduledAction, listScheduledActions, putScheduledAction } from './scheduled-actions.ts';
import { listActivities } from './see-activities.ts';
import { listGroups, listInstances, showGroup } from './see-groups.ts';
import { listMachines, locateMachines } from './see-machines.ts';
import { setDesiredCapacity } from './size-group.ts';
import { enterStandby, exitStandby } from './stand-by.ts';
import { startRefresh } from './start-refresh.ts';
import { cancelRefresh, listRefreshes, rollBackRefresh } from './steer-refresh.ts';
import { resumeProcesses, suspendProcesses } from './suspend-processes.ts';
import { tagGroup } from './tag-group.ts';
import { tagMachine } from './tag-machines.ts';
import { terminateInstance } from './terminate-instance.ts';
import { terminateMachines } from './terminate-machines.ts';
import { updateGroup } from './update-group.ts';
import { deleteWarmPool, putWarmPool } from './warm-pool.ts';

/** The verbs of Auto Scaling groups, on the same engine as all others, by whoever may: see the rules. */
export function groupVerbs(app: GroupApp): Grouping {
  const verbs: Grouping = {
    ...templateVerbs(app),
    ...networkVerbs(app),
    createLaunchConfiguration: createLaunchConfiguration(app),
    listLaunchConfigurations: listLaunchConfigurations(app),
    deleteLaunchConfiguration: deleteLaunchConfiguration(app),
    createGroup: createGroup(app),
    listGroups: listGroups(app),
    showGroup: showGroup(app),
    updateGroup: updateGroup(app),
    deleteGroup: deleteGroup(app),
    setDesiredCapacity: setDesiredCapacity(app),
    collectMetrics: collectMetrics(app),
    putScalingPolicy: putScalingPolicy(app),
    deleteScalingPolicy: deleteScalingPolicy(app),
    executePolicy: executePolicy(app),
    putScheduledAction: putScheduledAction(app),
    listScheduledActions: listScheduledActions(app),
    deleteScheduledAction: deleteScheduledAction(app),
    suspendProcesses: suspendProcesses(app),
    resumeProcesses: resumeProcesses(app),
    tagGroup: tagGroup(app),
    putHook: putHook(app),
    deleteHook: deleteHook(app),
    answerLifecycle: answerLifecycle(app),
    putNotification: putNotification(app),
    deleteNotification: deleteNotification(app),
    nameSources: nameSources(app),
    putWarmPool: putWarmPool(app),
    deleteWarmPool: deleteWarmPool(app),
    listInstances: listInstances(app),
    listMachines: listMachines(app),
    locateMachines: locateMachines(app),
    runMachines: runMachines(app),
    terminateMachines: terminateMachines(app),
    tagMachine: tagMachine(app),
    protectInstances: protectInstances(app),
    judgeInstance: judgeInstance(app),
    terminateInstance: terminateInstance(app),
    launchInstances: launchInstances(app),
    enterStandby: enterStandby(app),
    exitStandby: exitStandby(app),
    attachInstances: attachInstances(app),
    detachInstances: detachInstances(app),
    startRefresh: startRefresh(app),
    listRefreshes: listRefreshes(app),
    cancelRefresh: cancelRefresh(app),
    rollBackRefresh: rollBackRefresh(app),
    listActivities: listActivities(app),
  };
  return guardedGroups(lookingAgain(verbs), app);
}
