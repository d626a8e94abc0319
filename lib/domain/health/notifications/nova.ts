import { z } from 'zod';
import { factOf, NOTHING, type Reader, UNKNOWN } from './fact.ts';
import { momentOf } from './moment.ts';
import { opened } from './oslo.ts';

/** What both forms of Nova's notifications have, once the envelope of the versioned one is off. */
const Instance = z.object({
  uuid: z.string().optional(),
  instance_id: z.string().optional(),
  tenant_id: z.string().optional(),
  state: z.string().nullish(),
  // Unversioned notifications have an empty list where there are none.
  metadata: z.union([z.record(z.string(), z.string()), z.array(z.unknown()).transform(() => ({}) as Record<string, string>)]).default({}),
});

const REASONS: Readonly<Record<string, readonly [reason: string, gone: boolean]>> = {
  'delete.end': ['its server was deleted', true],
  'soft_delete.end': ['its server was deleted', true],
  'shutdown.end': ['its server was shut down', false],
  'power_off.end': ['its server was powered off', false],
  'pause.end': ['its server was paused', false],
  'rebuild.error': ['the rebuild of its server failed', false],
};
const BAD_STATES: Readonly<Record<string, string>> = { error: 'its server is in ERROR', deleted: 'its server was deleted' };

/** Versioned (`instance.delete.end` around `nova_object.data`) and unversioned (`compute.instance.delete.end`). Our marks are in the server's metadata. */
export const nova: Reader = (message, { now }) => {
  const notification = opened(message);
  const [, about] = /^(?:compute\.)?instance\.(.+)$/.exec(notification?.event_type ?? '') ?? [];
  if (!notification || about === undefined) return UNKNOWN;
  const { data } = Instance.safeParse(notification.payload);
  const physicalId = data?.uuid ?? data?.instance_id;
  if (!data || physicalId === undefined) return UNKNOWN;

  const state = about === 'update' ? BAD_STATES[data.state ?? ''] : undefined;
  const [reason, gone] = (Object.hasOwn(REASONS, about) ? REASONS[about] : undefined) ?? [state, data.state === 'deleted'];
  if (reason === undefined) return NOTHING;
  const nodeId = data.metadata.cluster_node_id;
  return factOf({
    source: 'nova',
    ...(data.tenant_id !== undefined && { project: data.tenant_id }),
    ...(nodeId !== undefined && { nodeId }),
    physicalId,
    reason,
    gone,
    certain: true,
    at: momentOf(notification.timestamp ?? '') ?? now,
  });
};
