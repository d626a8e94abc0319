import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';

/** An alarm action of Aodh. Of an alarm on an event, the event comes along with its traits: name, type and value. */
const Message = z.object({
  alarm_name: z.string().default('an alarm'),
  current: z.string(),
  reason: z.string().default(''),
  reason_data: z
    .object({
      event: z
        .object({
          event_type: z.string().optional(),
          generated: z.string().optional(),
          traits: z.array(z.tuple([z.string(), z.unknown(), z.unknown()]).rest(z.unknown())).default([]),
        })
        .optional(),
    })
    .loose()
    .default({}),
});

const NAMES = ['instance_id', 'resource_id'];

/** An alarm says that something crossed a line, not that it is dead: the node is looked at first. Which node it is, the alarm's event says, or its URL. */
export const aodh: Reader = (message, { now, nodeId }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  if (data.current !== 'alarm') return NOTHING;
  const { event } = data.reason_data;
  const trait = (name: string): string | undefined => {
    const value = event?.traits.find(([each]) => each === name)?.[2];
    return typeof value === 'string' ? value : undefined;
  };
  const physicalId = NAMES.map(trait).find((value) => value !== undefined);
  if (physicalId === undefined && nodeId === undefined) return UNKNOWN;
  const project = trait('tenant_id') ?? trait('project_id');
  return factOf({
    source: 'aodh',
    ...(project !== undefined && { project }),
    ...(nodeId !== undefined && { nodeId }),
    ...(physicalId !== undefined && { physicalId }),
    reason: `the alarm ${data.alarm_name} was raised${data.reason === '' ? '' : `: ${data.reason}`}`,
    gone: false,
    certain: event !== undefined,
    at: momentOf(event?.generated ?? '') ?? now,
  });
};
