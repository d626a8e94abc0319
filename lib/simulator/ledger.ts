import type { Action } from '../domain/action/action.ts';
import { chainOf, isFenced } from '../domain/action/recover-chain.ts';
import { tokenOf } from '../domain/action/recover-state.ts';
import { timelineOf } from '../domain/action/recover-timeline.ts';
import type { Documents, Kind, Ref, Write } from '../domain/documents.ts';
import { after, type Instant, type Seconds } from '../domain/kernel/time.ts';
import { LEASE } from '../domain/subscription/delivery.ts';
import type { MemoryDocumentStore } from '../store/memory/document-store.ts';

/** What ever was written: how everything is and how it was last, for laws that look back. */
export class Ledger {
  /** Every action there ever was, as it was last: users may have their checks forgotten. */
  readonly past = new Map<string, Action>();
  /** Those that are under way. */
  readonly open = new Map<string, Action>();
  /** When each action was first open, and when it was seen to have ended. */
  readonly times = new Map<string, { readonly began: Instant; ended?: Instant }>();
  /** The commit since which nodes are protected; and how that was before the last one. */
  readonly protectedSince = new Map<string, number>();
  protectedBefore: ReadonlyMap<string, number> = new Map();
  /** The commit in which each action began. */
  readonly beginnings = new Map<string, number>();
  /** Actions and subscriptions whose lease was taken over from somebody who still held it: two clocks disagreed by more than it lasts. */
  readonly robbed = new Set<string>();
  private readonly leases = new Map<string, { readonly by: string; readonly at: Instant; readonly lease: number }>();
  /** How many commits there were. */
  commits = 0;
  private readonly latest = new Map<string, Documents[Kind]>();

  node = (id: string) => this.latest.get(`node ${id}`) as Documents['node'] | undefined;
  action = (id: string) => this.latest.get(`action ${id}`) as Action | undefined;
  cluster = (id: string) => this.latest.get(`cluster ${id}`) as Documents['cluster'] | undefined;

  /** As it was before this write. */
  before = (write: Write): Documents[Kind] | undefined => this.latest.get(placeOf(write));

  /** Whether an id in it was drawn for two things, be they of two kinds or of two projects: one in which that happens is no world to learn from. */
  isImpossible(writes: readonly Write[]): boolean {
    const made = writes.filter((write) => 'put' in write && UNIQUE.has(write.put) && write.doc.version === 0).map(({ doc }) => doc.id);
    return new Set(made).size < made.length || writes.some((write) => this.isAnothers(write));
  }

  private isAnothers(write: Write): boolean {
    if (!('put' in write) || !UNIQUE.has(write.put)) return false;
    const { id, project, version } = write.doc;
    const there = [...UNIQUE].flatMap((kind) => {
      const doc = this.latest.get(`${kind} ${id}`) ?? (kind === 'action' ? this.past.get(id) : undefined);
      return doc ? [{ kind, doc }] : [];
    });
    return there.some(({ kind, doc }) => doc.project !== project || (version === 0 && kind !== write.put));
  }

  /** @param by who writes it @param held for how long a lease is held at least */
  enter(write: Write, { now, by, held }: { readonly now: Instant; readonly by: string; readonly held: Seconds }): void {
    if ('remove' in write) {
      this.latest.delete(placeOf(write));
      this.open.delete(write.doc.id);
    }
    if (!('put' in write)) return;
    this.latest.set(placeOf(write), write.doc);
    if (write.put === 'node') this.heedProtection(write.doc);
    if (write.put === 'subscription') this.heedLease(write.doc.id, write.doc.lease?.token ?? null, { now, by, held: LEASE });
    if (write.put !== 'action') return;
    const { id, dueAt, startedAt, lease } = write.doc;
    this.heedLease(id, lease, { now, by, held });
    if (startedAt !== null && !this.beginnings.has(id)) this.beginnings.set(id, this.commits);
    this.past.set(id, write.doc);
    if (dueAt === null) this.open.delete(id);
    else this.open.set(id, write.doc);
    const { began } = this.times.get(id) ?? { began: now };
    this.times.set(id, dueAt === null ? { began, ended: now } : { began });
  }

  private heedLease(
    id: string,
    lease: number | null,
    { now, by, held }: { readonly now: Instant; readonly by: string; readonly held: Seconds },
  ): void {
    const known = this.leases.get(id);
    if (known && known.by !== by && known.lease !== lease && now < after(known.at, held)) this.robbed.add(id);
    if (lease === null) this.leases.delete(id);
    else if (known?.lease !== lease) this.leases.set(id, { by, at: now, lease });
  }

  /** What is over has no later form. */
  expired(kind: Kind, doc: Documents[Kind]): void {
    this.latest.delete(placeIn(kind, doc));
  }

  /** A count changes a usage, though nobody writes it. */
  heedCount(usage: Documents['quota'] | undefined): void {
    if (usage) this.latest.set(placeIn('quota', usage), { ...usage, version: usage.version - 1 });
  }

  /** Another commit is about to be entered. */
  turnPage(): void {
    this.commits++;
    this.protectedBefore = new Map(this.protectedSince);
  }

  private heedProtection({ id, protected: kept }: Documents['node']): void {
    if (kept !== true) this.protectedSince.delete(id);
    else if (!this.protectedSince.has(id)) this.protectedSince.set(id, this.commits);
  }

  /** The table was set back: what it does not know any more never was. */
  forget(store: MemoryDocumentStore): void {
    this.latest.clear();
    this.open.clear();
    for (const kind of store.kinds())
      for (const doc of store.everything(kind)) this.latest.set(placeIn(kind, doc), { ...doc, version: doc.version - 1 });
    for (const action of store.everything('action')) if (action.dueAt !== null) this.open.set(action.id, action);
    for (const id of this.past.keys()) {
      const action = this.action(id);
      if (action) this.past.set(id, action);
      else this.past.delete(id);
    }
  }

  /** The nodes whose old resource some recovery says that it left to the sweep. */
  forsaken(): readonly string[] {
    const said = (action: Action) => timelineOf(action).some(({ reason }) => reason.includes('is left to the sweep'));
    return [...this.past.values()].filter((action) => action.action === 'NODE_RECOVER' && said(action)).map(({ target }) => target);
  }

  /** Who makes a node anew with this token, if somebody does. */
  maker(nodeId: string, token: string): { readonly fenced: boolean } | undefined {
    const isIts = (by: Action) => chainOf(by.inputs).some((_, turn) => token === tokenOf({ self: by, state: { phase: 'creating', turn } }));
    const by = [...this.open.values()].find((action) => action.action === 'NODE_RECOVER' && action.target === nodeId && isIts(action));
    return by && { fenced: chainOf(by.inputs).some((recovery) => isFenced(by.inputs, recovery)) };
  }
}

/** Ids that nobody else has, in whichever project. Those of others may follow from what they are about. */
const UNIQUE = new Set<Kind>(['cluster', 'node', 'action']);
const placeIn = (kind: Kind, { project, id }: Ref): string => (UNIQUE.has(kind) ? `${kind} ${id}` : `${kind} ${project} ${id}`);

const placeOf = (write: Write): string => {
  const kind = 'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
  return placeIn(kind, write.doc);
};
