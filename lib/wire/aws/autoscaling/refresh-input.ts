import type { LaunchSource } from '../../../domain/group/group.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { seconds } from '../../../domain/kernel/time.ts';
import { healthyIn } from '../../../domain/refresh/aged.ts';
import type { Handling, Preferences } from '../../../domain/refresh/refresh.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { type Constraints, name } from './constraints.ts';
import { launchSourceOf } from './launch-source.ts';
import { number, text, texts } from './operation.ts';

const TWO_DAYS = 172_800;
const percent = { min: 0, max: 100, whole: true } as const;

export const PREFERENCES: Constraints = {
  MinHealthyPercentage: percent,
  MaxHealthyPercentage: { min: 100, max: 200, whole: true },
  InstanceWarmup: { min: 0, whole: true },
  CheckpointPercentages: { items: { min: 1, max: 100, whole: true } },
  CheckpointDelay: { min: 0, max: TWO_DAYS, whole: true },
  ScaleInProtectedInstances: { values: ['Refresh', 'Ignore', 'Wait'] },
  StandbyInstances: { values: ['Terminate', 'Ignore', 'Wait'] },
  AlarmSpecification: { members: { Alarms: { max: 10, items: name } } },
  BakeTime: { min: 0, max: TWO_DAYS, whole: true },
};

/**
 * What a request says of how instances are to be replaced, with what the group says where it does not.
 *
 * @param group how its own are, in AWS's words: what is verbatim of it, and its grace period
 */
export function preferencesIn(
  input: Structure,
  group: { readonly verbatim: JsonObject; readonly healthCheckGracePeriod: number },
): Preferences | AwsFault {
  const [min, max] = [number(input.MinHealthyPercentage), number(input.MaxHealthyPercentage)];
  const own = healthyIn(group.verbatim);
  const healthy = { min: min ?? own.min, max: max ?? own.max };
  if (max !== undefined && min === undefined)
    return validationError('You must specify MinHealthyPercentage when you specify MaxHealthyPercentage.');
  if (healthy.max - healthy.min > 100)
    return validationError('The difference between MaxHealthyPercentage and MinHealthyPercentage cannot be greater than 100.');
  const checkpoints = Array.isArray(input.CheckpointPercentages) ? input.CheckpointPercentages.map(Number) : [];
  if (checkpoints.some((one, place) => one <= (checkpoints[place - 1] ?? 0)))
    return validationError('CheckpointPercentages must be unique and in ascending order.');
  if (input.CheckpointDelay !== undefined && checkpoints.length === 0)
    return validationError('You must specify CheckpointPercentages when you specify CheckpointDelay.');
  const { DefaultInstanceWarmup: usual } = group.verbatim;
  const warmup = number(input.InstanceWarmup) ?? (typeof usual === 'number' && usual >= 0 ? usual : group.healthCheckGracePeriod);
  return {
    healthy,
    warmup: seconds(warmup),
    checkpoints,
    checkpointDelay: seconds(number(input.CheckpointDelay) ?? 3_600),
    skipMatching: input.SkipMatching === true,
    autoRollback: input.AutoRollback === true,
    guarded: handlingOf(input.ScaleInProtectedInstances),
    standby: handlingOf(input.StandbyInstances),
    bake: seconds(number(input.BakeTime) ?? 0),
    alarms: texts((input.AlarmSpecification as Structure | undefined)?.Alarms) ?? [],
  };
}

const handlingOf = (value: Structure[string] | undefined): Handling =>
  value === undefined || value === 'Wait' ? 'wait' : value === 'Ignore' ? 'ignore' : 'replace';

/** What the group is to become, in the only ways that AWS has for it. */
export function desiredIn(input: Structure | undefined): LaunchSource | AwsFault | undefined {
  if (input === undefined) return undefined;
  const { LaunchTemplate, MixedInstancesPolicy } = input;
  const given = {
    ...(LaunchTemplate !== undefined && { LaunchTemplate }),
    ...(MixedInstancesPolicy !== undefined && { MixedInstancesPolicy }),
  };
  return Object.keys(given).length === 0 ? undefined : launchSourceOf(given);
}

/** The words that AWS has for what is done with those that somebody has a hand on. */
export const shownHandling = (handling: Handling, replace: 'Refresh' | 'Terminate'): string =>
  text(handling === 'wait' ? 'Wait' : handling === 'ignore' ? 'Ignore' : replace);
