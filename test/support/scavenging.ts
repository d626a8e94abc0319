import { advanceJournal } from '../../lib/app/journal/advance-journal.ts';
import { publish } from '../../lib/app/journal/publish.ts';
import { type ScavengePorts, scavenge } from '../../lib/app/retention/scavenge.ts';
import { searchArchive } from '../../lib/app/retention/search-archive.ts';
import type { Action } from '../../lib/domain/action/action.ts';
import { after, type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import type { Rule } from '../../lib/domain/retention/rule.ts';
import type { Search } from '../../lib/domain/retention/search.ts';
import { objectArchive } from '../../lib/platform/archive/object-archive.ts';
import { readArchive } from '../../lib/platform/archive/read-archive.ts';
import { memoryRedaction } from '../../lib/platform/redaction.ts';
import { sha256Digest } from '../../lib/platform/sha256-digest.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { anAction, idOf, PROJECT, T0 } from './documents.ts';
import { memoryObjects } from './memory-objects.ts';
import { tellSomething } from './telling.ts';

export const END: Instant = instant(Number.MAX_SAFE_INTEGER);

/** A table with a past, an archive, and what time it is. */
export class Attic {
  readonly store = new MemoryDocumentStore();
  readonly objects = memoryObjects();
  now: Instant = T0;

  ports(rules: readonly Rule[], more: Partial<ScavengePorts> = {}): ScavengePorts {
    const clock = { now: () => this.now };
    return {
      store: this.store,
      expiry: this.store,
      clock,
      digest: sha256Digest,
      redaction: memoryRedaction(),
      archive: objectArchive(this.objects),
      rules,
      ...more,
    };
  }

  scavenge(rules: readonly Rule[], more: Partial<ScavengePorts> = {}, until: Instant = END) {
    return scavenge(this.ports(rules, more), until);
  }

  pass(time: number): void {
    this.now = after(this.now, seconds(time));
  }

  /** Events, told to everybody who was there. */
  async tell(...names: readonly string[]): Promise<void> {
    for (const name of names) await tellSomething(this.store, name, this.now);
    await this.number();
  }

  async number(): Promise<void> {
    const ports = { store: this.store, clock: { now: () => this.now } };
    await advanceJournal(ports, { project: PROJECT });
    await publish(ports, { publish: async () => 'taken' }, PROJECT);
  }

  /** An action that has ended now, and others that came of it. */
  async act(name: string, children = 0, more: Partial<Action> = {}): Promise<void> {
    const ended = { status: 'SUCCEEDED', dueAt: null, endedAt: this.now, createdAt: this.now } as const;
    const root: Action = { ...anAction('CLUSTER_CHECK'), ...ended, id: idOf(name, this.now), name, ...more };
    const under = Array.from(
      { length: children },
      (_, i): Action => ({
        ...anAction('NODE_CHECK'),
        ...ended,
        id: idOf(`${name}/${i}`, this.now),
        name: `${name}/${i}`,
        parentId: root.id,
      }),
    );
    for (const doc of [root, ...under]) await this.store.commit([{ put: 'action', doc }]);
  }

  /** Names of what the table has of it: of actions, and of the objects of events. */
  actions = (): readonly string[] =>
    this.store
      .everything('action')
      .map(({ name }) => name)
      .toSorted();
  events = (): readonly string[] =>
    this.store
      .everything('event')
      .map(({ objectName, sequence }) => `${objectName}${sequence}`)
      .toSorted();

  async archived(search: Search = {}): Promise<readonly string[]> {
    const { records, damaged } = await searchArchive(readArchive(this.objects), search, 10_000);
    if (damaged.length > 0) throw new Error(JSON.stringify(damaged));
    return records
      .map(({ kind, document, object }) => (kind === 'event' ? `${object.name}${document.sequence}` : String(document.name ?? '')))
      .toSorted();
  }
}
