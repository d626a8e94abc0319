import { type Documents, type Kind, kindOf, MOST_WRITES, type Ref, type Sighting, type Write } from '../../domain/documents.ts';
import { isDuty } from '../../domain/duty.ts';
import { orderOf } from '../../domain/kernel/ids.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { isFoundByPhysicalId } from '../../domain/profile/catalogue.ts';
import { RESOURCES, textOf } from '../../domain/quota/limits.ts';
import { quotaId, sum } from '../../domain/quota/usage.ts';
import { isFoundByName } from '../../domain/workflow/execution.ts';
import type { Count, CountingStore, Due, Page } from '../../ports/document-store.ts';
import type { Expiry } from '../../ports/expiry.ts';

type Doc = Documents[Kind];

type Rows = Map<Kind, Map<string, Doc>>;
export type Backup = { readonly rows: Rows; readonly owners: readonly string[] };

const copied = (rows: Rows): Rows => new Map([...rows].map(([kind, some]) => [kind, new Map(some)]));

/** The reference store: what the conformance suite is written against, and what unit and property tests run on. */
export class MemoryDocumentStore implements CountingStore, Expiry {
  private rows: Rows = new Map();
  private owners = new Set<string>();

  async get<K extends Kind>(kind: K, ref: Ref): Promise<Documents[K] | undefined> {
    return this.row(kind, ref);
  }

  async getMany<K extends Kind>(kind: K, refs: readonly Ref[]): Promise<readonly Documents[K][]> {
    return refs.flatMap((ref) => this.row(kind, ref) ?? []);
  }

  async list<K extends Kind>(
    kind: K,
    project: string,
    page: { readonly after?: string | undefined; readonly limit?: number | undefined } = {},
  ): Promise<Page<Documents[K]>> {
    const { after, limit = Number.POSITIVE_INFINITY } = page;
    const rest = this.all(kind, project).filter((doc) => after === undefined || orderOf(doc.id) > orderOf(after));
    const items = rest.slice(0, limit);
    return { items, last: rest.length > items.length ? items.at(-1)?.id : undefined };
  }

  async find<K extends Kind>(kind: K, project: string, text: string): Promise<readonly Documents[K][]> {
    const all = this.all(kind, project);
    const named = all.filter((doc) => 'name' in doc && doc.name === text);
    return (named.length > 0 ? named : all.filter((doc) => doc.id.startsWith(text))).slice(0, 2);
  }

  async commit(writes: readonly Write[]): Promise<'committed' | 'stale'> {
    if (this.isStale(writes)) return 'stale';
    this.apply(writes);
    return 'committed';
  }

  async commitCounting(writes: readonly Write[], { project, by, room, limits }: Count): Promise<'committed' | 'stale' | 'uncounted'> {
    if (this.isStale(writes)) return 'stale';
    const ref = { project, id: quotaId(project) };
    const usage = this.row('quota', ref);
    if (!usage || (limits && textOf(limits) !== textOf(usage.limits))) return 'uncounted';
    if (RESOURCES.some((name) => (usage.counts[name] ?? 0) > (room[name] ?? Number.POSITIVE_INFINITY))) return 'uncounted';
    this.apply(writes);
    this.of('quota').set(keyOf(ref), { ...usage, counts: sum([usage.counts, by]), version: usage.version + 1 });
    return 'committed';
  }

  /** Nobody can tell what has expired from what is gone: here it goes at once. */
  async expire(kind: Kind, seen: readonly Sighting[]): Promise<number> {
    const held = seen.filter((one) => this.row(kind, one)?.version === one.version);
    for (const one of held) this.of(kind).delete(keyOf(one));
    return held.length;
  }

  async remains<K extends Kind>(kind: K, project: string, now: Instant): Promise<readonly Documents[K][]> {
    return this.all(kind, project).filter((doc) => 'forgetAt' in doc && doc.forgetAt !== undefined && doc.forgetAt <= now);
  }

  async clear(kind: Kind, project: string, now: Instant): Promise<number> {
    const old = await this.remains(kind, project, now);
    for (const doc of old) this.of(kind).delete(keyOf(doc));
    return old.length;
  }

