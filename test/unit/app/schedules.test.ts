import { beforeEach, describe, expect, test } from '@jest/globals';
import { fireSchedule } from '../../../lib/app/schedules/fire-schedule.ts';
import type { CreateSchedule } from '../../../lib/app/schedules/scheduling.ts';
import { isOpen } from '../../../lib/domain/action/action.ts';
import { type Instant, instant } from '../../../lib/domain/kernel/time.ts';
import type { Schedule } from '../../../lib/domain/schedule/schedule.ts';
import { demo } from '../../../lib/simulator/tenants.ts';
import { aProfile, PROJECT } from '../../support/documents.ts';
import { MemoryService } from '../../support/memory-service.ts';

const at = (iso: string): Instant => instant(Date.parse(`2026-11-20T${iso}Z`));

let service: MemoryService;
beforeEach(async () => {
  service = new MemoryService(at('11:00'));
  await service.store.commit([{ put: 'profile', doc: aProfile() }]);
  await service.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 1 });
  await service.verbs.createNode(demo, { name: 'lone', profile: 'small' });
  await service.settle();
  service.now = at('11:59:30');
});

const hourly: CreateSchedule = { name: 'hourly', target: 'web', action: 'CLUSTER_SCALE_OUT', inputs: { count: 1 }, cron: '0 * * * *' };
async function made(request: Partial<CreateSchedule> = {}): Promise<Schedule> {
  const answer = await service.verbs.createSchedule(demo, { ...hourly, ...request });
  if (answer.kind === 'refused') throw new Error(answer.fault.message);
  return answer.schedule;
}
const stored = async ({ id }: Schedule) => service.store.get('schedule', { project: PROJECT, id });
const filed = ({ id }: Schedule) => service.store.everything('action').filter(({ origin }) => origin?.id === id);
const size = () => service.store.everything('cluster')[0]?.desiredCapacity;
const events = () => service.store.everything('event').filter(({ level }) => level === 'WARN');

describe('a schedule that is made', () => {
  test('shows its next times, and is told on its second when that is near', async () => {
    const answer = await service.verbs.createSchedule(demo, hourly);
    expect(answer).toMatchObject({
      kind: 'ok',
      schedule: { next: at('12:00'), dueAt: at('12:00'), timezone: 'UTC', missedFire: 'fire_once', tolerance: 300 },
    });
    expect(answer.kind === 'ok' && answer.times).toHaveLength(10);
    expect(service.sent).toEqual([{ nudge: { project: PROJECT, id: expect.any(String), kind: 'schedule', queue: 'duty' }, delay: 30 }]);
  });

  test('is not told when that is far', async () => {
    await made({ cron: '0 0 * * *' });
    expect(service.sent).toEqual([]);
  });

  test.each<[string, Partial<CreateSchedule>, string]>([
    ['a time', { cron: '61 * * * *' }, "The value for 'cron' cannot be read: Invalid value for minute: 61."],
    ['a zone', { timezone: '../../etc/localtime' }, "The value for 'timezone' is not the name of a time zone"],
    ['how often', { cron: '* * * * * *' }, "The value for 'cron' comes true more often than every 60 seconds"],
    ['a tolerance', { tolerance: 59 }, "The value for 'tolerance' must be between 60 and 86400 seconds."],
    ['a target', { target: 'nobody' }, "The specified cluster 'nobody' could not be found."],
    ['the other kind of target', { target: 'lone' }, "The specified cluster 'lone' could not be found."],
    ['inputs', { inputs: { count: -2 } }, "Value must be >= 0 for field 'count'."],
    ['what could never be', { action: 'CLUSTER_RESIZE', inputs: { adjustment_type: 'EXACT_CAPACITY', number: 5_000 } }, '5000'],
    ['an action nobody may ask for', { action: 'NODE_JOIN', target: 'lone' }, 'NODE_JOIN'],
  ])('%s that makes no sense is refused', async (_, request, message) => {
    const answer = await service.verbs.createSchedule(demo, { ...hourly, ...request });
    expect(answer).toMatchObject({ kind: 'refused', fault: { kind: 'permanent', message: expect.stringContaining(message) } });
    expect(service.store.everything('schedule')).toEqual([]);
  });

  test('for a target that is busy just now is no reason to refuse', async () => {
    await service.verbs.scaleOut(demo, 'web', { count: 1 });
    await made();
  });

  test('is no reader’s to make', async () => {
    expect(await service.verbs.createSchedule({ ...demo, canWrite: false }, hourly)).toMatchObject({ fault: { code: 'forbidden' } });
    expect(await service.verbs.previewSchedule({ ...demo, canWrite: false }, { cron: '@daily' })).toMatchObject({ kind: 'ok' });
  });
});

