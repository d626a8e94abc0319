import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';

const Message = z.object({
  time: z.string(),
  detail: z.object({
    taskArn: z.string().min(1),
    lastStatus: z.string(),
    stoppedReason: z.string().optional(),
    healthStatus: z.string().optional(),
  }),
});

const ENDING = ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED', 'DELETED'];

/** `ECS Task State Change`. A task that stops never comes back; an unhealthy one may. */
export const ecs: Reader = (message, { now }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  const { taskArn: physicalId, lastStatus, stoppedReason, healthStatus } = data.detail;
  const at = momentOf(data.time) ?? now;
  const because = stoppedReason ? `: ${stoppedReason}` : '';
  if (ENDING.includes(lastStatus))
    return factOf({ source: 'ecs', physicalId, reason: `its task is ${lastStatus}${because}`, gone: true, certain: true, at });
  if (healthStatus !== 'UNHEALTHY') return NOTHING;
  return factOf({ source: 'ecs', physicalId, reason: "its task's own health check fails", gone: false, certain: false, at });
};
