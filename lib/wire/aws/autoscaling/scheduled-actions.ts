import type { NewScheduledAction, ScheduledAction } from '../../../app/groups/grouping.ts';
import { instant } from '../../../domain/kernel/time.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { scheduledActionArn } from './arn.ts';
import { type Constraints, name, size } from './constraints.ts';
import { autoScalingFault } from './faults.ts';
import { changes, nothing, number, reads, realmOf, structures, text, texts, type Verbs } from './operation.ts';
import { page } from './page.ts';

const SCHEDULED: Constraints = {
  ScheduledActionName: name,
  Recurrence: name,
  MinSize: size,
  MaxSize: size,
  DesiredCapacity: size,
  TimeZone: name,
};

export const putScheduledUpdateGroupAction = changes({ AutoScalingGroupName: name, ...SCHEDULED }, async (verbs, call, input) => {
  const fault = await put(verbs, call, text(input.AutoScalingGroupName), input);
  return fault ?? nothing;
});

/** Each for itself: what is wrong with one is told, and the others are there. */
export const batchPutScheduledUpdateGroupAction = changes(
  { AutoScalingGroupName: name, ScheduledUpdateGroupActions: { max: 50, items: { members: SCHEDULED } } },
  async (verbs, call, input) => {
    const group = text(input.AutoScalingGroupName);
    const found = await verbs.groups.showGroup(realmOf(call), group);
    if (found.kind === 'refused') return found;
    const failed: Structure[] = [];
    for (const one of structures(input.ScheduledUpdateGroupActions)) {
      const fault = await put(verbs, call, group, one);
      if (fault) failed.push(failure(text(one.ScheduledActionName), fault));
    }
    return { FailedScheduledUpdateGroupActions: failed };
  },
);

const failure = (called: string, { code, message }: AwsFault): Structure => ({
  ScheduledActionName: called,
  ErrorCode: code,
  ErrorMessage: message,
});

async function put({ groups }: Verbs, call: AwsCall, group: string, input: Structure): Promise<AwsFault | undefined> {
  const action = actionIn(input);
  if (isAwsFault(action)) return action;
  const done = await groups.putScheduledAction(realmOf(call), group, action);
  return done.kind === 'refused' ? autoScalingFault(done.fault) : undefined;
}

function actionIn(input: Structure): NewScheduledAction | AwsFault {
  const sizes = { minSize: number(input.MinSize), maxSize: number(input.MaxSize), desiredCapacity: number(input.DesiredCapacity) };
  const given = Object.values(sizes).filter((one) => one !== undefined);
  if (given.length === 0) return validationError('At least one of MinSize, MaxSize and DesiredCapacity must be specified.');
  if (given.some((one) => one < 0)) return validationError('Sizes must be greater than or equal to 0.');
  if (sizes.minSize !== undefined && sizes.maxSize !== undefined && sizes.minSize > sizes.maxSize)
    return validationError(`Max bound, ${sizes.maxSize}, must be greater than or equal to min bound, ${sizes.minSize}`);
  const from = number(input.StartTime) ?? number(input.Time);
  const [until, cron, zone] = [number(input.EndTime), input.Recurrence, input.TimeZone];
  if (from === undefined && cron === undefined) return validationError('StartTime or Recurrence must be specified.');
  if (cron !== undefined && text(cron).trim().split(/\s+/).length !== 5)
    return validationError(`Given recurrence string:${text(cron)} is invalid`);
  return {
    name: text(input.ScheduledActionName),
    sizes,
    // It happens at its beginning, and then as often as it recurs.
    at: from === undefined ? undefined : instant(from),
    ...(cron !== undefined && {
      cron: text(cron),
      start: from === undefined ? undefined : instant(from),
      end: until === undefined ? undefined : instant(until),
    }),
    ...(zone !== undefined && { timezone: text(zone) }),
  };
}

export const describeScheduledActions = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const group = input.AutoScalingGroupName;
  const names = texts(input.ScheduledActionNames);
  const [from, until] = [number(input.StartTime), number(input.EndTime)];
  const all = await groups.listScheduledActions(realmOf(call), group === undefined ? undefined : text(group));
  if (all.kind === 'refused') return all;
  const wanted = all.actions
    // One that has happened and will not again is gone.
    .filter(({ schedule }) => schedule.next !== null)
    .filter(({ schedule }) => !names?.length || names.includes(schedule.name))
    .filter(({ schedule: { next } }) => next !== null && (from === undefined || next >= from) && (until === undefined || next <= until));
  const shown = page(call, 'DescribeScheduledActions', input, wanted, ({ schedule }) => schedule.id, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  return {
    ScheduledUpdateGroupActions: shown.items.map((one) => viewOf(call, one)),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

function viewOf(call: AwsCall, { schedule, groupName }: ScheduledAction): Structure {
  const { id, name: called, inputs, cron, timezone, end, next } = schedule;
  const [desired, min, max] = [inputs.number, inputs.min_size, inputs.max_size];
  const time = next ?? undefined;
  return {
    AutoScalingGroupName: groupName,
    ScheduledActionName: called,
    ScheduledActionARN: scheduledActionArn(call, id, groupName, called),
    ...(time !== undefined && { Time: time, StartTime: time }),
    ...(cron !== null && { Recurrence: cron, TimeZone: timezone }),
    ...(end !== null && { EndTime: end }),
    ...(typeof min === 'number' && { MinSize: min }),
    ...(typeof max === 'number' && { MaxSize: max }),
    ...(typeof desired === 'number' && { DesiredCapacity: desired }),
  };
}

export const deleteScheduledAction = changes({ AutoScalingGroupName: name, ScheduledActionName: name }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteScheduledAction(realmOf(call), text(input.AutoScalingGroupName), text(input.ScheduledActionName));
  return deleted.kind === 'refused' ? deleted : nothing;
});

export const batchDeleteScheduledAction = changes(
  { AutoScalingGroupName: name, ScheduledActionNames: { max: 50, items: name } },
  async ({ groups }, call, input) => {
    const group = text(input.AutoScalingGroupName);
    const found = await groups.showGroup(realmOf(call), group);
    if (found.kind === 'refused') return found;
    const failed: Structure[] = [];
    for (const called of texts(input.ScheduledActionNames) ?? []) {
      const deleted = await groups.deleteScheduledAction(realmOf(call), group, called);
      if (deleted.kind === 'refused') failed.push(failure(called, autoScalingFault(deleted.fault)));
    }
    return { FailedScheduledActions: failed };
  },
);
