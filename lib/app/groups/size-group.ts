import { countedIn } from '../../domain/cluster/standby.ts';
import type { Group } from '../../domain/group/group.ts';
import type { Sizes } from '../../domain/group/pending-sizes.ts';
import { instancesFor, inUnits, isWeighed, weightOf } from '../../domain/group/units.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { whyCooling } from './why-cooling.ts';
import { sizesOf } from './work-on.ts';

/** A group is told its size at any time, whatever is being done with it: a resize waits for its turn, and what it asks for is seen at once. */
export const setDesiredCapacity =
  (app: GroupApp): Grouping['setDesiredCapacity'] =>
  async (realm, name, desired, honorsCooldown = false) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const cooling = honorsCooldown ? whyCooling(living.group, app.clock.now()) : undefined;
    if (cooling) return cooling;
    return comeToSize(app, realm, living, desired);
  };

/** @param asked if not said, the size that it is to have already: for what was held back when that was said */
export async function comeToSize(app: GroupApp, realm: Realm, living: Living, asked?: number): Promise<{ readonly kind: 'ok' } | Refusal> {
  const filed = await fileClusterAction(app, realm.caller, living.cluster.id, async (cluster) => {
    const [{ group } = living] = await livingGroups(app, realm, [living.group.name]);
    const weight = weightOf(group.launch);
    const instances = await sizesOf(app, cluster);
    const now = inUnits(instances, group.units, weight);
    const { minSize, maxSize, desiredCapacity } = now;
    const desired = asked ?? desiredCapacity;
    if (desired > maxSize)
      return refused('group.size', `New SetDesiredCapacity value ${desired} is above max value ${maxSize} for the AutoScalingGroup.`);
    if (desired < minSize)
      return refused('group.size', `New SetDesiredCapacity value ${desired} is below min value ${minSize} for the AutoScalingGroup.`);
    if (desired === desiredCapacity && (asked !== undefined || countedIn(cluster) === cluster.desiredCapacity)) return ALREADY;
    const inputs = resizeInputs(instances, { desiredCapacity: instancesFor(desired, weight) });
    const units: Group = { ...group, units: { ...now, desiredCapacity: desired } };
    return {
      kind: 'file',
      action: 'CLUSTER_RESIZE',
      inputs,
      patient: true,
      ...(isWeighed(weight) && { writes: [{ put: 'group', doc: units }] }),
    };
  });
  return filed.kind === 'ok' || filed === ALREADY ? { kind: 'ok' } : filed;
}

/** Not told to anybody: there is nothing to do. */
const ALREADY = refused('group.size', 'It has that size.');

/** What a resize is told. Whatever the bounds are by then, it comes as near as they let it; and while `Launch` or `Terminate` is suspended only the size is changed. @param before for the history of the group */
export const resizeInputs = (before: Sizes, { minSize, maxSize, desiredCapacity }: Partial<Sizes>): JsonObject => ({
  adjustment_type: 'EXACT_CAPACITY',
  number: desiredCapacity ?? before.desiredCapacity,
  ...(minSize !== undefined && { min_size: minSize }),
  ...(maxSize !== undefined && { max_size: maxSize }),
  strict: false,
  heeds_suspension: true,
  size_before: before.desiredCapacity,
});
