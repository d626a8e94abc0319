import { describe, expect, test } from '@jest/globals';
import { tell } from '../../lib/domain/event/news.ts';
import type { Target } from '../../lib/domain/subscription/subscription.ts';
import type { Carried, Parcel } from '../../lib/ports/carrier.ts';
import { aCluster, idOf, T0 } from '../support/documents.ts';

/** A parcel with one event of a cluster. */
export function aParcel(): Parcel {
  const news = { type: 'action-started', level: 'INFO', action: 'CLUSTER_CHECK', status: 'start', reason: 'why' } as const;
  const { write } = tell(aCluster(), news, T0);
  if (!('put' in write) || write.put !== 'event') throw new Error('nothing was told');
  return { position: 7, event: write.doc, id: idOf('delivery'), subscriptionId: idOf('subscription'), secret: 'sixteen letters, or more' };
}

export type Backend = {
  readonly carry: (parcel: Parcel) => Promise<Carried>;
  /** What arrived: the body, and the name of the delivery that came with it, where there is a place for it. */
  readonly arrived: () => Promise<readonly { readonly body: string; readonly delivery?: string | undefined }[]>;
  /** The same, to something that is not there. */
  readonly carryNowhere: (parcel: Parcel) => Promise<Carried>;
};

/** What everything that brings events somewhere promises. */
export function describeCarrier(type: Target['type'], backend: () => Backend): void {
  describe(`events brought to ${type}`, () => {
    test('arrive, each under the name of its delivery', async () => {
      const parcel = aParcel();
      expect(await backend().carry(parcel)).toBe('delivered');
      const [arrived] = await backend().arrived();
      expect(JSON.parse(arrived?.body ?? '{}')).toMatchObject({ position: 7, id: parcel.event.id, otype: 'CLUSTER', sequence: 1 });
      if (type !== 'eventbridge') expect(arrived?.delivery).toBe(parcel.id);
      expect(JSON.stringify(arrived)).not.toContain(parcel.secret);
    });

    test('where nobody takes them, say so and nothing of the secret', async () => {
      const answer = await backend().carryNowhere(aParcel());
      expect(answer).toEqual({ reason: expect.stringMatching(/./) });
      expect(JSON.stringify(answer)).not.toContain('sixteen letters');
    });
  });
}
