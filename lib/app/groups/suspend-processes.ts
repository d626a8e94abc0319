import { resumeCluster, suspendCluster } from '../clusters/suspend-cluster.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { comeToSize } from './size-group.ts';

export const suspendProcesses =
  (app: GroupApp): Grouping['suspendProcesses'] =>
  async (realm, name, processes) => {
    const [living] = await livingGroups(app, realm, [name]);
    return living ? suspendCluster(app)(realm.caller, living.cluster.id, { processes }) : groupMissing(name);
  };

export const resumeProcesses =
  (app: GroupApp): Grouping['resumeProcesses'] =>
  async (realm, name, processes) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const resumed = await resumeCluster(app)(realm.caller, living.cluster.id, { processes });
    return resumed.kind === 'refused' ? resumed : comeToSize(app, realm, living);
  };
