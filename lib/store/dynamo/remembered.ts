import type { Item } from './items.ts';

/** Letters of the documents' texts, which as objects take about three times as much memory. */
const MOST_TEXT = 6_000_000;

/**
 * Documents by the write that made them, so that one which has not changed is neither fetched nor parsed again. It knows nothing of what is true now: which write made what lies in the table
 * is read from there each time, so nobody has to tell it of a change, whoever made it.
 */
export class Remembered {
  private readonly partitions = new Map<string, Map<string, { readonly mark: string; readonly doc: unknown }>>();
  private size = 0;

  constructor(private readonly most = MOST_TEXT) {}

  /** How many of them were read before. */
  count(partition: string, places: Iterable<string>): number {
    const known = this.partitions.get(partition);
    return known ? [...places].filter((place) => known.has(place)).length : 0;
  }

  /** @param item as it lies in the table now, its text left out @returns the document, if that very write made it */
  find<T>(partition: string, place: string, { w }: Item): T | undefined {
    const known = this.partitions.get(partition)?.get(place);
    // A partition has one kind of documents, and whoever asks for it asks for their type.
    return known && known.mark === w?.S ? (known.doc as T) : undefined;
  }

  /** Frozen, since whoever asks next is given the same. One without a mark, from before there were marks, is not kept. */
  keep<T>(partition: string, place: string, { w, d }: Item, doc: T): T {
    if (w?.S === undefined) return doc;
    this.size += d?.S?.length ?? 0;
    if (this.size > this.most) this.clear();
    const known = this.partitions.get(partition) ?? new Map();
    this.partitions.set(partition, known.set(place, { mark: w.S, doc: frozen(doc) }));
    return doc;
  }

  private clear(): void {
    this.partitions.clear();
    this.size = 0;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
