/** A place for objects with names: what an archive is made of. Whatever goes wrong is thrown. */
export interface Objects {
  /** What people call it. */
  readonly place: string;
  /** Stores it whole or not at all, for good, and never over another. @returns `there` when something has that name, which stays as it is */
  put(name: string, bytes: Uint8Array): Promise<'new' | 'there'>;
  get(name: string): Promise<Uint8Array | undefined>;
  /** The names that begin so, in no order. */
  list(prefix: string): AsyncIterable<string>;
}

const NAME = /^[a-z]+(\/[A-Za-z0-9_%.-]+)+$/;

/** For whatever becomes a path: a name of ours leads nowhere else. */
export function ensureName(name: string): string {
  if (NAME.test(name) && !name.split('/').some((segment) => segment === '.' || segment === '..')) return name;
  throw new Error(`'${name}' is no name in an archive`);
}
