import type { Documents, Kind } from '../../domain/documents.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** With fewer it is not worth it: they are there in one short read. */
const WORTH_IT = 50;
/** Whose wishes are remembered. */
const MOST = 1_000;

/**
 * Begins to read what was wanted the last time while it is still being found out what is wanted now. Each read begins after it was asked for and goes to the table, so
 * nobody is told anything that is older than the question; who was not wanted the last time is read when it is known.
 */
export class Foresight {
  private readonly last = new Map<string, readonly string[]>();

  /** @returns how to get those that turn out to be wanted, in their order, without those that are not there */
  begin<K extends Kind>(
    store: DocumentStore,
    kind: K,
    project: string,
    whose: string,
  ): (wanted: readonly string[]) => Promise<readonly Documents[K][]> {
    const name = `${kind} ${project} ${whose}`;
    const refs = (ids: readonly string[]) => ids.map((id) => ({ project, id }));
    const guessed = this.last.get(name) ?? [];
    const early = guessed.length < WORTH_IT ? Promise.resolve([]) : store.getMany(kind, refs(guessed));
    // Who waits for it hears of it; nobody may, where something else failed first.
    early.catch(() => {});
    return async (wanted) => {
      const asked = new Set(guessed.length < WORTH_IT ? [] : guessed);
      const rest = wanted.filter((id) => !asked.has(id));
      const found = [...(await early), ...(rest.length === 0 ? [] : await store.getMany(kind, refs(rest)))];
      const byId = new Map(found.map((doc) => [doc.id, doc]));
      this.remember(name, wanted);
      return wanted.flatMap((id) => byId.get(id) ?? []);
    };
  }

  private remember(name: string, wanted: readonly string[]): void {
    this.last.delete(name);
    if (wanted.length < WORTH_IT) return;
    this.last.set(name, wanted);
    const [oldest] = this.last.keys();
    if (this.last.size > MOST && oldest !== undefined) this.last.delete(oldest);
  }
}
