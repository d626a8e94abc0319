import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';

const Metric = z.object({ metric: z.object({ dimensions: z.record(z.string(), z.string()).default({}) }) });
const Message = z.object({
  time: z.string(),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({ value: z.string(), reason: z.string().default(''), timestamp: z.string().optional() }),
    configuration: z.object({ metrics: z.array(z.object({ metricStat: Metric.optional() })).default([]) }).default({ metrics: [] }),
  }),
});

/** The dimensions that name one resource: an instance, or a task. */
const NAMES = ['InstanceId', 'TaskId', 'TaskArn'];

/** `CloudWatch Alarm State Change` of an alarm on one resource. It says that a line was crossed, not that the resource is dead: it is looked at first. */
export const cloudwatch: Reader = (message, { now }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  const { alarmName, state, configuration } = data.detail;
  if (state.value !== 'ALARM') return NOTHING;
  const dimensions = configuration.metrics.map(({ metricStat }) => metricStat?.metric.dimensions ?? {});
  const named = new Set(dimensions.flatMap((each) => NAMES.flatMap((name) => each[name] ?? [])));
  const [physicalId, ...others] = named;
  if (physicalId === undefined || others.length > 0) return UNKNOWN;
  const at = momentOf(state.timestamp ?? data.time) ?? momentOf(data.time) ?? now;
  return factOf({ source: 'cloudwatch', physicalId, reason: `the alarm ${alarmName} was raised`, gone: false, certain: false, at });
};
