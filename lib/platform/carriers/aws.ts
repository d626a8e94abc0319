import { SEND_TIMEOUT } from '../../domain/subscription/delivery.ts';
import type { Carried, Parcel } from '../../ports/carrier.ts';

export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/** What goes beside the body, for whoever sorts without reading it. */
export const attributesOf = ({ id, subscriptionId, event }: Parcel) => ({
  delivery: { DataType: 'String', StringValue: id },
  subscription: { DataType: 'String', StringValue: subscriptionId },
  type: { DataType: 'String', StringValue: event.type ?? 'none' },
});

/** One request to AWS as a try: what it says is a code, never what was sent. */
export async function inTime(request: (signal: AbortSignal) => Promise<unknown>): Promise<Carried> {
  try {
    const reason = await request(AbortSignal.timeout(SEND_TIMEOUT * 1_000));
    return typeof reason === 'string' ? { reason } : 'delivered';
  } catch (error) {
    return { reason: `It was not taken: ${error instanceof Error ? error.name : 'unknown'}.` };
  }
}