describe('when it is time', () => {
  test('the action is filed, in the name of the owner, and says why', async () => {
    const schedule = await made();
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(filed(schedule)).toMatchObject([
      {
        action: 'CLUSTER_SCALE_OUT',
        user: 'u',
        inputs: { count: 1 },
        origin: { by: 'schedule', reason: "Schedule 'hourly', for 2026-11-20T12:00:00Z." },
      },
    ]);
    expect(await stored(schedule)).toMatchObject({
      fires: 1,
      misses: 0,
      lastAction: filed(schedule)[0]?.id,
      lastFiredAt: at('12:00'),
      next: at('13:00'),
    });
    await service.settle();
    expect(size()).toBe(2);
  });

  test('and only once, whoever comes, however often, early or late', async () => {
    const schedule = await made();
    for (const now of ['11:59:58', '12:00', '12:00', '12:00:01', '12:30', '12:59:59']) {
      service.now = at(now);
      await Promise.all([fireSchedule(service.app, schedule), fireSchedule(service.app, schedule), fireSchedule(service.app, schedule)]);
      await service.settle();
    }
    expect(filed(schedule)).toHaveLength(1);
    expect(await stored(schedule)).toMatchObject({ fires: 1, misses: 0 });
  });

  test('doubled messages beget no more', async () => {
    const schedule = await made({ cron: '* * * * *' });
    service.sent.length = 0;
    service.now = at('12:00');
    await Promise.all(Array.from({ length: 5 }, () => fireSchedule(service.app, schedule)));
    for (let i = 0; i < 5; i++) await fireSchedule(service.app, schedule);
    expect(service.sent.filter(({ nudge }) => 'kind' in nudge)).toHaveLength(1);
  });

  test('a message a little early comes again', async () => {
    const schedule = await made();
    service.sent.length = 0;
    service.now = at('11:59:57');
    await fireSchedule(service.app, schedule);
    expect(service.sent).toMatchObject([{ delay: 3 }]);
  });

  test('a busy target is waited for', async () => {
    const schedule = await made();
    await service.verbs.checkCluster(demo, 'web', { params: {} });
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(filed(schedule)).toEqual([]);
    expect(await stored(schedule)).toMatchObject({
      fires: 0,
      misses: 0,
      dueAt: at('12:00:15'),
      lastError: expect.stringContaining('locked'),
    });
    await service.settle();
    service.now = at('12:00:15');
    await fireSchedule(service.app, schedule);
    expect(filed(schedule)).toHaveLength(1);
    expect(await stored(schedule)).toMatchObject({ fires: 1, misses: 0, lastError: null, waiting: null, next: at('13:00') });
  });

  test('but not for ever, and that is told', async () => {
    const schedule = await made();
    await service.verbs.checkCluster(demo, 'web', { params: {} });
    for (service.now = at('12:00'); service.now < at('12:06'); service.pass(15)) await fireSchedule(service.app, schedule);
    expect(await stored(schedule)).toMatchObject({ fires: 0, misses: 1, dueAt: at('13:00'), lastError: expect.stringContaining('locked') });
    expect(events()).toMatchObject([
      {
        action: 'CLUSTER_SCALE_OUT',
        objectName: 'web',
        statusReason: expect.stringMatching(/^Schedule 'hourly' missed 2026-11-20T12:00:00Z: .*locked\.$/),
      },
    ]);
  });

  test('what is refused then is missed, and told', async () => {
    const schedule = await made({ action: 'CLUSTER_RESIZE', inputs: { adjustment_type: 'EXACT_CAPACITY', number: 3 } });
    await service.verbs.resizeCluster(demo, 'web', { maxSize: 2, strict: true });
    await service.settle();
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(await stored(schedule)).toMatchObject({
      fires: 0,
      misses: 1,
      next: at('13:00'),
      lastError: expect.stringContaining('max_size'),
    });
    expect(events()).toHaveLength(1);
  });

  test('nobody there for hours: one fire makes up for all, and the others are counted', async () => {
    const schedule = await made();
    service.now = at('15:20');
    await fireSchedule(service.app, schedule);
    await service.settle();
    expect(filed(schedule)).toMatchObject([{ origin: { reason: expect.stringContaining('15:00:00Z') } }]);
    expect(await stored(schedule)).toMatchObject({ fires: 1, misses: 3, next: at('16:00') });
  });

  test('or none does', async () => {
    const schedule = await made({ missedFire: 'skip' });
    service.now = at('15:20');
    await fireSchedule(service.app, schedule);
    expect(await stored(schedule)).toMatchObject({ fires: 0, misses: 4, next: at('16:00') });
    expect(events()).toMatchObject([
      {
        type: 'schedule-missed',
        sequence: expect.any(Number),
        statusReason: "Schedule 'hourly' missed 4 of its times, the last 2026-11-20T15:00:00Z.",
      },
    ]);
  });

  test('or all do, one after the other', async () => {
    const schedule = await made({ missedFire: 'fire_all' });
    service.now = at('15:20');
    for (let i = 0; i < 8; i++) {
      await fireSchedule(service.app, schedule);
      await service.settle();
      service.pass(15);
    }
    expect(filed(schedule).map(({ origin }) => origin?.reason.slice(-21))).toEqual([
      '2026-11-20T12:00:00Z.',
      '2026-11-20T13:00:00Z.',
      '2026-11-20T14:00:00Z.',
      '2026-11-20T15:00:00Z.',
    ]);
    expect(size()).toBe(5);
  });

  test('what happens once is over then, and stays to be seen', async () => {
    const schedule = await made({ cron: undefined, at: at('12:00') });
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(await stored(schedule)).toMatchObject({ fires: 1, next: null, dueAt: null });
    expect(await service.verbs.showSchedule(demo, 'hourly')).toMatchObject({ kind: 'ok', times: [] });
  });

  test('a node can be asked, too', async () => {
    const schedule = await made({ target: 'lone', action: 'NODE_OPERATION', inputs: { operation: 'reboot' } });
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(filed(schedule)).toMatchObject([{ action: 'NODE_OPERATION' }]);
  });
});

