import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';

const Message = z.object({ time: z.string(), detail: z.object({ 'instance-id': z.string().min(1), state: z.string() }) });

const STATES: Readonly<Record<string, readonly [reason: string, gone: boolean]>> = {
  'shutting-down': ['its instance is being terminated', true],
  terminated: ['its instance was terminated', true],
  stopping: ['its instance is being stopped', false],
  stopped: ['its instance was stopped', false],
};

/** `EC2 Instance State-change Notification`, which names the instance and nothing else. */
export const ec2: Reader = (message, { now }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  const { state, 'instance-id': physicalId } = data.detail;
  const [reason, gone] = Object.hasOwn(STATES, state) ? (STATES[state] ?? []) : [];
  if (reason === undefined || gone === undefined) return NOTHING;
  return factOf({ source: 'ec2', physicalId, reason, gone, certain: true, at: momentOf(data.time) ?? now });
};
