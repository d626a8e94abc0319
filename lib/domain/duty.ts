/**
 * Documents other than actions that have an alarm: at `dueAt` somebody looks at them and does what is due. Which queue brings each kind to its worker:
 * `health` probes, `delivery` talks to the outside and may take long, `duty` is quick and only touches the table.
 */
export const DUTIES = {
  watch: 'health',
  schedule: 'duty',
  receiver: 'duty',
  journal: 'duty',
  metricAlarm: 'duty',
  meter: 'duty',
  subscription: 'delivery',
  execution: 'delivery',
  refresh: 'duty',
} as const;
export type Duty = keyof typeof DUTIES;

export const DUTY_QUEUES = ['health', 'duty', 'delivery'] as const;
export type DutyQueue = (typeof DUTY_QUEUES)[number];

export const isDuty = (kind: string): kind is Duty => Object.hasOwn(DUTIES, kind);
