import type { GroupCall, Outcome } from '../../domain/action/call.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { PlacementGroups } from '../../ports/placement-groups.ts';
import type { Services } from '../../ports/services.ts';

/** Who has groups for a profile type; undefined when nobody has. */
export type GroupsFor = (profileType: string) => PlacementGroups | undefined;

/**
 * Groups for nodes to be put into. That none was there is remembered before one is made: found after that, it is ours, and goes with the
 * policy. Nobody marks a group as his.
 */
export const arranging = (groupsFor: GroupsFor): Required<Pick<Services, 'arrange' | 'disband'>> => ({
  async arrange({ group, memory }) {
    const groups = groupsFor(group.kind);
    if (!groups) return fault(none(group.kind));
    const found = await groups.find(group.project, group.name);
    if (found.kind === 'fault') return fault(found.fault);
    const looked = memory.absent === true;
    if (!found.group && !looked) return { kind: 'pending', again: seconds(0), memory: { absent: true } };
    if (found.group && found.group.policy !== group.policy) return fault(otherwise(group, found.group.policy));
    if (found.group) return told(found.group.id, !looked);
    const made = await groups.create(group.project, group.name, group.policy);
    return made.kind === 'fault' ? fault(made.fault) : told(made.group.id, false);
  },

  async disband({ group, id }) {
    const groups = groupsFor(group.kind);
    if (!groups) return fault(none(group.kind));
    const found = id === undefined ? await groups.find(group.project, group.name) : { kind: 'ok' as const, group: { id } };
    if (found.kind === 'fault') return fault(found.fault);
    if (!found.group) return { kind: 'ok' };
    const removed = await groups.remove(group.project, found.group.id);
    return removed.kind === 'fault' ? fault(removed.fault) : { kind: 'ok' };
  },
});

const told = (id: string, inherited: boolean): Outcome => ({ kind: 'ok', data: { servergroup_id: id, inherited_group: inherited } });
const fault = (what: Fault): Outcome => ({ kind: 'fault', fault: what });
const none = (kind: string): Fault => permanent('group.none', `Nobody has server groups for profile type '${kind}'.`);
const otherwise = ({ name, policy }: GroupCall['group'], is: string): Fault =>
  permanent('group.policy', `Policies specified (${policy}) doesn't match that of the existing servergroup '${name}' (${is}).`);
