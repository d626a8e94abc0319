import type { Clustering } from '../../../app/clustering.ts';
import type { SeenSchedule } from '../../../app/schedules/scheduling.ts';
import type { Answer } from '../../../app/verb.ts';
import { MISSED_FIRES } from '../../../domain/schedule/schedule.ts';
import { ASKABLE } from '../ask.ts';
import { change, creation } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { freeForm } from '../fields/free-form.ts';
import { moment } from '../fields/moment.ts';
import { boolean, name, nonNegativeInteger, oneOf, text } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { filed } from '../verb.ts';
import { documentSchema, enveloped, listOf, time } from '../views/document-schema.ts';
import { scheduleSchema, scheduleView } from '../views/schedule.ts';
import { utc } from '../views/times.ts';
import { filedSchema } from './cluster-work.ts';

const since = v1(15);

const timing = {
  at: optional(moment, 'A moment to fire at, once; with `cron`, once more.'),
  cron: optional(
    text,
    'When to fire again and again: five fields, or six with the seconds first; `@daily`; `rate(5 minutes)`; `cron(...)` as in AWS.',
  ),
  timezone: optional(text, 'The IANA name of the zone whose clocks `cron` speaks of; UTC, if not given.'),
  start: optional(moment, 'Nothing fires before.'),
  end: optional(moment, 'Nothing fires after.'),
};
const manner = {
  paused: optional(boolean, 'Whether it rests.'),
  missed_fire: optional(oneOf(MISSED_FIRES), 'What becomes of times that nobody was there for; `fire_once`, if not given.'),
  tolerance: optional(nonNegativeInteger, 'Seconds that a time may be late, and waits for a busy target; 300, if not given.'),
};
const ACTION = 'What to ask for, under the name of the action that comes of it.';
const INPUTS = 'What the body of that request would say.';

const newSchedule = creation(
  'schedule',
  {
    name: required(name, 'Need not be unique.'),
    target: required(text, "A cluster's or a node's name, id or short id, whichever the action works on."),
    action: required(oneOf(ASKABLE), ACTION),
    inputs: optional(freeForm, INPUTS),
    ...timing,
    ...manner,
  },
  {
    name: 'up-in-the-morning',
    target: 'web',
    action: 'CLUSTER_RESIZE',
    inputs: { adjustment_type: 'EXACT_CAPACITY', number: 5 },
    cron: '0 8 * * MON-FRI',
    timezone: 'Europe/Berlin',
  },
);
const scheduleChange = change(
  'schedule',
  {
    name: optional(name, 'Another name.'),
    action: optional(oneOf(ASKABLE), ACTION),
    inputs: optional(freeForm, INPUTS),
    ...timing,
    ...manner,
  },
  { cron: '0 7 * * MON-FRI', timezone: 'Europe/Berlin' },
);
const preview = creation('schedule', timing, { cron: '30 2 * * *', timezone: 'Europe/Berlin' });

const LIST: ListShape = {
  filters: { name: { takes: 'many' }, action: { takes: 'many' }, target: { takes: 'many' } },
  sortKeys: ['name', 'action', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
};
const one = enveloped('schedule', scheduleSchema);
const shown = (answer: Answer<SeenSchedule>) => replied(answer, (seen) => ok({ schedule: scheduleView(seen) }));

export const scheduleRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/schedules',
    id: 'listSchedules',
    summary: 'List schedules, each with the next of its times only.',
    since,
    answer: { status: 200, schema: enveloped('schedules', listOf(scheduleSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listSchedules(caller, request), ({ schedules }) => ok({ schedules: schedules.map(scheduleView) })),
    ),
  },
  {
    method: 'POST',
    path: '/schedules',
    id: 'createSchedule',
    summary: 'Have something asked for at certain times. What would be refused then is refused now.',
    since,
    answer: { status: 201, schema: one },
    ...takes(newSchedule, async ({ caller }, { missed_fire: missedFire, ...request }) =>
      replied(await clustering.createSchedule(caller, { ...request, missedFire }), (seen) => created({ schedule: scheduleView(seen) })),
    ),
  },
  {
    method: 'POST',
    path: '/schedules/preview',
    id: 'previewSchedule',
    summary: 'Show the next ten times of what is not stored.',
    since,
    harmless: true,
    answer: { status: 200, schema: enveloped('schedule', documentSchema({ next_fire_times: listOf(time) })) },
    ...takes(preview, async ({ caller }, request) =>
      replied(await clustering.previewSchedule(caller, request), ({ times }) => ok({ schedule: { next_fire_times: times.map(utc) } })),
    ),
  },
  {
    method: 'GET',
    path: '/schedules/{schedule_id}',
    id: 'showSchedule',
    summary: 'Show a schedule with the next ten of its times.',
    since,
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showSchedule(asked.caller, param(asked)), (seen) => ({
        ...ok({ schedule: scheduleView(seen) }),
        version: seen.schedule.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/schedules/{schedule_id}',
    id: 'updateSchedule',
    summary: 'Change a schedule. Any of `at`, `cron`, `timezone`, `start` and `end` replaces all five.',
    since,
    answer: { status: 200, schema: one },
    ...takes(scheduleChange, async (asked, { missed_fire: missedFire, ...request }) =>
      shown(await clustering.updateSchedule(asked.caller, param(asked), { ...request, missedFire })),
    ),
  },
  {
    method: 'DELETE',
    path: '/schedules/{schedule_id}',
    id: 'deleteSchedule',
    summary: 'Delete a schedule. What it has asked for goes on.',
    since,
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteSchedule(asked.caller, param(asked)), () => nothing),
  },
  ...([true, false] as const).map(
    (paused): Route => ({
      method: 'POST',
      path: paused ? '/schedules/{schedule_id}/pause' : '/schedules/{schedule_id}/resume',
      id: paused ? 'pauseSchedule' : 'resumeSchedule',
      summary: paused ? 'Let a schedule rest. Times that pass meanwhile are not missed.' : 'Let a schedule go on, from now.',
      since,
      answer: { status: 200, schema: one },
      run: async (asked) => shown(await clustering.updateSchedule(asked.caller, param(asked), { paused })),
    }),
  ),
  {
    method: 'POST',
    path: '/schedules/{schedule_id}/fire',
    id: 'fireSchedule',
    summary: 'Ask for what a schedule asks for, now.',
    since,
    answer: { status: 202, schema: filedSchema, location: true },
    run: async (asked) => filed(await clustering.fireSchedule(asked.caller, param(asked))),
  },
];