  async due(until: Instant, limit: number): Promise<readonly Due[]> {
    const due: Due[] = [];
    for (const [kind, rows] of this.rows) {
      if (kind !== 'action' && !isDuty(kind)) continue;
      for (const doc of rows.values()) {
        const alarm = alarmOf(kind, doc);
        if (alarm && alarm.dueAt <= until) due.push(alarm);
      }
    }
    return due.sort((a, b) => a.dueAt - b.dueAt).slice(0, limit);
  }

  async findByPhysicalId(physicalId: string): Promise<Ref | undefined> {
    const node = this.everything('node').find((one) => one.physicalId === physicalId && isFoundByPhysicalId(one));
    return node && { project: node.project, id: node.id };
  }

  async findRun(name: string): Promise<Ref | undefined> {
    const run = this.everything('execution').find((one) => one.id === name && isFoundByName(one));
    return run && { project: run.project, id: run.id };
  }

  async projects(): Promise<readonly string[]> {
    return [...this.owners].sort();
  }

  /** The same documents in a store of their own: for tests that try many things from one beginning. */
  copy(): MemoryDocumentStore {
    const copy = new MemoryDocumentStore();
    copy.restore(this.backUp());
    return copy;
  }

  /** Everything of a kind, whoever's: for tests that look at the whole world. */
  everything<K extends Kind>(kind: K): readonly Documents[K][] {
    return [...(this.of(kind).values() as Iterable<Documents[K]>)];
  }

  /** The kinds of which there is something, or was. */
  kinds(): readonly Kind[] {
    return [...this.rows.keys()];
  }

  /** Everything as it is now, for `restore` to put back, here or elsewhere. */
  backUp(): Backup {
    return { rows: copied(this.rows), owners: [...this.owners] };
  }

  /** What restoring a backup does to a table: all is as it was, and what was written since never was. */
  restore({ rows, owners }: Backup): void {
    this.rows = copied(rows);
    this.owners = new Set(owners);
  }

  private of(kind: Kind): Map<string, Doc> {
    const rows = this.rows.get(kind) ?? new Map<string, Doc>();
    this.rows.set(kind, rows);
    return rows;
  }

  private row<K extends Kind>(kind: K, ref: Ref): Documents[K] | undefined {
    return this.rows.get(kind)?.get(keyOf(ref)) as Documents[K] | undefined;
  }

  private isStale(writes: readonly Write[]): boolean {
    if (writes.length > MOST_WRITES) throw new Error(`${writes.length} writes do not fit one transaction`);
    if (new Set(writes.map((write) => `${kindOf(write)} ${keyOf(write.doc)}`)).size < writes.length)
      throw new Error('a transaction names a document twice');
    return writes.some((write) => (this.row(kindOf(write), write.doc)?.version ?? 0) !== write.doc.version);
  }

  private apply(writes: readonly Write[]): void {
    for (const write of writes) {
      if (kindOf(write) !== 'share') this.owners.add(write.doc.project);
      if ('put' in write) this.of(write.put).set(keyOf(write.doc), copyOf({ ...write.doc, version: write.doc.version + 1 }));
      if ('remove' in write) this.of(write.remove).delete(keyOf(write.doc));
    }
  }

  private all<K extends Kind>(kind: K, project: string): readonly Documents[K][] {
    return this.everything(kind)
      .filter((doc) => doc.project === project)
      .sort((a, b) => (orderOf(a.id) < orderOf(b.id) ? -1 : 1));
  }
}

/** The alarm a document has set, if any. Of actions, only roots have their own. */
function alarmOf(kind: string, doc: Doc): Due | undefined {
  if (!('dueAt' in doc) || doc.dueAt === null) return undefined;
  const { project, id, dueAt } = doc;
  if ('parentId' in doc) return doc.parentId === null ? { kind: 'action', project, id, dueAt, action: doc.action } : undefined;
  return isDuty(kind) ? { kind, project, id, dueAt } : undefined;
}

const keyOf = ({ project, id }: Ref): string => `${project}|${id}`;

/** Documents are JSON: what is stored is nobody's to change. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const part = value[name];
    copy[name] = typeof part === 'object' && part !== null ? copyOf(part) : part;
  }
  return copy as T;
}
