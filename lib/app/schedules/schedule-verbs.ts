import type { App } from '../app.ts';
import { createSchedule } from './create-schedule.ts';
import { fireNow } from './fire-now.ts';
import { previewSchedule } from './preview-schedule.ts';
import type { Scheduling } from './scheduling.ts';
import { deleteSchedule, listSchedules, showSchedule } from './see-schedules.ts';
import { updateSchedule } from './update-schedule.ts';

export const scheduleVerbs = (app: App): Scheduling => ({
  createSchedule: createSchedule(app),
  previewSchedule: previewSchedule(app),
  listSchedules: listSchedules(app),
  showSchedule: showSchedule(app),
  updateSchedule: updateSchedule(app),
  deleteSchedule: deleteSchedule(app),
  fireSchedule: fireNow(app),
});
