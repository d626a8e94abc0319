import { runOf } from '../../domain/group/run.ts';
import { subnetsIn } from '../../domain/group/subnets.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp } from '../groups/grouping.ts';
import { livingGroups } from '../groups/observe-groups.ts';
import { findNetwork, findSubnet } from './find-network.ts';
import type { Networking } from './networking.ts';

export const deleteNetwork =
  (app: GroupApp): Networking['deleteNetwork'] =>
  (realm, vpcId) =>
    untilCommitted(async () => {
      const found = await findNetwork(app, realm, vpcId);
      if ('fault' in found) return found;
      if (found.subnets.length > 0) return refused('network.in-use', `The vpc '${vpcId}' has dependencies and cannot be deleted.`);
      return (await app.store.commit([{ remove: 'network', doc: found }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });

/** A group or an instance that is put into it meanwhile keeps the zone, which is all that it has of a subnet. */
export const deleteSubnet =
  (app: GroupApp): Networking['deleteSubnet'] =>
  (realm, subnetId) =>
    untilCommitted(async () => {
      const found = await findSubnet(app, realm, subnetId);
      if ('fault' in found) return found;
      const living = await livingGroups(app, realm);
      const nodes = (await app.store.list('node', realm.caller.projectId)).items;
      if (
        living.some(({ group }) => subnetsIn(group.subnets).includes(subnetId)) ||
        nodes.some((node) => runOf(node)?.subnet === subnetId)
      ) {
        return refused('subnet.in-use', `The subnet '${subnetId}' has dependencies and cannot be deleted.`);
      }
      const network = { ...found, subnets: found.subnets.filter((one) => one.subnetId !== subnetId) };
      return (await app.store.commit([{ put: 'network', doc: network }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });
