import { z } from 'zod';

/** A notification of an OpenStack service. */
const Notification = z.object({ event_type: z.string(), timestamp: z.string().optional(), payload: z.record(z.string(), z.unknown()) });
export type Notification = z.infer<typeof Notification>;

const Wrapped = z.object({ 'oslo.message': z.string() });
const Versioned = z.object({ 'nova_object.data': z.record(z.string(), z.unknown()) });

/** A notification out of its envelopes: the bus wraps it as text, and Nova wraps what it is about. Undefined for what is none. */
export function opened(message: unknown): Notification | undefined {
  const wrapped = Wrapped.safeParse(message).data?.['oslo.message'];
  const { data } = Notification.safeParse(wrapped === undefined ? message : parsed(wrapped));
  const inner = Versioned.safeParse(data?.payload).data?.['nova_object.data'];
  return data && inner ? { ...data, payload: inner } : data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
