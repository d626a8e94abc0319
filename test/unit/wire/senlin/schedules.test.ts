import { describe, expect, test } from '@jest/globals';
import type { CreateSchedule, UpdateSchedule } from '../../../../lib/app/schedules/scheduling.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { aSchedule } from '../../../support/a-schedule.ts';
import { idOf, T0 } from '../../../support/documents.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

const NOON = instant(Date.parse('2026-11-20T12:00:00Z'));
const schedule = aSchedule({ next: NOON, dueAt: NOON, fires: 2, lastFiredAt: T0, lastAction: idOf('action'), inputs: { b: 1, a: 2 } });
const seen = { kind: 'ok', schedule, times: [NOON] } as const;
const sent: (CreateSchedule | UpdateSchedule)[] = [];
const wire = wireWith({
  createSchedule: async (_, request) => {
    sent.push(request);
    return seen;
  },
  updateSchedule: async (_, __, request) => {
    sent.push(request);
    return seen;
  },
  previewSchedule: async () => ({ kind: 'ok', times: [NOON] }),
  listSchedules: async () => ({ kind: 'ok', schedules: [seen] }),
  showSchedule: async () => seen,
  deleteSchedule: async () => ({ kind: 'ok' }),
  fireSchedule: async () => ({ kind: 'ok', actionId: idOf('action') }),
});
const newest = { version: '1.15' };
const ask = async (method: string, url: string, json?: unknown) => {
  const { status, body } = await wire(asking(method, `/v1${url}`, json, newest));
  return { status, json: String(body) === '' ? undefined : JSON.parse(String(body)) };
};
const shown = {
  id: schedule.id,
  name: 'daily',
  project: schedule.project,
  user: 'u',
  action: 'CLUSTER_CHECK',
  target: idOf('cluster'),
  inputs: { a: 2, b: 1 },
  at: null,
  cron: '0 12 * * *',
  timezone: 'UTC',
  start: null,
  end: null,
  paused: false,
  missed_fire: 'fire_once',
  tolerance: 300,
  next_fire_times: ['2026-11-20T12:00:00Z'],
  last_fired_at: '2023-11-14T22:13:20Z',
  last_action_id: idOf('action'),
  fires: 2,
  misses: 0,
  last_error: null,
  created_at: '2023-11-14T22:13:20Z',
  updated_at: null,
};

describe('schedules', () => {
  test.each<[string, string, object | undefined, number, object | undefined]>([
    ['GET', '/schedules', undefined, 200, { schedules: [shown] }],
    ['GET', '/schedules/daily', undefined, 200, { schedule: shown }],
    ['POST', '/schedules/preview', { schedule: { cron: '@daily' } }, 200, { schedule: { next_fire_times: ['2026-11-20T12:00:00Z'] } }],
    ['POST', '/schedules/daily/pause', undefined, 200, { schedule: shown }],
    ['POST', '/schedules/daily/resume', undefined, 200, { schedule: shown }],
    ['POST', '/schedules/daily/fire', undefined, 202, { action: idOf('action') }],
    ['DELETE', '/schedules/daily', undefined, 204, undefined],
  ])('%s %s', async (method, url, json, status, answer) => {
    expect(await ask(method, url, json)).toEqual({ status, json: answer });
    expect((await wire(asking(method, `/v1${url}`, json, { version: '1.14' }))).status).toBe(400);
  });

  test('times are read to the second, wherever they are told', async () => {
    const times = { at: '2026-11-20T13:00:00.9+01:00', start: '2026-11-20T12:00:00Z', end: '2026-11-20T06:30:00-05:30' };
    const asked = {
      name: 'n',
      target: 'web',
      action: 'CLUSTER_SCALE_IN',
      inputs: { count: 1 },
      missed_fire: 'skip',
      tolerance: 90,
      ...times,
    };
    expect(await ask('POST', '/schedules', { schedule: asked })).toEqual({ status: 201, json: { schedule: shown } });
    const { missed_fire: missedFire, ...rest } = asked;
    expect(sent.at(-1)).toEqual({ ...rest, missedFire, at: NOON, start: NOON, end: NOON });
  });

  test.each([
    [{ at: 'tomorrow' }, "The value for 'at' must be a time with its offset"],
    [{ at: '2026-02-30T00:00:00Z' }, "The value for 'at' must be a time with its offset"],
    [{ at: '2026-11-20T12:00:00' }, "The value for 'at' must be a time with its offset"],
    [{ at: 1_700_000_000 }, "The value for 'at' must be a time with its offset"],
    [{ end: '2026-11-20' }, "The value for 'end' must be a time with its offset"],
    [{ action: 'NODE_JOIN' }, "Value 'NODE_JOIN' is not acceptable for field 'action'."],
    [{ action: 'CLUSTER_CREATE' }, "Value 'CLUSTER_CREATE' is not acceptable for field 'action'."],
    [{ missed_fire: 'perhaps' }, "Value 'perhaps' is not acceptable for field 'missed_fire'."],
    [{ tolerance: -1 }, "Value must be >= 0 for field 'tolerance'."],
    [{ cron: ['0 0 * * *'] }, 'A string is required in field cron'],
    [{ inputs: [] }, "[] is not of type 'object'"],
    [{ project: 'other' }, "Additional properties are not allowed ('project' was unexpected)"],
    [{ next_fire_times: [] }, "Additional properties are not allowed ('next_fire_times' was unexpected)"],
    [{ name: 'a b' }, 'illegal characters'],
  ])('what cannot be read is refused, and the field named: %j', async (wrong, message) => {
    const asked = { name: 'n', target: 'web', action: 'CLUSTER_CHECK', ...wrong };
    expect(await ask('POST', '/schedules', { schedule: asked })).toMatchObject({
      status: 400,
      json: { error: { message: expect.stringContaining(message) } },
    });
  });
});