describe('its life', () => {
  test('paused, it rests; resumed, it goes on from then', async () => {
    const schedule = await made();
    await service.verbs.updateSchedule(demo, 'hourly', { paused: true });
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(filed(schedule)).toEqual([]);
    service.now = at('13:30');
    expect(await service.verbs.updateSchedule(demo, 'hourly', { paused: false })).toMatchObject({
      schedule: { next: at('14:00'), misses: 0 },
    });
  });

  test('fired by hand, also while it rests, nothing else about it changes', async () => {
    const schedule = await made({ paused: true });
    const answer = await service.verbs.fireSchedule(demo, 'hourly');
    expect(answer).toMatchObject({ kind: 'ok' });
    expect(filed(schedule)).toMatchObject([{ origin: { reason: "Schedule 'hourly', fired by hand." } }]);
    expect(await stored(schedule)).toMatchObject({ fires: 1, paused: true, next: null, lastAction: filed(schedule)[0]?.id });
    expect(await service.verbs.fireSchedule(demo, 'hourly')).toMatchObject({ kind: 'refused' });
  });

  test('its times change all at once, and a name alone changes none', async () => {
    const schedule = await made({ end: at('23:00') });
    expect(await service.verbs.updateSchedule(demo, 'hourly', { name: 'often' })).toMatchObject({
      schedule: { name: 'often', next: at('12:00'), end: at('23:00') },
    });
    expect(await service.verbs.updateSchedule(demo, 'often', { cron: '30 * * * *' })).toMatchObject({
      schedule: { next: at('12:30'), end: null },
    });
    expect(await service.verbs.updateSchedule(demo, 'often', { cron: '0 0 30 2 *' })).toMatchObject({
      fault: { code: 'schedule.invalid' },
    });
    expect(await service.verbs.updateSchedule(demo, 'often', { inputs: { count: 0 } })).toMatchObject({
      fault: { code: 'request.malformed' },
    });
    expect(await service.verbs.updateSchedule(demo, 'often', { action: 'NODE_CHECK' })).toMatchObject({
      fault: { code: 'schedule.invalid' },
    });
    expect(await stored(schedule)).toMatchObject({ name: 'often', cron: '30 * * * *', inputs: { count: 1 } });
  });

  test('ends with its target, for whoever looks and for the bells', async () => {
    const [one, other] = [await made(), await made({ name: 'other' })];
    await service.verbs.deleteCluster(demo, 'web', { force: false });
    await service.settle();
    expect(service.store.everything('cluster')).toEqual([]);
    expect(await service.verbs.showSchedule(demo, 'hourly')).toMatchObject({ fault: { code: 'schedule.not-found' } });
    expect(await stored(one)).toBeUndefined();
    service.now = at('12:00');
    await fireSchedule(service.app, other);
    expect(await stored(other)).toBeUndefined();
    expect(await service.verbs.listSchedules(demo, { sort: [], filters: {}, globalProject: false })).toEqual({ kind: 'ok', schedules: [] });
  });

  test('deleted, it fires no more', async () => {
    const schedule = await made();
    expect(await service.verbs.deleteSchedule(demo, 'hourly')).toEqual({ kind: 'ok' });
    service.now = at('12:00');
    await fireSchedule(service.app, schedule);
    expect(service.store.everything('action').some(isOpen)).toBe(false);
  });

  test('is its project’s alone', async () => {
    const schedule = await made();
    const stranger = { ...demo, projectId: 'other' };
    for (const text of ['hourly', schedule.id]) {
      expect(await service.verbs.showSchedule(stranger, text)).toMatchObject({ fault: { code: 'schedule.not-found' } });
      expect(await service.verbs.updateSchedule(stranger, text, { paused: true })).toMatchObject({ fault: { code: 'schedule.not-found' } });
      expect(await service.verbs.fireSchedule(stranger, text)).toMatchObject({ fault: { code: 'schedule.not-found' } });
      expect(await service.verbs.deleteSchedule(stranger, text)).toMatchObject({ fault: { code: 'schedule.not-found' } });
    }
    expect(await service.verbs.createSchedule(stranger, hourly)).toMatchObject({ fault: { code: 'reference.not-found' } });
  });
});
