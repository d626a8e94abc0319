import { refused } from '../../domain/kernel/fault.ts';
import { protectNodes } from '../clusters/protect-nodes.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { showGroup } from './see-groups.ts';

export const protectInstances =
  (app: GroupApp): Grouping['protectInstances'] =>
  async (realm, name, instanceIds, protect) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const members = new Map(seen.instances.map(({ instanceId, node }) => [instanceId, node.id]));
    const stranger = instanceIds.find((id) => !members.has(id));
    if (stranger !== undefined)
      return refused('instance.not-member', `The instance ${stranger} is not part of Auto Scaling group ${name}.`);
    const nodes = instanceIds.flatMap((id) => members.get(id) ?? []);
    const done = await protectNodes(app)(realm.caller, seen.cluster.id, { nodes, protect });
    return done.kind === 'refused' ? done : { kind: 'ok' };
  };
