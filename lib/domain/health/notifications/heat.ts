import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';
import { opened } from './oslo.ts';

const Stack = z.object({
  tenant_id: z.string().optional(),
  stack_identity: z.string(),
  tags: z.union([z.array(z.string()), z.string().transform((text) => text.split(','))]).nullish(),
});

/** `orchestration.stack.delete.end`. Our marks are among the stack's tags: `cluster_node_id=...`. */
export const heat: Reader = (message, { now }) => {
  const notification = opened(message);
  const [, about] = /^orchestration\.stack\.(.+)$/.exec(notification?.event_type ?? '') ?? [];
  const { data } = Stack.safeParse(notification?.payload);
  if (!notification || about === undefined || !data) return UNKNOWN;
  if (about !== 'delete.end') return NOTHING;
  const mark = (data.tags ?? []).map((tag) => tag.trim()).find((tag) => tag.startsWith('cluster_node_id='));
  const physicalId = data.stack_identity.split('/').at(-1) ?? data.stack_identity;
  return factOf({
    source: 'heat',
    ...(data.tenant_id !== undefined && { project: data.tenant_id }),
    ...(mark !== undefined && { nodeId: mark.slice('cluster_node_id='.length) }),
    physicalId,
    reason: 'its stack was deleted',
    gone: true,
    certain: true,
    at: momentOf(notification.timestamp ?? '') ?? now,
  });
};
