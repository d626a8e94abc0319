import type { Item } from './items.ts';

type Waiting = { readonly resolve: (item: Item | undefined) => void; readonly reject: (error: unknown) => void };

/**
 * Gathers single reads that are asked for in the same turn of the event loop, so that ten actions stepped side by side cost one request
 * and not ten. A read begins after it was asked for, so it sees all that was committed before; two of the same document share one.
 */
export class ReadBatch {
  private waiting = new Map<string, { readonly key: Item; readonly askers: Waiting[] }>();

  constructor(
    private readonly most: number,
    private readonly readOne: (key: Item) => Promise<Item | undefined>,
    private readonly readMany: (keys: readonly Item[]) => Promise<ReadonlyMap<string, Item>>,
  ) {}

  read(key: Item): Promise<Item | undefined> {
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) setImmediate(() => this.flush());
      const name = nameOf(key);
      const entry = this.waiting.get(name) ?? { key, askers: [] };
      entry.askers.push({ resolve, reject });
      this.waiting.set(name, entry);
      if (this.waiting.size >= this.most) this.flush();
    });
  }

  private flush(): void {
    const entries = [...this.waiting];
    this.waiting = new Map();
    const [only] = entries;
    if (!only) return;
    const reading =
      entries.length === 1
        ? this.readOne(only[1].key).then((item) => new Map(item ? [[only[0], item]] : []))
        : this.readMany(entries.map(([, { key }]) => key));
    reading.then(
      (found) => {
        for (const [name, { askers }] of entries) for (const { resolve } of askers) resolve(found.get(name));
      },
      (error) => {
        for (const [, { askers }] of entries) for (const { reject } of askers) reject(error);
      },
    );
  }
}

/** What tells two keys apart. */
export const nameOf = (key: Item): string => `${key.pk?.S}\n${key.sk?.S}`;
