import { z } from 'zod';
import { factOf, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';

const Message = z
  .object({
    node_id: z.string().min(1).optional(),
    physical_id: z.string().min(1).optional(),
    project_id: z.string().min(1).optional(),
    reason: z.string().max(200).default('somebody reported it'),
    gone: z.boolean().default(false),
    at: z.string().optional(),
  })
  .refine(({ node_id, physical_id }) => node_id !== undefined || physical_id !== undefined);

/** Our own form, for whatever else can tell that a node is ill. Without `gone` the node is looked at before anything is done. */
export const node: Reader = (message, { now }) => {
  const { data } = Message.safeParse(message);
  if (!data) return UNKNOWN;
  const { node_id: nodeId, physical_id: physicalId, project_id: project, reason, gone } = data;
  return factOf({
    source: 'node',
    ...(nodeId !== undefined && { nodeId }),
    ...(physicalId !== undefined && { physicalId }),
    ...(project !== undefined && { project }),
    reason,
    gone,
    certain: gone,
    at: data.at === undefined ? now : (momentOf(data.at) ?? now),
  });
};
