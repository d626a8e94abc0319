import type { AnnounceTarget } from '../../domain/action/call.ts';
import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { arnOf } from '../../domain/subscription/targets.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { Service } from '../../ports/services.ts';

type Routes = {
  /** Where the operator has what is meant for an ARN go. */
  readonly instead: (arn: string) => AnnounceTarget | undefined;
  readonly announce: Service<'announce'>;
  readonly shape: (of: Positioned) => JsonObject;
};

/** A carrier to an ARN that looks first whether the operator leads it elsewhere. */
export const rerouting =
  <T extends 'sqs' | 'sns'>({ instead, announce, shape }: Routes, carrier: Carrier<T>): Carrier<T> =>
  async (target, parcel) => {
    const to = instead(arnOf(target));
    if (!to) return carrier(target, parcel);
    const outcome = await announce({ to: 'announce', token: parcel.id, target: to, message: parcel.letter?.body ?? shape(parcel) });
    if (outcome.kind === 'ok') return 'delivered';
    return { reason: outcome.kind === 'fault' ? outcome.fault.message : 'It was not taken.' };
  };
