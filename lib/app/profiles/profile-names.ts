import type { Ref } from '../../domain/documents.ts';
import { after, type Instant, seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { readUsed } from '../uses/read-used.ts';

/** How long another process's rename may go unseen here. In this process a rename is seen at once. */
const FRESH = seconds(5);
const MOST_KEPT = 10_000;

/** The names of profiles, which every cluster and node shows and which hardly ever change. */
export class ProfileNames {
  private readonly kept = new Map<string, { readonly name: string; readonly until: Instant }>();

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {}

  /** By profile id; a profile that is gone has an empty name. All references must be of one project each. */
  async of(refs: readonly Ref[]): Promise<ReadonlyMap<string, string>> {
    const now = this.clock.now();
    const names = new Map<string, string>();
    const unknown = new Map<string, Ref>();
    for (const ref of refs) {
      const kept = this.kept.get(ref.id);
      if (kept && now < kept.until) names.set(ref.id, kept.name);
      else unknown.set(ref.id, ref);
    }
    for (const profile of unknown.size === 0 ? [] : await readUsed(this.store, 'profile', [...unknown.values()])) {
      names.set(profile.id, profile.name);
      if (this.kept.size >= MOST_KEPT) this.kept.clear();
      this.kept.set(profile.id, { name: profile.name, until: after(now, FRESH) });
    }
    return names;
  }

  forget(id: string): void {
    this.kept.delete(id);
  }
}
