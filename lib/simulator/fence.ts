import type { Cluster } from '../domain/cluster/cluster.ts';
import { type Kind, kindOf, type Write } from '../domain/documents.ts';
import type { Beginning } from './gifts.ts';
import type { World } from './world.ts';

/** What keeps itself along with whatever is written: counts, what is to be told, and the directory of what is shared, which says no more than that. */
const OF_THE_SERVICE = new Set<Kind>(['quota', 'journal', 'share']);

/** Sees to it that who works for one project has no business in another, but with what they were given since they began. */
export class Fence {
  constructor(
    private readonly world: World,
    private readonly whose: { readonly name: string; readonly project: string | undefined; readonly since: Beginning },
  ) {}

  /** Who was given something looks for it among what there is. What they are told of it is judged where they are told. */
  looks(project: string, kind: Kind): void {
    const { name, since } = this.whose;
    if (!this.isOthers(project) || kind === 'share' || this.world.gifts.some(since)) return;
    this.world.break('I9', `${name} of ${this.whose.project} looks into ${project}`);
  }

  writes(write: Write): void {
    const kind = kindOf(write);
    if (!this.isOthers(write.doc.project) || OF_THE_SERVICE.has(kind)) return;
    // Whoever uses what they may look at says so where it is.
    const access = 'check' in write || kind === 'usage' ? 'read-only' : 'read-write';
    const before = this.world.ledger.before(write);
    if (this.world.gifts.covers({ ...before, ...write.doc }, access, this.whose.since)) return;
    if ('put' in write && (write.put === 'profile' || write.put === 'policy') && this.holds(write, before)) return;
    if ('put' in write && write.put === 'cluster' && this.waitsIn(write.doc, before as Cluster | undefined)) return;
    this.world.break('I9', `${this.whose.name} of ${this.whose.project} writes a ${kind} of ${write.doc.project}`);
  }

  /** Who was given a member takes its place in the lock of the cluster, and changes nothing else of it. */
  private waitsIn({ lock: _, version: _v, ...after }: Cluster, before: Cluster | undefined): boolean {
    if (!before?.nodes.some((id) => this.world.gifts.covers({ id }, 'read-write', this.whose.since))) return false;
    const { lock: _l, version: _w, ...rest } = before;
    return JSON.stringify(after) === JSON.stringify(rest);
  }

  /** Who may use something keeps it from being deleted, and changes nothing else of it. */
  private holds(write: Write, before: object | undefined): boolean {
    const bare = (doc: object) => JSON.stringify({ ...doc, leaving: undefined, version: undefined });
    return (
      before !== undefined &&
      bare(write.doc) === bare(before) &&
      this.world.gifts.covers({ ...before, ...write.doc }, 'read-only', this.whose.since)
    );
  }

  private isOthers = (project: string): boolean => this.whose.project !== undefined && project !== this.whose.project;
}
