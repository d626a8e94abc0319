import { instancesFor, isWeighed, type Weight, weightOf } from '../../domain/group/units.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../domain/kernel/json.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { createSchedule } from '../schedules/create-schedule.ts';
import { deleteSchedule } from '../schedules/see-schedules.ts';
import { updateSchedule } from '../schedules/update-schedule.ts';
import type { GroupApp, Grouping, Realm, ScheduledAction } from './grouping.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

const ACTION = 'CLUSTER_RESIZE';

/** A scheduled action is a schedule of the group's cluster. One of the same name is replaced: whatever is not said again is gone. */
export const putScheduledAction =
  (app: GroupApp): Grouping['putScheduledAction'] =>
  async (realm, name, { name: called, sizes, ...timing }) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const late = (['at', 'end'] as const).find((one) => (timing[one] ?? Number.MAX_SAFE_INTEGER) <= app.clock.now());
    if (late) return refused('schedule.invalid', `Given ${late === 'at' ? 'start' : 'end'} time is in the past`);
    const weight = weightOf(living.group.launch);
    const inputs: JsonObject = {
      ...(sizes.desiredCapacity !== undefined && {
        adjustment_type: 'EXACT_CAPACITY',
        number: instancesFor(sizes.desiredCapacity, weight),
      }),
      ...(sizes.minSize !== undefined && { min_size: instancesFor(sizes.minSize, weight) }),
      ...(sizes.maxSize !== undefined && { max_size: instancesFor(sizes.maxSize, weight) }),
      strict: false,
    };
    const before = (await schedulesOf(app, realm, [living])).find((one) => one.name === called);
    const put = before
      ? await updateSchedule(app)(realm.caller, before.id, { inputs, ...timing })
      : await createSchedule(app)(realm.caller, { name: called, action: ACTION, target: living.cluster.id, inputs, ...timing });
    return put.kind === 'refused' ? put : { kind: 'ok' };
  };

export const listScheduledActions =
  (app: GroupApp): Grouping['listScheduledActions'] =>
  async (realm, name) => {
    const living = await livingGroups(app, realm, name === undefined ? undefined : [name]);
    const groups = new Map(living.map(({ group, cluster }) => [cluster.id, group]));
    const schedules = await schedulesOf(app, realm, living);
    const actions = schedules.flatMap((schedule): readonly ScheduledAction[] => {
      const group = groups.get(schedule.target);
      return group ? [{ schedule: weighed(schedule, weightOf(group.launch)), groupName: group.name }] : [];
    });
    return { kind: 'ok', actions };
  };

/** Its sizes are of instances; what clients see are units. */
function weighed(schedule: Schedule, weight: Weight): Schedule {
  const units = ([name, value]: [string, Json]): [string, Json] => [name, typeof value === 'number' ? value * weight.each : value];
  return isWeighed(weight) ? { ...schedule, inputs: Object.fromEntries(Object.entries(schedule.inputs).map(units)) } : schedule;
}

export const deleteScheduledAction =
  (app: GroupApp): Grouping['deleteScheduledAction'] =>
  async (realm, name, called) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const found = (await schedulesOf(app, realm, [living])).find((one) => one.name === called);
    if (!found) return missing(called);
    const deleted = await deleteSchedule(app)(realm.caller, found.id);
    return deleted.kind === 'refused' ? deleted : { kind: 'ok' };
  };

const missing = (called: string): Refusal => refused('scheduled-action.not-found', `Scheduled action name not found - ${called}`);

/** Those that set a size of one of these groups: what else is done to its cluster by the clock is nobody's scheduled action. */
async function schedulesOf({ store }: GroupApp, { caller }: Realm, living: readonly Living[]): Promise<readonly Schedule[]> {
  const clusters = new Set(living.map(({ cluster }) => cluster.id));
  const { items } = await store.list('schedule', caller.projectId);
  return items.filter(({ target, action }) => action === ACTION && clusters.has(target));
}
