import type { Write } from '../domain/documents.ts';
import type { Limits } from '../domain/quota/limits.ts';
import type { PriceList } from '../domain/quota/price.ts';
import type { FakeCloud } from '../drivers/fake/cloud.ts';
import type { Archive } from '../ports/archive.ts';
import type { Driver } from '../ports/driver.ts';
import type { MemoryDocumentStore } from '../store/memory/document-store.ts';
import type { FaultId } from './faults.ts';
import type { World } from './world.ts';

/** What a world is like. */
export type Facts = {
  readonly seed?: number;
  /** How many questions chance answers, before all is calm. */
  readonly draws?: number;
  /** How far time goes at once in calm, in seconds. A quarter of a minute, if not said. */
  readonly stride?: number;
  /** What may go wrong; absent: everything that the rest of the facts allow. */
  readonly faults?: ReadonlySet<FaultId>;
  /** Strokes that are let off. */
  readonly spared?: ReadonlySet<string>;
  /** Whether there is to be a log: it takes a third of the time. */
  readonly trace?: boolean;
  /** All is calm until there are a cluster of so many (`true`: three) and two nodes by themselves: what most requests are about. */
  readonly grown?: boolean | number;
  /** And all that lies between a node and service has been put around that cluster. */
  readonly guarded?: boolean;
  /** And there are two groups of AWS's clients. */
  readonly grouped?: boolean;
  /** No message is delivered before the alarm of the action it is about has rung. */
  readonly deaf?: boolean;
  /** Requests whose clients gave up may take effect at any time after, and the sweep runs whenever it likes. */
  readonly late?: boolean;
  /** Events are numbered and told: to the bus, and to whoever subscribes. */
  readonly told?: boolean;
  /** What is old goes, after the archive has it; what clusters and nodes were last is archived, too. */
  readonly archived?: boolean;
  /** Resources vanish behind everybody's back, other than by a deed. */
  readonly lossy?: boolean;
  /** Some clusters are watched over, and are given the time to heal. */
  readonly watched?: boolean;
  /** So many seconds pass after the last deed, with all that may go wrong in them. */
  readonly lingers?: number;
  /** The table may be set back by some minutes. */
  readonly restored?: boolean;
  /** The operator's limit on nodes per cluster. */
  readonly mostNodes?: number;
  /** What the installation holds projects to, where that is anything. */
  readonly quotas?: Partial<Limits>;
  /** What nodes cost, where money is counted. */
  readonly prices?: PriceList;
  /** A cloud of one's own: what every worker calls, made from the shipped driver and what that one keeps, or in its place. */
  readonly driver?: (driver: Driver, cloud: FakeCloud) => Driver;
  /** Of the first deed and all that comes of it, hold whoever comes to this await, for so long (for ever: kill them), and let the rest happen meanwhile. */
  readonly hold?: { readonly at: number; readonly forSeconds: number };
  /** Seeded defects: a service that is wrong, to see that some law notices. */
  readonly defects?: {
    readonly store?: () => MemoryDocumentStore;
    readonly archive?: (archive: Archive) => Archive;
    /** What the service writes instead of what it decided. */
    readonly writes?: (writes: readonly Write[], world: World) => readonly Write[];
    /** The operator's limit as the service understands it. */
    readonly mostNodes?: number;
  };
};
