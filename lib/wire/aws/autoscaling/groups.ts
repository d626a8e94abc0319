import type { NewGroup } from '../../../app/groups/grouping.ts';
import type { HookChange } from '../../../domain/group/lifecycle-hook.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { given, name } from './constraints.ts';
import { configureLike } from './from-instance.ts';
import { GROUP_CONSTRAINTS, mannersIn, TAG, tagged, tagsIn } from './group-input.ts';
import { launchSourceOf, needsLaunchSource } from './launch-source.ts';
import { HOOK, hookIn } from './lifecycle-hooks.ts';
import { changes, nothing, number, realmOf, structures, text, texts } from './operation.ts';
import { zonesOf } from './zones.ts';

/** AWS's, where a request does not say. */
const USUAL = {
  defaultCooldown: 300,
  healthCheckType: 'EC2',
  healthCheckGracePeriod: 0,
  terminationPolicies: ['Default'],
  protectsNew: false,
  verbatim: {},
} satisfies Partial<NewGroup>;

export const createAutoScalingGroup = changes(
  {
    ...GROUP_CONSTRAINTS,
    AutoScalingGroupName: given,
    Tags: { items: { members: TAG } },
    LifecycleHookSpecificationList: { items: { members: HOOK } },
  },
  async ({ groups }, call, input) => {
    const launch = launchSourceOf(input);
    if (isAwsFault(launch)) return launch;
    const missing = needsLaunchSource(launch);
    if (missing || !launch) return missing ?? nothing;
    const manners = mannersIn(input);
    if (isAwsFault(manners)) return manners;
    const subnets = input.VPCZoneIdentifier === undefined ? '' : text(input.VPCZoneIdentifier);
    const zones = zonesOf(call.region, texts(input.AvailabilityZones), subnets);
    if (isAwsFault(zones)) return zones;
    const tags = tagsIn(tagged(input));
    if (isAwsFault(tags)) return tags;
    const hooks = hooksIn(input);
    if (isAwsFault(hooks)) return hooks;
    const [minSize = 0, maxSize = 0, desired] = [number(input.MinSize), number(input.MaxSize), number(input.DesiredCapacity)];
    const fault = contradiction(minSize, maxSize, desired);
    if (fault !== undefined) return validationError(fault);
    const request = {
      ...USUAL,
      ...manners,
      name: text(input.AutoScalingGroupName),
      launch,
      zones,
      subnets,
      tags,
      minSize,
      maxSize,
      hooked: { hooks, account: call.account },
    };
    const like = input.InstanceId !== undefined;
    const unlike = like ? await configureLike({ groups }, call, input) : undefined;
    if (unlike) return unlike;
    const made = await groups.createGroup(realmOf(call), request);
    if (made.kind === 'refused' && like) await groups.deleteLaunchConfiguration(realmOf(call), request.name);
    return made.kind === 'refused' ? made : nothing;
  },
);

function hooksIn(input: Structure): readonly HookChange[] | AwsFault {
  const read = structures(input.LifecycleHookSpecificationList).map(hookIn);
  return read.find(isAwsFault) ?? read.flatMap((hook) => (isAwsFault(hook) ? [] : [hook]));
}

function contradiction(minSize: number, maxSize: number, desired: number | undefined): string | undefined {
  if (maxSize < minSize) return `Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`;
  return desired !== undefined && (desired < minSize || desired > maxSize)
    ? `Desired capacity:${desired} must be between the specified min size:${minSize} and max size:${maxSize}`
    : undefined;
}

export const updateAutoScalingGroup = changes(GROUP_CONSTRAINTS, async ({ groups }, call, input) => {
  const launch = launchSourceOf(input);
  if (isAwsFault(launch)) return launch;
  const manners = mannersIn(input);
  if (isAwsFault(manners)) return manners;
  const places = placesIn(call.region, input);
  if (isAwsFault(places)) return places;
  const updated = await groups.updateGroup(realmOf(call), text(input.AutoScalingGroupName), {
    ...manners,
    ...places,
    ...(launch && { launch }),
  });
  if (updated.kind === 'refused') return updated;
  if (updated.warning !== undefined) call.warn(updated.warning);
  return nothing;
});

/** Zones follow from subnets where only those are given. */
function placesIn(region: string, input: Structure) {
  const zones = texts(input.AvailabilityZones);
  const subnets = input.VPCZoneIdentifier;
  if (zones === undefined && subnets === undefined) return {};
  const named = zonesOf(region, zones, subnets === undefined ? undefined : text(subnets));
  if (isAwsFault(named)) return named;
  return { zones: named, ...(subnets !== undefined && { subnets: text(subnets) }) };
}

export const deleteAutoScalingGroup = changes({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteGroup(realmOf(call), text(input.AutoScalingGroupName), input.ForceDelete === true);
  return deleted.kind === 'refused' ? deleted : nothing;
});

export const setDesiredCapacity = changes(
  { AutoScalingGroupName: name, DesiredCapacity: { whole: true } },
  async ({ groups }, call, input) => {
    const desired = number(input.DesiredCapacity) ?? 0;
    if (desired < 0) return validationError('DesiredCapacity must be greater than or equal to 0');
    const set = await groups.setDesiredCapacity(realmOf(call), text(input.AutoScalingGroupName), desired, input.HonorCooldown === true);
    return set.kind === 'refused' ? set : nothing;
  },
);
