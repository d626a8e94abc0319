import { isId } from '../../domain/kernel/ids.ts';
import type { Json } from '../../domain/kernel/json.ts';

export type Sort = 'node' | 'policy' | 'profile';

const IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What ids are called in a recording, in the order in which they are met. */
export class Names {
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<Sort, number>();

  constructor(clusterId: string) {
    this.known.set(clusterId, 'cluster');
  }

  count = (sort: Sort): number => this.counts.get(sort) ?? 0;

  of(sort: Sort, id: string): string {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const n = this.count(sort) + 1;
    this.counts.set(sort, n);
    this.known.set(id, `${sort}-${n}`);
    return `${sort}-${n}`;
  }

  /** A sentence with names in the place of ids. */
  told = (sentence: string): string => sentence.replace(IDS, (id) => this.of('node', id));

  /** With names in the place of ids, wherever they stand. @param key what it stands under: says what an id is of that was not met before */
  replaced(json: Json, key = ''): Json {
    if (typeof json === 'string') return isId(json) ? this.of(sortUnder(key), json) : json;
    if (Array.isArray(json)) return json.map((one) => this.replaced(one, key));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [isId(name) ? this.of(sortUnder(key), name) : name, this.replaced(value as Json, name)]),
    );
  }
}

const sortUnder = (key: string): Sort => (key.includes('profile') ? 'profile' : key.includes('policy') ? 'policy' : 'node');

/** The other way: with ids in the place of names. @param idOf undefined for what is no name, or of nothing that is there */
export function resolved(json: Json, idOf: (name: string) => string | undefined): Json {
  if (typeof json === 'string') return idOf(json) ?? json;
  if (Array.isArray(json)) return json.map((one) => resolved(one, idOf));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [idOf(name) ?? name, resolved(value as Json, idOf)]));
}
