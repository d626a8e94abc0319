import type { App } from '../../lib/app/app.ts';
import type { Clustering } from '../../lib/app/clustering.ts';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { takesGrantsAlong } from '../../lib/app/grants/takes-grants-along.ts';
import { facts } from '../../lib/composition/ask.ts';
import { DISCHARGES } from '../../lib/composition/duties.ts';
import { after, type Instant, type Seconds, seconds } from '../../lib/domain/kernel/time.ts';
import { fakeCloud } from '../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';
import type { Nudge } from '../../lib/ports/nudges.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { T0 } from './documents.ts';
import { memoryApp } from './memory-app.ts';

/** The whole service without its edges, on a clock that stands still until it is told to go on: nudges wait in a list until somebody takes them. */
export class MemoryService {
  /** What was sent, and how long it was to take. */
  readonly sent: { readonly nudge: Nudge; readonly delay: Seconds }[] = [];
  readonly app: App;
  readonly cloud = fakeCloud();
  readonly verbs: Clustering;

  constructor(
    public now: Instant = T0,
    readonly store = new MemoryDocumentStore(),
  ) {
    const clock = { now: () => this.now };
    const driver = fakeDriver({ clock, cloud: this.cloud, signer: markSigner(['memory']) });
    this.app = memoryApp({
      store: takesGrantsAlong(this.store),
      drivers: () => driver,
      clock,
      nudges: { send: async (nudges, delay = seconds(0)) => void this.sent.push(...nudges.map((nudge) => ({ nudge, delay }))) },
    });
    this.verbs = clusteringVerbs(this.app, facts());
  }

  pass(some: number): void {
    this.now = after(this.now, seconds(some));
  }

  /** Delivers what was sent without delay, until there is no more; the rest is lost. */
  async settle(): Promise<void> {
    for (let letter = this.sent.shift(); letter; letter = this.sent.shift()) {
      if (letter.delay > 0) continue;
      const { nudge } = letter;
      if ('kind' in nudge) await DISCHARGES[nudge.kind]?.(this.app, nudge, nudge.part);
      else await this.app.nudges.send(await stepAction(this.app, nudge));
    }
  }
}
