import { z } from 'zod';
import { instant } from '../../kernel/time.ts';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';

/** An event of a Docker engine, as `GET /events` sends them. */
const Message = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string().min(1), Attributes: z.record(z.string(), z.string()).default({}) }),
  time: z.number().optional(),
  timeNano: z.number().optional(),
});

const REASONS: Readonly<Record<string, string>> = {
  die: 'its container ended',
  oom: 'its container ran out of memory',
  kill: 'its container was sent a signal',
  destroy: 'its container was removed',
  'health_status: unhealthy': "its container's own health check fails",
};

/**
 * Only a removal is final: what ended may have a restart policy, a signal need not kill, and a health check may recover.
 * Whose container it is, its labels say; they come with every event of it.
 */
export const docker: Reader = (message, { now }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  const { Type: type, Action: action, Actor: actor } = data;
  const reason = type === 'container' && Object.hasOwn(REASONS, action) ? REASONS[action] : undefined;
  if (reason === undefined) return NOTHING;
  const { Attributes: labels } = actor;
  const { 'coppice.installation': installation, 'coppice.project': project, 'coppice.node': nodeId } = labels;
  // Somebody else's container is no news.
  if (installation === undefined || nodeId === undefined) return NOTHING;
  const code = action === 'die' && labels.exitCode !== undefined ? ` with exit code ${labels.exitCode}` : '';
  const at =
    data.timeNano !== undefined ? instant(Math.floor(data.timeNano / 1e6)) : data.time === undefined ? now : instant(data.time * 1000);
  return factOf({
    source: 'docker',
    ...(project !== undefined && { project }),
    nodeId,
    physicalId: actor.ID,
    installation,
    reason: reason + code,
    gone: action === 'destroy',
    certain: action === 'destroy',
    at,
  });
};
