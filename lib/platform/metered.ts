import type { Json } from '../domain/kernel/json.ts';

/** Thrown at whoever looks once more. */
export class TooManyLooks extends Error {}

/**
 * A document that may be looked into so often and no more, whoever does it and in whatever manner: what evaluates an expression of a user's can be stopped in the middle.
 *
 * @returns the document to hand on, and how what was found in it is as it was
 */
export function metered(document: Json, most: number): { readonly seen: Json; readonly plain: (found: unknown) => unknown } {
  let left = most;
  const seen = new Map<object, object>();
  const plain = new Map<unknown, object>();
  const look = () => {
    if (left-- <= 0) throw new TooManyLooks(`a document was looked into more than ${most} times`);
  };
  const through = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = seen.get(value);
    if (known) return known;
    // Over an empty one of its kind: what is frozen could not be shown as anything but itself.
    const isLength = (name: string | symbol) => name === 'length' && Array.isArray(value);
    const glass: object = new Proxy(Array.isArray(value) ? [] : {}, {
      get(_, name) {
        look();
        return through(Reflect.get(value, name));
      },
      has(_, name) {
        look();
        return Reflect.has(value, name);
      },
      ownKeys() {
        look();
        return Reflect.ownKeys(value);
      },
      getOwnPropertyDescriptor(_, name) {
        look();
        const there = Reflect.getOwnPropertyDescriptor(value, name);
        return there && { ...there, value: through(there.value), writable: true, configurable: !isLength(name) };
      },
    });
    seen.set(value, glass);
    plain.set(glass, value);
    return glass;
  };
  return { seen: through(document) as Json, plain: (found) => plain.get(found) ?? found };
}
