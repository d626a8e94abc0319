import type { SeenSchedule } from '../../../app/schedules/scheduling.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { MISSED_FIRES } from '../../../domain/schedule/schedule.ts';
import { boolean, documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

export const scheduleView = ({ schedule, times }: SeenSchedule): JsonObject => ({
  action: schedule.action,
  at: utcOrNull(schedule.at),
  created_at: utc(schedule.createdAt),
  cron: schedule.cron,
  end: utcOrNull(schedule.end),
  fires: schedule.fires,
  id: schedule.id,
  inputs: inOrder(schedule.inputs),
  last_action_id: schedule.lastAction,
  last_error: schedule.lastError,
  last_fired_at: utcOrNull(schedule.lastFiredAt),
  missed_fire: schedule.missedFire,
  misses: schedule.misses,
  name: schedule.name,
  next_fire_times: times.map(utc),
  paused: schedule.paused,
  project: schedule.project,
  start: utcOrNull(schedule.start),
  target: schedule.target,
  timezone: schedule.timezone,
  tolerance: schedule.tolerance,
  updated_at: utcOrNull(schedule.updatedAt),
  user: schedule.user,
});

export const scheduleSchema: JsonObject = documentSchema({
  action: string,
  at: maybe(time),
  created_at: time,
  cron: maybe(string),
  end: maybe(time),
  fires: integer,
  id: uuid,
  inputs: map,
  last_action_id: maybe(uuid),
  last_error: maybe(string),
  last_fired_at: maybe(time),
  missed_fire: oneOf(MISSED_FIRES),
  misses: integer,
  name: string,
  next_fire_times: listOf(time),
  paused: boolean,
  project: string,
  start: maybe(time),
  target: uuid,
  timezone: string,
  tolerance: integer,
  updated_at: maybe(time),
  user: string,
});
