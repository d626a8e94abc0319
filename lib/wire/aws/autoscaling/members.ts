import { validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { activityView } from './activities.ts';
import { type Constraints, name } from './constraints.ts';
import { changes, nothing, realmOf, text, texts } from './operation.ts';

/** Members of a group, by their ids. */
const MEMBERS: Constraints = { AutoScalingGroupName: name, InstanceIds: { max: 20, items: { min: 1, max: 19 } } };

const idsOf = ({ InstanceIds }: Structure): readonly string[] => texts(InstanceIds) ?? [];
const NOBODY = validationError('At least one instance ID must be specified.');

export const enterStandby = changes(MEMBERS, async ({ groups }, call, input) => {
  const ids = idsOf(input);
  if (ids.length === 0) return NOBODY;
  const moved = await groups.enterStandby(
    realmOf(call),
    text(input.AutoScalingGroupName),
    ids,
    input.ShouldDecrementDesiredCapacity === true,
  );
  return moved.kind === 'refused' ? moved : { Activities: moved.activities.map((one) => activityView(call, one)) };
});

export const exitStandby = changes(MEMBERS, async ({ groups }, call, input) => {
  const ids = idsOf(input);
  if (ids.length === 0) return NOBODY;
  const moved = await groups.exitStandby(realmOf(call), text(input.AutoScalingGroupName), ids);
  return moved.kind === 'refused' ? moved : { Activities: moved.activities.map((one) => activityView(call, one)) };
});

export const attachInstances = changes(MEMBERS, async ({ groups }, call, input) => {
  const ids = idsOf(input);
  if (ids.length === 0) return NOBODY;
  const attached = await groups.attachInstances(realmOf(call), text(input.AutoScalingGroupName), ids);
  return attached.kind === 'refused' ? attached : nothing;
});

export const detachInstances = changes(MEMBERS, async ({ groups }, call, input) => {
  const ids = idsOf(input);
  if (ids.length === 0) return NOBODY;
  const left = await groups.detachInstances(
    realmOf(call),
    text(input.AutoScalingGroupName),
    ids,
    input.ShouldDecrementDesiredCapacity === true,
  );
  return left.kind === 'refused' ? left : { Activities: left.activities.map((one) => activityView(call, one)) };
});
